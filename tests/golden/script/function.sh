f() { a; }
g() (
  b
)
function h { c; }
function i() {
  d
} 2>&1
j-k() e

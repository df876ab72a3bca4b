echo {a,b} {1..3} x{a,{b,c}}y {} {a} a{b \{c,d}

a b
if c; then
  d \
  e
fi
cat <<E
x
E

a=(one "two" $three)
b=([0]=x [k]=y [z]=)
c+=(
  v # why
  w
)

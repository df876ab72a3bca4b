a=1 b+=2 c= d="x $y" e
f[1]=z
h=$(i) j=`k`

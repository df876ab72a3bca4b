for x in a "$b" $(c); do d; done
for y; do e; done
for z
do f; done
for w in; do g; done
for v in 1 2; { h; }

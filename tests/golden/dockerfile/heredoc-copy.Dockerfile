FROM debian:12
COPY <<A <<A /x/
1
A
2
A
COPY a <<B
B
COPY ["<<C", "/x"]
ADD <<'D' /d
$x
D

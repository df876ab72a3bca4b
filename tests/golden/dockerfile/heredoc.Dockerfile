FROM debian:12
RUN <<EOF
echo a \
# no comment
EOF
RUN <<-'E F' cat
	a
	E F
RUN 3<<A cat <<B
1
A
2
B
COPY <<one <<-two x /y/
$A
one
		b
	two
RUN << EOF
EOF

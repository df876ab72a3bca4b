# syntax=docker/dockerfile:1
FROM debian:12
RUN <<EOF
first
second
EOF
RUN <<-EOF
	tabs
	EOF
RUN <<EOF
#!/usr/bin/env bash
a
EOF
RUN <<EOF
#!/usr/bin/python3
print("x")
EOF
RUN cat <<A <<-'B' >out
from $a
A
	from b
	B
RUN bash <<EOF
inner
EOF
COPY <<EOF /file
not a script
EOF

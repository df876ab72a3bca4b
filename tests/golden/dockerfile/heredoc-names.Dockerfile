FROM debian:12
RUN <<\EOF
EOF
RUN <<"E"'F'
EF
RUN <<EOF)
EOF)
RUN $(( 1 << 2 ))
2

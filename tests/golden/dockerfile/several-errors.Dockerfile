FROM debian:12
ENV one
RUN [1]
RUN <<EOF

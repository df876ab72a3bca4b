FROM debian:12
ENV a=1 b c=2
ENV d=1

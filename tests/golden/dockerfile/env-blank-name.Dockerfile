FROM debian:12
ENV =x
LABEL a=b =c
ENV

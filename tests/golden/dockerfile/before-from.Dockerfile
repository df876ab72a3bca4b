ARG A=1
RUN x
ENV a=b
ARG B
FROM debian:12

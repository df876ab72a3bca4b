FROM debian:12
ENV alone
RUN x

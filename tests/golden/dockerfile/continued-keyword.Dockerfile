\
FROM debian:12
RU\
N x

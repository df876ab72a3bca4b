FROM debian:12
RUN ["a", 1]

FROM debian:12
RUN ['a']
RUN ["a",]
RUN ["a"] # b
RUN [ -d /x ] || true
RUN ["a", 1e999]
COPY [a b]
CMD ["\x"]

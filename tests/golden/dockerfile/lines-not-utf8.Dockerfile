FROM debian:12
RUN echo ÿÃ
ENV A=þ B="â‚"
RUN --mount=type=cache,target=/é x

FROM debian:12
COPY --nope a b
COPY --link=maybe a b
COPY --chown a b
COPY --chown=1 --chown=2 a b
COPY --link= a b
ENV --x=y a=b
WORKDIR --x /y
ARG --anything A=1
STOPSIGNAL --anything TERM
HEALTHCHECK --anything NONE

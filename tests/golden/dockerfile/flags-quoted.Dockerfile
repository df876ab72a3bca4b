FROM debian:12
COPY --chown='a b' --ch"mo"d=7\55 "--from=x" y
COPY --chown="open a b
COPY --chown=é\ x -- --a b c
RUN --network=host -- --x
RUN --

FROM debian:12
RUN one && \
    # a comment between the lines
    two \

    three
RUN ["/bin/sh", "-c", "exec form"]
CMD echo cmd
ENTRYPOINT echo entry
HEALTHCHECK --interval=1m CMD curl -f http://localhost/ || exit 1
ONBUILD RUN trigger a
RUN --mount=type=cache,target=/c flags

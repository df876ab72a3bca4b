ARG V
FROM a AS one
RUN x
FROM b AS two
COPY --from=one /x /y
COPY --from=ONE /x /y
COPY --from=0 /x /y

RUN bad\


# end

FROM
FROM a b
FROM a AS 1x
FROM a AS b c
FROM a IN b
RUN x
FROM debian:12
FROM a AS b/c
RUN y

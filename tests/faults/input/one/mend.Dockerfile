from debian:latest as Build
MAINTAINER me
ENV a b
RUN apt-get update && apt-get install curl && cd /tmp && sudo x
COPY --from=biuld /a /b
ADD x y
# hadolint ignore=DL3059
RUN ["sh", "-c", "apk add x"]
CMD echo $a

ARG TAG=1
FROM a:${TAG} AS one
FROM --platform=$BUILDPLATFORM b@sha256:00 as Two
FROM one
FROM two AS three-3_.x
FROM One
FROM scratch AS one
FROM one

# syntax=docker/dockerfile:1
# dlint alone, for every platform that Alpine has: docker run --rm -v "$PWD:/work" dlint
FROM --platform=$TARGETPLATFORM alpine:3.22 AS build
RUN apk add --no-cache cmake gcc musl-dev pcre2-dev pcre2-static pkgconf samurai yaml-dev yaml-static
WORKDIR /src
COPY . .
RUN cmake --preset static -B /build \
 && cmake --build /build --target dlint \
 && strip /build/dlint

FROM scratch
COPY --from=build /build/dlint /dlint
WORKDIR /work
USER 65534:65534
ENTRYPOINT ["/dlint"]

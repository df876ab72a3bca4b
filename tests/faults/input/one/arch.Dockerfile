ARG VERSION=1.2
FROM --platform=$BUILDPLATFORM golang:1.24 AS build
ARG TARGETARCH
RUN GOARCH=$TARGETARCH go build -o /tool ./...
FROM debian:12
ARG VERSION
RUN <<END
case "$(uname -m)" in
x86_64) a=amd64 ;;
*) exit 1 ;;
esac
curl -LO "https://example.com/$VERSION/tool-$a.tar.gz" | sed 's/a/b/' | awk '{print $1}'
END
RUN curl -LO https://example.com/tool-x86_64.tar.gz && pip install numpy==1.26.0
COPY --from=build /tool /usr/bin/tool
ENTRYPOINT ["/usr/bin/tool"]

# syntax=docker/dockerfile:1
# Runs WebAssembly modules. The modules are portable; the runtime is not.
FROM debian:12-slim
ARG WASMTIME_VERSION=26.0.0
ADD https://github.com/bytecodealliance/wasmtime/releases/download/v${WASMTIME_VERSION}/wasmtime-v${WASMTIME_VERSION}-x86_64-linux.tar.xz /tmp/wasmtime.tar.xz
RUN apt-get update \
 && apt-get install -y --no-install-recommends xz-utils \
 && tar -xJf /tmp/wasmtime.tar.xz --strip-components=1 -C /usr/local/bin \
 && rm -rf /tmp/wasmtime.tar.xz /var/lib/apt/lists/*
ADD https://example.com/modules/resize-1.4.0.wasm /modules/resize.wasm
USER nobody
ENTRYPOINT ["wasmtime", "run", "/modules/resize.wasm"]

# syntax=docker/dockerfile:1
# An image with tools for a deployment job. It builds on amd64, and nowhere else as it was meant to.
FROM debian:12-slim

ARG KUBECTL_VERSION=1.31.2
ARG YQ_VERSION=4.44.3
ARG AGE_VERSION=1.2.0

SHELL ["/bin/bash", "-o", "pipefail", "-c"]

RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl git \
 && rm -rf /var/lib/apt/lists/*

RUN curl -fsSLo /usr/local/bin/kubectl "https://dl.k8s.io/release/v${KUBECTL_VERSION}/bin/linux/amd64/kubectl" \
 && chmod +x /usr/local/bin/kubectl

RUN curl -fsSL "https://github.com/FiloSottile/age/releases/download/v${AGE_VERSION}/age-v${AGE_VERSION}-linux-amd64.tar.gz" \
  | tar -xz --strip-components=1 -C /usr/local/bin age/age age/age-keygen

# Works on two architectures, and leaves the others without a word.
RUN arch=$(uname -m); \
    case "$arch" in \
      x86_64) yq=yq_linux_amd64 ;; \
      aarch64) yq=yq_linux_arm64 ;; \
    esac; \
    curl -fsSLo /usr/local/bin/yq "https://github.com/mikefarah/yq/releases/download/v${YQ_VERSION}/${yq}" \
 && chmod +x /usr/local/bin/yq

USER nobody
CMD ["kubectl", "version", "--client"]

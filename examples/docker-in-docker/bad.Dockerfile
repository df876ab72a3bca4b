# syntax=docker/dockerfile:1
# A CI agent that builds images. `arch` and an x86_64 path make it one for amd64.
FROM ubuntu:24.04
ENV DOCKER_VERSION=27.3.1 COMPOSE_VERSION=2.30.1

RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl iptables \
 && rm -rf /var/lib/apt/lists/*

RUN curl -fsSL "https://download.docker.com/linux/static/stable/x86_64/docker-${DOCKER_VERSION}.tgz" -o docker.tgz \
 && tar -xzf docker.tgz --strip-components=1 -C /usr/local/bin \
 && rm docker.tgz

RUN if [ "$(uname -m)" = "x86_64" ]; then \
      mkdir -p /usr/local/lib/docker/cli-plugins \
      && curl -fsSL "https://github.com/docker/compose/releases/download/v${COMPOSE_VERSION}/docker-compose-linux-x86_64" \
           -o /usr/local/lib/docker/cli-plugins/docker-compose \
      && chmod +x /usr/local/lib/docker/cli-plugins/docker-compose; \
    fi

ENV LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu
CMD ["dockerd"]

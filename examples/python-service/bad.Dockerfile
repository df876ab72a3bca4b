# syntax=docker/dockerfile:1
# A web service. Its packages are built from source, on each platform, without what that takes.
FROM --platform=linux/amd64 python:3.12-slim AS build
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1

ADD https://github.com/astral-sh/uv/releases/download/0.5.4/uv-x86_64-unknown-linux-gnu.tar.gz /tmp/uv.tar.gz
RUN tar -xzf /tmp/uv.tar.gz --strip-components=1 -C /usr/local/bin

COPY pyproject.toml uv.lock ./
RUN uv export --frozen --no-dev >requirements.txt \
 && uv pip install --system --no-binary :all: -r requirements.txt \
 && pip install --no-binary psycopg2 psycopg2==2.9.10
COPY src ./src

FROM python:3.12-slim
WORKDIR /app
COPY --from=build /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages
COPY --from=buidl /app /app
USER 10001
EXPOSE 8000
CMD ["python", "-m", "service"]

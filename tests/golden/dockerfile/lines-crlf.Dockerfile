# escape=`
FROM debian:12
RUN echo a `
  b
COPY <<EOF /f
line
EOF

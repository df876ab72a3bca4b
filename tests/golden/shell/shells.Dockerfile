FROM debian:12 AS base
RUN default
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN bash
ONBUILD SHELL ["pwsh", "-c"]
RUN still bash

FROM base
RUN inherited
SHELL ["powershell", "-Command"]
RUN Write-Host "(not) a {script"

FROM debian:12
RUN default again
SHELL ["busybox", "sh", "-c"]
RUN busybox
SHELL ["cmd", "/S", "/C"]
RUN dir

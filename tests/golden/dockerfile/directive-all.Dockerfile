# syntax=docker/dockerfile:1.7 extra words
# escape=`
# check=skip=JSONArgsRecommended;error=true
FROM debian:12
RUN dir C:\ `
  /s

# escape=`
FROM debian:12
ONBUILD RUN dir C:\

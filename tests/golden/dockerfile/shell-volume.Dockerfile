FROM debian:12
SHELL bash -c
SHELL []
VOLUME
VOLUME /a /b
VOLUME [""]

#!/usr/bin/env docker
# escape=`
# syntax=a/b:1
FROM debian:12
RUN a \
 b

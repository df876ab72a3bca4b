# one

# two
FROM debian:12 # no comment
 #indented
#
# base the image of all
  # kept with its mark
FROM debian:12 AS base
# VERSION what is built
# and why
ARG VERSION=1 OTHER

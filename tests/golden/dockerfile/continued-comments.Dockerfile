FROM debian:12
RUN one \
# a comment
  two \
   # an indented one \
  three

  # escape=`
  # check=skip=all
FROM debian:12
RUN a `
 b

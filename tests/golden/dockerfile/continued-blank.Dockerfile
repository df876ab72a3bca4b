FROM debian:12
RUN one \

   
  two

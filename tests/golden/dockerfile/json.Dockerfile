FROM debian:12
RUN ["sh", "-c", "echo \"a\" \u00e9\ud83d\ude00 \ud800 \/\n"]
CMD []
ENTRYPOINT [ "a" , "b" ]  
COPY ["a b", "c", "/d/"]
VOLUME ["/a", " /b "]
SHELL ["bash", "-c"]
RUN ["joined", \
  "li\
nes"]

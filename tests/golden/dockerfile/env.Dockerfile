FROM debian:12
ENV a=1 b="two words" c='three words' d=four\ words e= f=x=y
ENV legacy value with = and "quotes"   
LABEL "a b"="c" d.e=f
LABEL one two
ENV x=\
  y=z
ENV q=a\

#   SynTax  =  a/b:1   
#ESCAPE=\
FROM debian:12

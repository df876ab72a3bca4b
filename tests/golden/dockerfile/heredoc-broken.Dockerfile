FROM debian:12
RUN ${A:- <<x\' }

ARG A
ARG B=1 C="x y" D= E
FROM debian:12
ARG "F=1"
ARG =x
ARG

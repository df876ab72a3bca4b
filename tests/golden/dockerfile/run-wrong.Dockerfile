FROM debian:12
RUN --mount=from=$X,target=/a x
RUN --mount=a\"b x
RUN --mount= x
RUN --mount=type=x x
RUN --mount=type=bind,size=1 x
RUN --mount=target x
RUN --network=x x
RUN --security=x x
RUN --device=a,b x
RUN

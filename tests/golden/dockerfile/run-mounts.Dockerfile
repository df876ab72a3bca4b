FROM debian:12
RUN --mount=target=/a --mount=type=cache,dst=/b,id=x,sharing=LOCKED,mode=0755,uid=1,gid=2 --mount=type=tmpfs,target=/c,size=64m --mount=type=secret,id=s,env=,required --mount=type=ssh,ro=0 "--mount=type=bind,""source=a,b"",target=/d" x
RUN --mount=type=cache,target=/$X,uid=$U y
RUN --mount=from=base,source=/a,target=/b,rw z

FROM debian:12
RUN --device=vendor.com/class --device=name=a,required=true --security=insecure --network=none x

FROM debian:12
HEALTHCHECK NONE
HEALTHCHECK --interval=1m30s --timeout=.5s --start-period=0 --start-interval=2h --retries=3 CMD curl -f http://localhost || exit 1
healthcheck cmd ["a", "b"]

// syntax=a/b:1
FROM debian:12

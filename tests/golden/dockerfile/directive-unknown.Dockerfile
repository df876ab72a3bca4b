# colour=red
# escape=`
FROM debian:12

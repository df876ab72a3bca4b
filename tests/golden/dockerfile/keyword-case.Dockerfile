from debian:12
Run x
rUN y
WORKDIR /k

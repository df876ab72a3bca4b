time a | b
time -p c
time

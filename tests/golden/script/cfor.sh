for ((i = 0; i < 3; i++)); do a; done
for ((;;)); do b; done

a && (b; c

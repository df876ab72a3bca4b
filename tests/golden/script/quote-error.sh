a; b 'c
d

a
b && c
fi
d

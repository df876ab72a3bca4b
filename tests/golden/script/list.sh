a; b & c
d &

a <<A && b <<B
from a $(c <<C
from c
C
)
A
from b
B

ls *.c a?b [a-z]* \*.d "*" @(a|b) !(c)x +(d)

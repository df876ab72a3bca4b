let i++ j=2 "k = 3"

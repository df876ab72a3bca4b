# first
a # second
b#not
# last

FROM debian:12
RUNN x
foo
- list: item

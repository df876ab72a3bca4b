echo one\
two "three\
four" \
  five

case "$x" in
  a | b) one ;;
  (c*) two ;&
  [de]) three ;;&
  *) four
esac
case y in esac

select x in a b; do c; done

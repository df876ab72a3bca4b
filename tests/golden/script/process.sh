diff <(a) <(b | c) > >(d)

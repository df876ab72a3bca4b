cat <<-EOF
	indented
		more $x
	EOF
b

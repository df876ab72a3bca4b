cat <<EOF >out
hello $name `cmd` $(sub)
  \$kept \
joined
EOF
after

cat <<EOF
never ends

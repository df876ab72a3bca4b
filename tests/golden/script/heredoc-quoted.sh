cat <<'END' <<"E 2" <<\X
$not
END
two
E 2
three
X

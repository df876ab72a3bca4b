while read -r x; do echo "$x"; done <list
until a; do b; done

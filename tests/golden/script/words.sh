a=b c
"quoted" command
$cmd x
./run if then fi
echo "if" in do done

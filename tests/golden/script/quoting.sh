echo 'one  two' "a \$b \\ \x" c\ d \'e 'f'"g"h '' ""

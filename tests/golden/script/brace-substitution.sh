echo ${ a; } "${ b c; }"

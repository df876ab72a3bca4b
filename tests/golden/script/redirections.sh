a <in >out 2>>err 3<>both >&2 2>&- <&4 >|force
&>all b &>>more
{fd}>x c
>only

export A=1 B
declare -A m=([x]=1)
local x=$1 y
readonly -p
typeset -i "$n"

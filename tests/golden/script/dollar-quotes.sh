echo $'tab\there' $"hello $USER" $'it\'s'

echo a[[b

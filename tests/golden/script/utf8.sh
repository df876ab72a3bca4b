echo "grün" größe ${x:-ä}

apt-get update
make -j4 all

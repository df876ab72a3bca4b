(cd /src && make) >log 2>&1; (a;)

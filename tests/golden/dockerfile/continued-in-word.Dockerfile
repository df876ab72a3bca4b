FROM deb\
ian:1\
2 AS ba\
se
ENV K\
EY=va\
lue

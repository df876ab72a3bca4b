FROM --platform=linux/amd64 debian:12
COPY --chown=1:2 --chmod=755 --link --parents --exclude=*.md --exclude=a b /c/
ADD --checksum=sha256:0 --keep-git-dir=FALSE --unpack https://example.com/x.tar /x
COPY --from=0 --link=false a b

# What a .deb does differently from an installation: run by cpack on the files that it is about to pack (Debian policy 12.1,
# 12.3, 12.5, 12.7; zsh of Debian reads vendor-completions).
set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(doc ${root}/doc/dlint-dockerfile)
file(RENAME ${doc}/LICENSE ${doc}/copyright)
file(RENAME ${doc}/CHANGELOG.md ${doc}/changelog)
file(RENAME ${root}/zsh/site-functions ${root}/zsh/vendor-completions)
execute_process(COMMAND gzip -9n ${doc}/changelog ${root}/man/man1/dlint.1 COMMAND_ERROR_IS_FATAL ANY)

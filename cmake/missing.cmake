# What dlint is built with, and the packages it comes in; `./dev` has the same table for a machine with nothing but a shell.
# thing; apt-get; dnf; apk; pacman; brew
set(DLINT_PACKAGES
  "a C compiler|gcc libc6-dev|gcc|gcc musl-dev|gcc|gcc"
  "pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf|pkg-config"
  "libyaml|libyaml-dev|libyaml-devel|yaml-dev yaml-static|libyaml|libyaml"
  "pcre2|libpcre2-dev|pcre2-devel|pcre2-dev pcre2-static|pcre2|pcre2")
set(DLINT_MANAGERS "apt-get install" "dnf install" "apk add" "pacman -S" "brew install")

# Ends the build with one sentence that names the things, and the command that installs them here; where no package manager
# is known, with that of each.
function(dlint_missing purpose)
  string(REPLACE ";" " and " names "${ARGN}")
  set(commands "")
  foreach(column RANGE 0 4)
    list(GET DLINT_MANAGERS ${column} command)
    string(REGEX REPLACE " .*" "" manager ${command})
    foreach(thing ${ARGN})
      foreach(row ${DLINT_PACKAGES})
        string(REPLACE "|" ";" row "${row}")
        list(GET row 0 name)
        math(EXPR place "${column} + 1")
        list(GET row ${place} packages)
        if(name STREQUAL thing)
          string(APPEND command " ${packages}")
        endif()
      endforeach()
    endforeach()
    find_program(DLINT_MANAGER_${column} ${manager})
    mark_as_advanced(DLINT_MANAGER_${column})
    if(DLINT_MANAGER_${column})
      message(FATAL_ERROR "${purpose} ${names}, missing here. To install:\n    ${command}\n")
    endif()
    string(APPEND commands "    ${command}\n")
  endforeach()
  message(FATAL_ERROR "${purpose} ${names}, missing here. To install, one of:\n${commands}")
endfunction()

;; M-x flycheck-select-checker RET dlint; the buffer is linted as it is, saved or not.
(flycheck-define-checker dlint
  "Lints Dockerfiles."
  :command ("dlint" "--format" "gcc" "--stdin-filename" source-original "-")
  :standard-input t
  :error-patterns
  ((error line-start (file-name) ":" line ":" column ": error: " (message) line-end)
   (warning line-start (file-name) ":" line ":" column ": warning: " (message) line-end)
   (info line-start (file-name) ":" line ":" column ": note: " (message) line-end))
  :modes (dockerfile-mode dockerfile-ts-mode))

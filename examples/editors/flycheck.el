;;; dlint.el --- A checker for Flycheck  -*- lexical-binding: t -*-
(require 'flycheck)

(defun dlint-flycheck-parse (output checker buffer)
  "The findings in OUTPUT, one JSON object a line."
  (let (found)
    (dolist (line (split-string output "\n" t) (nreverse found))
      ;; What is wrong with a configuration stands in lines of its own.
      (when (string-prefix-p "{" line)
        (let-alist (json-parse-string line :object-type 'alist)
          (push (flycheck-error-new-at
                 .line .column
                 (pcase .severity ("error" 'error) ("warning" 'warning) (_ 'info))
                 .message
                 :end-line .end_line :end-column .end_column :id .rule
                 :checker checker :buffer buffer)
                found))))))

(flycheck-define-checker dlint
  "Lints Dockerfiles."
  :command ("dlint" "--format" "jsonl" "--stdin-filename" (eval (or buffer-file-name (buffer-name))) "-")
  :standard-input t
  :error-parser dlint-flycheck-parse
  :modes (dockerfile-mode dockerfile-ts-mode))

(add-to-list 'flycheck-checkers 'dlint)

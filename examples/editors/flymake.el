;;; dlint.el --- A backend for Flymake  -*- lexical-binding: t -*-
(require 'flymake)
(require 'subr-x)

(defvar-local dlint-flymake--process nil)

(defun dlint-flymake--position (line column)
  "The place in this buffer that people count as LINE and COLUMN."
  (goto-char (point-min))
  (forward-line (1- line))
  (min (+ (point) (1- column)) (line-end-position)))

(defun dlint-flymake--diagnostics (output buffer)
  "The findings in OUTPUT, one JSON object a line, as they lie in BUFFER."
  (let (found)
    (dolist (line (split-string output "\n" t) (nreverse found))
      ;; What is wrong with a configuration stands in lines of its own.
      (when (string-prefix-p "{" line)
        (let-alist (json-parse-string line :object-type 'alist)
          (push (flymake-make-diagnostic
                 buffer
                 (dlint-flymake--position .line .column)
                 (dlint-flymake--position .end_line .end_column)
                 (pcase .severity ("error" :error) ("warning" :warning) (_ :note))
                 (format "%s [%s]" .message .rule))
                found))))))

(defun dlint-flymake--done (process buffer report)
  "Hands what PROCESS has written to REPORT, unless a later one is at it."
  (unwind-protect
      (when (and (buffer-live-p buffer)
                 (eq process (buffer-local-value 'dlint-flymake--process buffer)))
        (let ((output (with-current-buffer (process-buffer process) (buffer-string))))
          (with-current-buffer buffer
            (save-mark-and-excursion
              (save-restriction
                (widen)
                (funcall report (dlint-flymake--diagnostics output buffer)))))))
    (kill-buffer (process-buffer process))))

(defun dlint-flymake (report &rest _)
  "Lints the buffer as it is, and tells REPORT."
  (when (process-live-p dlint-flymake--process)
    (kill-process dlint-flymake--process))
  (let ((buffer (current-buffer)))
    (setq dlint-flymake--process
          (make-process
           :name "dlint" :noquery t :connection-type 'pipe :coding 'utf-8
           :buffer (generate-new-buffer " *dlint*")
           :command (list "dlint" "--format" "jsonl" "--stdin-filename" (or buffer-file-name (buffer-name)) "-")
           :sentinel (lambda (process _)
                       (unless (process-live-p process)
                         (dlint-flymake--done process buffer report)))))
    (save-restriction
      (widen)
      (process-send-region dlint-flymake--process (point-min) (point-max)))
    (process-send-eof dlint-flymake--process)))

(defun dlint-flymake-setup ()
  "Has Flymake ask dlint about this buffer."
  (add-hook 'flymake-diagnostic-functions #'dlint-flymake nil t)
  (flymake-mode 1))

(add-hook 'dockerfile-mode-hook #'dlint-flymake-setup)
(add-hook 'dockerfile-ts-mode-hook #'dlint-flymake-setup)

#!/usr/bin/env python3
"""The set-ups in examples/editors work in the editors that are here: what an editor shows of a buffer is what dlint finds.

usage: test_editors.py DLINT EXAMPLES_EDITORS TEST
       TEST is one of the functions below. 77: the editor, or its plugin, is not here.
       NVIM_LINT=FOLDER, a checkout of nvim-lint, replaces the stand-in for it; FLYCHECK=FOLDER the one that is installed."""
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SAVED = "FROM scratch\nUSER 1\n"
# What the editor's buffer holds, while the file holds SAVED: columns count bytes in one editor, characters in another.
BUFFER = ["FROM scratch", "USER 1", 'LABEL a="é" B', "\tFOO bar", "label c=d"]
# For plugins made for hadolint: a finding of each level. (A syntax error has no code there; hadolint stops at the first.)
OF_HADOLINT = ["FROM debian:latest", "RUN cd /tmp && apt-get install curl é", "RUN echo a", "RUN echo b", "MAINTAINER me"]
ALE = ("/usr/share/vim-ale", "/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale")
FLYCHECK = os.environ.get("FLYCHECK", "/usr/share/emacs/site-lisp/elpa*/flycheck-*")
PATIENCE_MS = 60000


class Missing(Exception):
    pass


def need(program):
    path = shutil.which(program)
    if not path:
        raise Missing(program)
    return path


class Desk:
    """A folder with a Dockerfile and a PATH on which dlint is, also under the name of hadolint."""

    def __init__(self, folder, dlint, setups):
        self.folder, self.dlint, self.setups = folder, dlint, setups
        programs = folder / "bin"
        programs.mkdir()
        for name in ("dlint", "hadolint"):
            programs.joinpath(name).symlink_to(dlint)
        folder.joinpath("Dockerfile").write_text(SAVED)
        self.env = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder), "SHELL": "/bin/sh", "TERM": "dumb",
                    "LC_ALL": "C.UTF-8", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}

    def run(self, *words):
        done = subprocess.run([str(w) for w in words], cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        return done.stdout

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def result(self, log):
        path = self.folder / "out.json"
        assert path.exists(), log
        return json.loads(path.read_text())

    def truth(self):
        """What dlint finds in the buffer, as its own JSON has it."""
        text = "\n".join(BUFFER) + "\n"
        done = subprocess.run([self.dlint, "--format", "jsonl", "-"], cwd=self.folder, input=text, stdout=subprocess.PIPE,
                              text=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(found) >= 3 and {"error", "style"} <= {f["severity"] for f in found}, found
        return found


def byte_column(finding, which=""):
    line = BUFFER[finding[which + "line"] - 1]
    return len(line[:finding[which + "column"] - 1].encode()) + 1


def vim_like(desk, editor):
    """:make, which lints the file that the buffer was saved to."""
    script = desk.write("script.vim", f"""edit Dockerfile
source {desk.setups}/dlint.vim
call setline(1, {json.dumps(BUFFER, ensure_ascii=False)})
silent write
silent make!
let found = filter(getqflist(), 'v:val.valid')
call map(found, '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text]')
call writefile([json_encode(found)], 'out.json')
qall!
""")
    log = desk.run(*editor, "-u", "NONE", "-i", "NONE", "-es", "-S", script)
    types = {"error": "e", "warning": "w", "info": "n", "style": "n"}
    expected = [["Dockerfile", f["line"], f["column"], types[f["severity"]], f"{f['message']} [{f['rule']}]"] for f in desk.truth()]
    assert desk.result(log) == expected, (desk.result(log), expected)


def vim(desk):
    vim_like(desk, [need("vim"), "-N"])


def neovim_make(desk):
    vim_like(desk, [need("nvim"), "--headless"])


def neovim(desk, before, wait):
    """What vim.diagnostic holds for the unsaved buffer after `before`, once `wait` is true."""
    script = desk.write("script.lua", f"""
vim.cmd("edit Dockerfile")
vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.json.decode({json.dumps(json.dumps(BUFFER, ensure_ascii=False), ensure_ascii=False)}))
{before}
assert(vim.wait({PATIENCE_MS}, function() return {wait} end, 5), "nothing came")
local out = {{}}
for _, d in ipairs(vim.diagnostic.get(0)) do
  table.insert(out, {{ d.lnum, d.col, d.end_lnum, d.end_col, d.severity, d.code, d.message, d.source }})
end
vim.fn.writefile({{ vim.json.encode(out) }}, "out.json")
vim.cmd("qall!")
""")
    log = desk.run(need("nvim"), "--headless", "-u", "NONE", "-i", "NONE", "-c", f"luafile {script}", "-c", "cquit")
    return sorted(desk.result(log)), log


def neovim_truth(desk, severities):
    return sorted([f["line"] - 1, byte_column(f) - 1, f["end_line"] - 1, byte_column(f, "end_") - 1, severities[f["severity"]],
                   f["rule"], f["message"], "dlint"] for f in desk.truth())


def neovim_lsp(desk):
    """The language server, through Neovim's own client."""
    before = f"""dofile("{desk.setups}/lsp.lua")
vim.bo.filetype = "dockerfile"
"""
    found, log = neovim(desk, before, "#vim.diagnostic.get(0) > 0")
    expected = neovim_truth(desk, {"error": 1, "warning": 2, "info": 3, "style": 4})
    assert found == expected, (found, expected, log)


MENDED = ["FROM debian:latest AS base", "ARG V=1", "RUN apt-get install curl", "RUN apt-get install wget",
          "RUN curl -fLO https://example.com/$V/x", "RUN sudo ls"]
# What a person does, one after the other; `pick` is the title of the action that is chosen.
SESSION = """
local told, pick
vim.ui.select = function(items, options, choose)
  for i, item in ipairs(items) do
    local title = options.format_item and options.format_item(item) or tostring(item)
    if title:find(pick, 1, true) then return choose(item, i) end
  end
end
vim.lsp.handlers["window/showMessage"] = function(_, result) told = result.message return vim.NIL end
vim.lsp.handlers["window/showDocument"] = function(_, result) told = result.uri return { success = true } end
local function act(line, column, title, context)
  pick = title
  vim.api.nvim_win_set_cursor(0, { line, column })
  vim.lsp.buf.code_action({ context = context })
end
local function wait(what, done) assert(vim.wait(PATIENCE, done, 5), "nothing came of " .. what) end
local function line(number) return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1] end
local function codes()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do found[d.code] = (found[d.code] or 0) + 1 end
  return found
end
local out = { found = codes() }

act(3, 14, "insert '-y'")
wait("the fix", function() return line(3):find("-y", 1, true) end)
out.fixed = vim.api.nvim_buf_get_lines(0, 0, -1, true)
wait("the diagnostics after it", function() return codes()["apt-get-without-yes"] == 1 end)

act(1, 6, "Apply all safe fixes", { only = { "source.fixAll" }, diagnostics = {} })
wait("fix all", function() return line(4):find("-y", 1, true) end)
out.all_fixed = vim.api.nvim_buf_get_lines(0, 0, -1, true)

act(1, 6, "Ignore latest-tag here, with a reason")
wait("ignore", function() return line(1):find("dlint", 1, true) end)
out.ignored = line(1)
wait("the diagnostics after it", function() return not codes()["latest-tag"] end)

act(7, 5, "Explain sudo")
wait("explain", function() return told end)
out.told = told

vim.api.nvim_win_set_cursor(0, { 6, 35 })
vim.lsp.buf.hover()
wait("hover", function()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      out.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), "\\n")
      return true
    end
  end
end)

local document = { textDocument = vim.lsp.util.make_text_document_params() }
local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, vim.tbl_extend("error", document, params or {}), PATIENCE)) do
    return answer.result
  end
end
out.symbols = vim.tbl_map(function(s) return s.name end, ask("textDocument/documentSymbol"))
out.hints = vim.tbl_map(function(h) return h.label end, ask("textDocument/inlayHint", {
  range = { start = { line = 0, character = 0 }, ["end"] = { line = 9, character = 0 } } }))
out.definition = ask("textDocument/definition", { position = { line = 5, character = 35 } })[1].range.start
vim.fn.writefile({ vim.json.encode(out) }, "out.json")
vim.cmd("qall!")
"""


def neovim_session(desk):
    """All that a person does with the language server, in Neovim's own client: fixes, fix all, ignore, explain, hover, symbols."""
    script = desk.write("script.lua", f"""
vim.cmd("edit Dockerfile")
vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.json.decode({json.dumps(json.dumps(MENDED))}))
dofile("{desk.setups}/lsp.lua")
vim.bo.filetype = "dockerfile"
local PATIENCE = {PATIENCE_MS}
assert(vim.wait(PATIENCE, function() return #vim.diagnostic.get(0) > 0 end, 5), "no diagnostics")
{SESSION}""")
    log = desk.run(need("nvim"), "--headless", "-u", "NONE", "-i", "NONE", "-c", f"luafile {script}", "-c", "cquit")
    seen = desk.result(log)
    assert {"latest-tag", "sudo"} <= set(seen["found"]) and seen["found"]["apt-get-without-yes"] == 2, (seen, log)
    fixed = [*MENDED[:2], "RUN apt-get install -y curl", *MENDED[3:]]
    assert seen["fixed"] == fixed, (seen, log)
    assert seen["all_fixed"] == [*fixed[:3], "RUN apt-get install -y wget", *fixed[4:]], (seen, log)
    assert seen["ignored"] == "# dlint ignore=latest-tag reason", (seen, log)
    assert "https://" in seen["told"] or "sudo" in seen["told"], (seen, log)
    assert "https://example.com/1/x" in seen["hover"] and "linux/arm64" in seen["hover"], (seen, log)
    assert seen["symbols"] == ["base"] and seen["hints"] == ["https://example.com/1/x"], (seen, log)
    assert seen["definition"] == {"line": 2, "character": 4}, (seen, log)


# What nvim-lint does with a linter: runs it with the buffer as its input, and shows what its parser makes of the output.
NVIM_LINT_STAND_IN = """
package.loaded.lint = {
  linters = {},
  linters_by_ft = {},
  try_lint = function()
    local linter = package.loaded.lint.linters[package.loaded.lint.linters_by_ft[vim.bo.filetype][1]]
    local command = { linter.cmd }
    for _, argument in ipairs(linter.args) do
      table.insert(command, type(argument) == "function" and argument() or argument)
    end
    local output = vim.fn.system(command, table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\\n") .. "\\n")
    assert(linter.ignore_exitcode or vim.v.shell_error == 0)
    vim.diagnostic.set(vim.api.nvim_create_namespace("dlint"), 0, linter.parser(output, vim.fn.bufnr(), vim.fn.getcwd()))
  end,
}
"""


def neovim_lint(desk):
    """nvim-lint with the linter of examples/editors."""
    real = os.environ.get("NVIM_LINT")
    plugin = f'vim.opt.runtimepath:append("{real}")' if real else NVIM_LINT_STAND_IN
    before = f"""{plugin}
dofile("{desk.setups}/nvim-lint.lua")
vim.bo.filetype = "dockerfile"
require("lint").linters_by_ft.dockerfile = {{ "dlint" }}
require("lint").try_lint()
"""
    found, log = neovim(desk, before, "#vim.diagnostic.get(0) > 0")
    expected = neovim_truth(desk, {"error": 1, "warning": 2, "info": 3, "style": 3})
    assert found == expected, (found, expected, log)
    neovim(desk, before.replace("require(\"lint\").try_lint()", """vim.api.nvim_buf_set_lines(0, 0, -1, true, { "FROM scratch", "USER 1" })
require("lint").try_lint()"""), "true")  # a clean buffer is no error of the parser


def ale(desk, linter, lines):
    """What ALE lists for the unsaved buffer with one linter."""
    folder = next((p for p in ALE if os.path.isdir(p)), None)
    if not folder:
        raise Missing("ALE (Debian: vim-ale)")
    script = desk.write("script.vim", f"""set nocompatible
set runtimepath^={desk.folder}/.vim,{folder}
filetype plugin on
let g:ale_linters_explicit = 1
let g:ale_linters = {{'dockerfile': ['{linter}']}}
let g:ale_lint_on_enter = 0
let g:ale_lint_on_text_changed = 'never'
let g:ale_echo_cursor = 0
runtime plugin/ale.vim
edit Dockerfile
call setline(1, {json.dumps(lines, ensure_ascii=False)})
set filetype=dockerfile
let g:done = 0
augroup test
  autocmd User ALELintPost let g:done = 1
augroup END
ALELint
let g:left = {PATIENCE_MS // 10}
while !g:done && g:left > 0
  sleep 10m
  let g:left -= 1
endwhile
let found = map(copy(ale#engine#GetLoclist(bufnr(''))), '[v:val.lnum, v:val.col, get(v:val, "end_col", 0), v:val.type, get(v:val, "code", ""), v:val.text]')
call writefile([json_encode(found)], 'out.json')
qall!
""")
    log = desk.run(need("vim"), "-u", "NONE", "-i", "NONE", "-N", "-es", "-S", script)
    return desk.result(log), log


def ale_dlint(desk):
    """ALE with the linter of examples/editors."""
    desk.write(".vim/ale_linters/dockerfile/dlint.vim", desk.setups.joinpath("ale.vim").read_text())
    found, log = ale(desk, "dlint", BUFFER)
    types = {"error": "E", "warning": "W", "info": "I", "style": "I"}
    expected = [[f["line"], byte_column(f), byte_column(f, "end_") - 1, types[f["severity"]], f["rule"], f["message"]]
                for f in desk.truth()]
    assert sorted(found) == sorted(expected), (found, expected, log)


def hadolint_truth(desk):
    done = subprocess.run([desk.dlint, "--compat=hadolint", "--format", "json", "-"], cwd=desk.folder,
                          input="\n".join(OF_HADOLINT) + "\n", stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout)
    assert {"error", "warning", "info"} <= {f["level"] for f in found}, found
    return found


def ale_hadolint(desk):
    """ALE's own linter for hadolint, which finds dlint under that name."""
    found, log = ale(desk, "hadolint", OF_HADOLINT)
    types = {"error": "E", "warning": "W", "info": "I", "style": "I"}
    expected = [[f["line"], types[f["level"]], f["code"], f"{f['code']}: {f['message']}"] for f in hadolint_truth(desk)]
    assert sorted([line, kind, code, text] for line, _, _, kind, code, text in found) == sorted(expected), (found, expected, log)
    found, log = ale(desk, "hadolint", ["FROM scratch", "FOO"])
    assert [f[:4] for f in found] == [[2, 1, 0, "E"]], (found, log)


def emacs(desk, load, body, lines=None):
    """What `body`, an expression that gives a list of vectors, is for the unsaved buffer."""
    text = "\n".join(lines or BUFFER) + "\n"
    lisp = f"""(setq load-prefer-newer t)
(define-derived-mode dockerfile-mode prog-mode "Dockerfile")
{load}
(find-file "Dockerfile")
(erase-buffer)
(insert {json.dumps(text, ensure_ascii=False)})
(dockerfile-mode)
(defun wait-until (done)
  (let ((left {PATIENCE_MS // 10}))
    (while (and (not (funcall done)) (> left 0))
      (accept-process-output nil 0.01)
      (setq left (1- left)))
    (unless (funcall done) (error "nothing came"))))
(let ((found {body}))
  (with-temp-file "out.json" (insert (json-serialize (vconcat found)))))
"""
    log = desk.run(need("emacs"), "-Q", "--batch", "-l", desk.write("test.el", lisp))
    return sorted(desk.result(log)), log


def emacs_flymake(desk):
    """Flymake, which comes with Emacs."""
    found, log = emacs(desk, f'(load "{desk.setups}/flymake.el")', """(progn
  (flymake-start)
  (wait-until (lambda () (flymake-diagnostics)))
  (mapcar (lambda (d)
            (vector (line-number-at-pos (flymake-diagnostic-beg d))
                    (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d))
                    (symbol-name (flymake-diagnostic-type d)) (flymake-diagnostic-text d)))
          (flymake-diagnostics)))""")
    types = {"error": ":error", "warning": ":warning", "info": ":note", "style": ":note"}
    expected = sorted([f["line"], BUFFER[f["line"] - 1][f["column"] - 1:f["end_column"] - 1], types[f["severity"]],
                       f"{f['message']} [{f['rule']}]"] for f in desk.truth())
    assert found == expected, (found, expected, log)


FLYCHECK_FOUND = """(progn
  (setq flycheck-check-syntax-automatically nil flycheck-checkers '(%s))
  (flycheck-mode 1)
  (flycheck-buffer)
  (wait-until (lambda () flycheck-current-errors))
  (mapcar (lambda (e)
            (vector (flycheck-error-line e) (or (flycheck-error-column e) 0) (or (flycheck-error-end-column e) 0)
                    (symbol-name (flycheck-error-level e)) (or (flycheck-error-id e) "") (flycheck-error-message e)))
          flycheck-current-errors))"""


def flycheck():
    folders = sorted(glob.glob(FLYCHECK))
    if not folders or not shutil.which("emacs"):
        raise Missing("Flycheck (Debian: elpa-flycheck)")
    others = [p for name in ("dash", "let-alist", "pkg-info", "epl") for p in glob.glob(f"/usr/share/emacs/site-lisp/elpa*/{name}-*")]
    return " ".join(f"(add-to-list 'load-path \"{p}\")" for p in [*others, folders[-1]])


def emacs_flycheck(desk):
    """Flycheck with the checker of examples/editors."""
    found, log = emacs(desk, f'{flycheck()} (load "{desk.setups}/flycheck.el")', FLYCHECK_FOUND % "dlint")
    levels = {"error": "error", "warning": "warning", "info": "info", "style": "info"}
    expected = sorted([f["line"], f["column"], f["end_column"], levels[f["severity"]], f["rule"], f["message"]] for f in desk.truth())
    assert found == expected, (found, expected, log)


def emacs_flycheck_hadolint(desk):
    """Flycheck's own checker for hadolint, which finds dlint under that name."""
    load = flycheck()
    if "flycheck-parse-sarif" not in pathlib.Path(sorted(glob.glob(FLYCHECK))[-1], "flycheck.el").read_text():
        raise Missing("a Flycheck that reads what hadolint 2 prints (it wants /dev/stdin where that says -)")
    found, log = emacs(desk, f"{load} (require 'flycheck)", FLYCHECK_FOUND % "dockerfile-hadolint",
                       OF_HADOLINT)
    levels = {"error": "error", "warning": "warning", "info": "info", "style": "info"}
    expected = sorted([f["line"], f["column"], f["endColumn"], levels[f["level"]], f["code"], f["message"]]
                      for f in hadolint_truth(desk))
    assert found == expected, (found, expected, log)


def matchers(desk):
    """The regular expressions that VS Code and GitHub look through a log with."""
    task = json.loads(desk.setups.joinpath("vscode-tasks.json").read_text())["tasks"][0]["problemMatcher"]["pattern"]
    log = json.loads(desk.setups.joinpath("problem-matcher.json").read_text())["problemMatcher"][0]["pattern"][0]
    desk.write("Dockerfile", "\n".join(BUFFER) + "\n")
    truth = desk.truth()
    for pattern, output, note in ((task, "gcc", "note"), (log, "gcc", "note"), (log, "text", None)):
        lines = desk.run(desk.dlint, "--format", output, "Dockerfile").splitlines()
        found = [m for m in (re.search(pattern["regexp"], line) for line in lines) if m]
        expected = [["Dockerfile", str(f["line"]), str(f["column"]),
                     note if note and f["severity"] in ("info", "style") else f["severity"], f["message"], f["rule"]] for f in truth]
        members = ("file", "line", "column", "severity", "message", "code")
        assert [[m[pattern[name]] for name in members] for m in found] == expected, (output, lines)


TESTS = {f.__name__: f for f in (vim, neovim_make, neovim_lsp, neovim_session, neovim_lint, ale_dlint, ale_hadolint, emacs_flymake, emacs_flycheck,
                                 emacs_flycheck_hadolint, matchers)}


def main():
    dlint, setups, test = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), TESTS[sys.argv[3]]
    with tempfile.TemporaryDirectory() as name:
        try:
            test(Desk(pathlib.Path(name).resolve(), dlint, setups))
        except Missing as missing:
            print(f"skipped: {missing} is not here")
            return 77
    return 0


sys.exit(main())

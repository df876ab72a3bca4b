" A linter for ALE. Copy into ~/.vim/ale_linters/dockerfile/dlint.vim.

function! ale_linters#dockerfile#dlint#Handle(buffer, lines) abort
  let l:types = {'ERROR': 'E', 'WARNING': 'W', 'INFO': 'I'}
  let l:found = []
  " The last line; what is wrong with a configuration is said before it. Columns of this format are bytes, as Vim's are.
  for l:finding in get(ale#util#FuzzyJSONDecode(get(a:lines, -1, ''), {}), 'diagnostics', [])
    let l:range = l:finding.location.range
    call add(l:found, {
    \   'lnum': l:range.start.line,
    \   'col': l:range.start.column,
    \   'end_lnum': l:range.end.line,
    \   'end_col': l:range.end.column - 1,
    \   'type': l:types[l:finding.severity],
    \   'code': l:finding.code.value,
    \   'text': l:finding.message,
    \})
  endfor
  return l:found
endfunction

call ale#linter#Define('dockerfile', {
\   'name': 'dlint',
\   'executable': 'dlint',
\   'command': '%e --format rdjson --stdin-filename %s -',
\   'callback': 'ale_linters#dockerfile#dlint#Handle',
\})

" :make lints the buffer's file and fills the quickfix list. Copy into ~/.vim/ftplugin/dockerfile.vim, for Neovim into
" ~/.config/nvim/ftplugin/dockerfile.vim.
let &l:makeprg = 'dlint --format gcc -- %:S'
let &l:errorformat = '%f:%l:%c: %trror: %m,%f:%l:%c: %tarning: %m,%f:%l:%c: %tote: %m'

-- The language server: findings while typing, fixes as code actions.
vim.api.nvim_create_autocmd("FileType", {
  pattern = "dockerfile",
  callback = function(event)
    vim.lsp.start({ name = "dlint", cmd = { "dlint", "lsp" }, root_dir = vim.fs.root(event.buf, { ".git", ".dlint.yaml" }) })
  end,
})

-- The language server with Neovim's own client: findings while typing, fixes as code actions.
vim.api.nvim_create_autocmd("FileType", {
  pattern = "dockerfile",
  callback = function()
    local config = { name = "dlint", cmd = { "dlint", "lsp" }, root_dir = vim.fn.getcwd() }
    if vim.lsp.start then
      vim.lsp.start(config)
    else -- before Neovim 0.8
      vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
    end
  end,
})

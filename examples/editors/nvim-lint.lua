-- A linter for nvim-lint. Afterwards: require("lint").linters_by_ft.dockerfile = { "dlint" }
local severities = {
  ERROR = vim.diagnostic.severity.ERROR,
  WARNING = vim.diagnostic.severity.WARN,
  INFO = vim.diagnostic.severity.INFO,
}

require("lint").linters.dlint = {
  cmd = "dlint",
  stdin = true,
  stream = "stdout",
  ignore_exitcode = true,
  args = {
    "--format",
    "rdjson", -- its columns are bytes, as Neovim's are
    "--stdin-filename",
    function()
      return vim.api.nvim_buf_get_name(0)
    end,
    "-",
  },
  parser = function(output)
    local found = {}
    for _, finding in ipairs(output ~= "" and vim.json.decode(output).diagnostics or {}) do
      local from, to = finding.location.range.start, finding.location.range["end"]
      table.insert(found, {
        lnum = from.line - 1,
        col = from.column - 1,
        end_lnum = to.line - 1,
        end_col = to.column - 1,
        severity = severities[finding.severity],
        code = finding.code.value,
        message = finding.message,
        source = "dlint",
      })
    end
    return found
  end,
}

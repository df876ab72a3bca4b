#ifndef DLINT_LSP_LSP_H
#define DLINT_LSP_LSP_H

/// The language server: the Language Server Protocol 3.17 over two descriptors, for one editor. It holds the text of
/// the open documents, lints them at each change, and answers what is asked about them. No message makes it end but
/// `exit` and the end of the input.

/// Serves until the client says `exit` or closes `in`. 0 after an orderly shutdown, 1 without one (as the protocol
/// wants it), 2 when `in` cannot be read or `out` written.
int lsp_serve(int in, int out);

#endif

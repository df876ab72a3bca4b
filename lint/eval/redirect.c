#include "eval/call.h"
#include "eval/expand.h"

static struct value redir_target(struct machine *m, struct state *st, const struct shell_redir *redir) {
  if (redir->heredoc)
    return expand_heredoc(m, st, redir->heredoc);
  struct value v = expand_word(m, st, redir->target, EXPAND_STRING);
  if (str_eq(redir->op, STR("<<<")))
    return value_concat(m->a, v, value_known(m->a, STR("\n")));
  return v;
}

static bool is_output(str op) {
  return str_find_char(op, '>') < op.len && !str_eq(op, STR("<>"));
}

// Whether it concerns descriptor `fd`, or all output.
static bool concerns(const struct shell_redir *redir, str fd) {
  if (redir->op.at[0] == '&')
    return str_eq(fd, STR("1"));
  if (redir->fd.len)
    return str_eq(redir->fd, fd);
  return str_eq(fd, is_output(redir->op) ? STR("1") : STR("0"));
}

static void redirect_input(struct machine *m, struct state *st, const struct shell_redir *redir,
                           const struct value *target, struct redirection *r) {
  if (str_eq(redir->op, STR("<&")) || str_eq(redir->op, STR("<>")))
    return;
  r->saved.input = true;
  st->in = str_eq(redir->op, STR("<")) ? state_file(m, st, target) : *target;
}

static void redirect_output(const struct shell_redir *redir, const struct value *target, struct redirection *r) {
  str name;
  bool known = value_is_known(target, &name), copy = str_eq(redir->op, STR(">&"));
  if (known && ((copy && str_eq(name, STR("1"))) || str_eq(name, STR("/dev/stdout"))))
    return;
  bool number = copy && known && name.len && (is_ascii_digit(name.at[0]) || name.at[0] == '-');
  r->saved.output = true;
  r->to_file = !number;
  r->append = str_eq(redir->op, STR(">>")) || str_eq(redir->op, STR("&>>"));
  r->path = *target;
}

void redirect_begin(struct machine *m, struct state *st, const struct shell_cmd *cmd, struct redirection *r) {
  struct eval_redir *redirs = NEW_ARRAY(m->a, struct eval_redir, cmd->redir_count);
  *r = (struct redirection){.redirs = redirs, .count = cmd->redir_count};
  r->saved = (struct redirected){.outer = m->redirects, .out = st->out, .in = st->in};
  for (uint32_t i = 0; i < cmd->redir_count; i++) {
    const struct shell_redir *redir = cmd->redirs[i];
    redirs[i] = (struct eval_redir){redir, redir_target(m, st, redir), machine_span(m, redir->span)};
    if (is_output(redir->op) && concerns(redir, STR("1")))
      redirect_output(redir, &redirs[i].target, r);
    else if (!is_output(redir->op) && concerns(redir, STR("0")))
      redirect_input(m, st, redir, &redirs[i].target, r);
  }
  m->redirects = &r->saved;
  m->captures += r->to_file;
  if (r->saved.output)
    st->out = NULL;
}

void redirect_end(struct machine *m, struct state *st, struct redirection *r) {
  m->redirects = r->saved.outer;
  m->captures -= r->to_file;
  if (r->saved.output) {
    struct value text = r->to_file && !st->dead ? output_since(m, st->out, NULL) : VALUE_UNSET;
    st->out = r->saved.out;
    if (value_is_set(&text))
      state_write_file(m, st, &r->path, text, r->append);
  }
  if (r->saved.input)
    st->in = r->saved.in;
}

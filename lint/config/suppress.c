#include <inttypes.h>

#include "base/limits.h"
#include "base/map.h"
#include "config/config.h"

// Suppressions. A comment names rules, and holds for a part of the file:
//
//     # dlint ignore=rule[,rule] [reason]       the instruction below; inside of one, the next line of it
//     # dlint global ignore=…, file-ignore=…    the whole file
//     # hadolint ignore=…, global ignore=…      the same, by hadolint's names
//     # shellcheck disable=…                    the same, by ShellCheck's codes, and ranges of them
//     # check=skip=…                            the same, by BuildKit's names; as a directive, the whole file
//     # tally ignore=…, global ignore=…         the same, by tally's names, which have the tool in front: buildkit/…
//
// Each name goes into one table under where it holds and what it is called, and each finding is looked up there under
// all that it is called: the work is linear in both.

struct suppression {
  span comment;
  str name; // as written
  bool used;
};

// `SC3000-SC4000`, without the last, as ShellCheck reads it.
struct code_ranges {
  struct code_range {
    uint32_t from, to;
  } at[LIMIT_CODE_RANGES];
  uint32_t len;
  struct suppression suppression; // by all of them
};

struct suppressions {
  struct arena *arena;
  const struct dockerfile *df;
  const uint32_t *next_line; // by line: the next one that is no comment; made when it is first asked for
  VEC(struct suppression *) list;
  struct map by_key; // "where name"
  struct map ranges; // by where: struct code_ranges
};

enum reach {
  REACH_HERE, // the next line, or the instruction that it begins
  REACH_FILE,
};

static const struct form {
  str words; // how the comment begins
  str tool;  // whose names they are: before them in our aliases
  enum reach reach;
} forms[] = {
    {STR_INIT("dlint ignore="), {NULL, 0}, REACH_HERE},
    {STR_INIT("dlint global ignore="), {NULL, 0}, REACH_FILE},
    {STR_INIT("dlint file-ignore="), {NULL, 0}, REACH_FILE},
    {STR_INIT("hadolint ignore="), STR_INIT("hadolint:"), REACH_HERE},
    {STR_INIT("hadolint global ignore="), STR_INIT("hadolint:"), REACH_FILE},
    {STR_INIT("tally ignore="), STR_INIT("tally:"), REACH_HERE},
    {STR_INIT("tally global ignore="), STR_INIT("tally:"), REACH_FILE},
};

// Where a suppression holds: the file, an instruction by its number, a line.
static str file_place(void) {
  return STR("file");
}

static str node_place(struct arena *a, uint32_t node) {
  return str_format(a, "node %" PRIu32, node);
}

static str line_place(struct arena *a, uint32_t line) {
  return str_format(a, "line %" PRIu32, line);
}

static struct suppression *lookup(const struct suppressions *s, str place, str name) {
  return map_get(&s->by_key, str_format(s->arena, STR_FMT " " STR_FMT, STR_ARG(place), STR_ARG(name)));
}

// tally writes `hadolint/DL3006`; its own rules may have a folder: `tally/labels/valid-key`.
static str cut_tool(str *name, str otherwise) {
  static const str tools[] = {STR_INIT("hadolint:"), STR_INIT("buildkit:"), STR_INIT("shellcheck:"),
                              STR_INIT("tally:")};
  str tool, rest;
  for (uint32_t i = 0; str_cut(*name, '/', &tool, &rest) && i < COUNT_OF(tools); i++)
    if (str_eq(tool, str_slice(tools[i], 0, tools[i].len - 1))) {
      *name = rest;
      return tools[i];
    }
  return otherwise;
}

static void add_name(struct suppressions *s, span comment, str place, str tool, str name) {
  struct suppression *of = NEW(s->arena, struct suppression);
  *of = (struct suppression){.comment = comment, .name = name};
  // hadolint runs ShellCheck and lets its findings be ignored in the same comment.
  if (str_eq(tool, STR("hadolint:")) && str_has_prefix(name, STR("SC")))
    tool = STR("shellcheck:");
  // Whether one of ShellCheck's codes suppresses something depends on whether it is run.
  if (!str_eq(tool, STR("shellcheck:")))
    VEC_PUSH(s->arena, &s->list, of);
  str key = str_format(s->arena, STR_FMT " " STR_FMT STR_FMT, STR_ARG(place), STR_ARG(tool), STR_ARG(name));
  if (!map_get(&s->by_key, key))
    map_put(s->arena, &s->by_key, key, of);
}

// Cuts the next name off a list like `a,b, c reason`.
static bool next_name(str *rest, str *name) {
  *rest = str_trim(*rest);
  uint32_t len = 0;
  while (len < rest->len && rest->at[len] != ',' && rest->at[len] != ' ' && rest->at[len] != '\t' &&
         rest->at[len] != ';')
    len++;
  *name = str_slice(*rest, 0, len);
  *rest = str_trim(str_skip(*rest, len));
  if (str_has_prefix(*rest, STR(",")))
    *rest = str_skip(*rest, 1);
  else
    *rest = (str){0};
  return name->len;
}

static void add(struct suppressions *s, span comment, str place, const struct form *form, str list) {
  for (str rest = list, name; next_name(&rest, &name);) {
    str tool = cut_tool(&name, form->tool);
    add_name(s, comment, place, tool, name);
  }
}

static uint32_t next_line(struct suppressions *s, uint32_t line) {
  if (!s->next_line) {
    const struct source *src = s->df->src;
    uint32_t *next = NEW_ARRAY(s->arena, uint32_t, src->line_count + 2);
    for (uint32_t i = src->line_count; i > 0; i--) {
      bool comment = i < src->line_count && str_has_prefix(str_trim(source_line(src, i + 1)), STR("#"));
      next[i] = comment ? next[i + 1] : i + 1;
    }
    s->next_line = next;
  }
  return s->next_line[line];
}

// The number of the last instruction that starts at or before a line; UINT32_MAX where none does.
static uint32_t node_at(const struct dockerfile *df, uint32_t line) {
  uint32_t low = 0, high = df->node_count;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    if (df->nodes[mid]->start_line <= line)
      low = mid + 1;
    else
      high = mid;
  }
  return low ? low - 1 : UINT32_MAX;
}

// What a comment on a line speaks of: inside an instruction the next line that is no comment, else the instruction that
// starts there.
static str place_below(struct suppressions *s, uint32_t line) {
  const struct dockerfile *df = s->df;
  uint32_t node = node_at(df, line);
  bool inside = node != UINT32_MAX && line <= df->nodes[node]->end_line;
  uint32_t next = next_line(s, line);
  uint32_t below = node + 1; // of UINT32_MAX: the first
  if (!inside && below < df->node_count && df->nodes[below]->start_line == next)
    return node_place(s->arena, below);
  return line_place(s->arena, next);
}

// Whether the comment's text (after `#`, trimmed) begins in one of the forms.
static const struct form *form_of(str text, str *list) {
  for (uint32_t i = 0; i < COUNT_OF(forms); i++)
    if (str_has_prefix(text, forms[i].words)) {
      *list = str_skip(text, forms[i].words.len);
      return &forms[i];
    }
  return NULL;
}

// `skip=A,B;error=true`, behind `check=`.
static void add_checks(struct suppressions *s, span comment, str place, str options) {
  static const struct form form = {{NULL, 0}, STR_INIT("buildkit:"), REACH_HERE};
  for (str rest = options, part; str_next(&rest, ';', &part);) {
    str key, names;
    if (str_cut(part, '=', &key, &names) && str_eq(str_trim(key), STR("skip")))
      add(s, comment, place, &form, names);
  }
}

// `SC2086`, or `2086`.
static bool code_number(str code, uint32_t *number) {
  return str_to_u32(str_has_prefix(code, STR("SC")) ? str_skip(code, 2) : code, number);
}

static void add_range(struct suppressions *s, str place, struct code_range range) {
  struct code_ranges *of = map_get(&s->ranges, place);
  if (!of) {
    of = NEW(s->arena, struct code_ranges);
    map_put(s->arena, &s->ranges, place, of);
  }
  if (of->len < LIMIT_CODE_RANGES)
    of->at[of->len++] = range;
}

// Codes, ranges of them, `all`.
static void add_codes(struct suppressions *s, span comment, str place, str list) {
  static const str tool = STR_INIT("shellcheck:");
  for (str rest = list, code; str_next(&rest, ',', &code);) {
    str first, last;
    struct code_range range;
    if (str_cut(code, '-', &first, &last) && code_number(first, &range.from) && code_number(last, &range.to))
      add_range(s, place, range);
    else if (code_number(code, &range.from))
      add_name(s, comment, place, tool, str_format(s->arena, "SC%" PRIu32, range.from));
    else if (str_eq(code, STR("all")))
      add_name(s, comment, place, tool, code);
  }
}

// `shellcheck source=x disable=SC2086,SC3000-SC4000 # why`: what stands behind the first word.
static void add_directives(struct suppressions *s, span comment, str place, str list) {
  for (str rest = list, word; str_next(&rest, ' ', &word) && !str_has_prefix(word, STR("#"));) {
    str key, codes;
    if (str_cut(str_trim(word), '=', &key, &codes) && str_eq(key, STR("disable")))
      add_codes(s, comment, place, codes);
  }
}

static void add_comment(struct suppressions *s, span comment, str text, uint32_t line) {
  str list, name;
  const struct form *form = form_of(text, &list);
  if (form)
    add(s, comment, form->reach == REACH_FILE ? file_place() : place_below(s, line), form, list);
  else if (str_cut(text, '=', &name, &list) && str_eq_nocase(str_trim(name), STR("check")))
    add_checks(s, comment, place_below(s, line), list);
  else if (str_has_prefix(text, STR("shellcheck ")))
    add_directives(s, comment, place_below(s, line), str_skip(text, 11));
}

// The parser sees no comments in here-documents: to it they are data. To the shell that runs them they are comments.
static void add_heredoc_comments(struct suppressions *s, const struct node *node) {
  if (!str_eq(node->keyword, STR("run")))
    return;
  for (uint32_t i = 0; i < node->heredoc_count; i++) {
    const struct text *body = &node->heredocs[i].content;
    if (body->bytes.len == 0)
      continue;
    span all = text_span(body, 0, body->bytes.len);
    uint32_t last = source_line_of(s->df->src, span_end(all) - 1);
    for (uint32_t line = source_line_of(s->df->src, all.off); line <= last; line++) {
      str text = str_trim(source_line(s->df->src, line));
      if (str_has_prefix(text, STR("#")))
        add_comment(s, source_line_span(s->df->src, line), str_trim(str_skip(text, 1)), line);
    }
  }
}

static struct suppressions read_suppressions(struct arena *a, const struct dockerfile *df) {
  struct suppressions s = {.arena = a, .df = df};
  if (df->check.line)
    add_checks(&s, df->check.span, file_place(), df->check.value);
  for (uint32_t i = 0; i < df->comment_count; i++)
    add_comment(&s, df->comments[i].span, df->comments[i].text, df->comments[i].line);
  for (uint32_t i = 0; i < df->node_count; i++)
    add_heredoc_comments(&s, df->nodes[i]);
  return s;
}

static struct suppression *find_range(const struct suppressions *s, str place, str code) {
  struct code_ranges *ranges = map_get(&s->ranges, place);
  uint32_t number;
  for (uint32_t i = 0; ranges && code_number(code, &number) && i < ranges->len; i++)
    if (number >= ranges->at[i].from && number < ranges->at[i].to)
      return &ranges->suppression;
  return NULL;
}

// What suppresses a rule in a place: its id, its category, `all`, an alias (`tool:name`, or the name alone), or all of
// a tool's.
static struct suppression *find_in(const struct suppressions *s, str place, const struct diag_rule *rule) {
  struct suppression *found = lookup(s, place, rule->id);
  if (!found)
    found = lookup(s, place, rule->category);
  if (!found)
    found = lookup(s, place, STR("all"));
  for (uint32_t i = 0; i < rule->alias_count && !found; i++) {
    str alias = rule->aliases[i], tool, name;
    found = lookup(s, place, alias);
    if (found || !str_cut(alias, ':', &tool, &name))
      continue;
    found = lookup(s, place, name);
    if (!found)
      found = lookup(s, place, str_concat(s->arena, tool, STR(":all")));
    if (!found && str_eq(tool, STR("shellcheck")))
      found = find_range(s, place, name);
  }
  return found;
}

static struct suppression *find(const struct suppressions *s, const struct diag *d) {
  uint32_t line = source_line_of(s->df->src, d->span.off);
  uint32_t node = node_at(s->df, line);
  struct suppression *found = find_in(s, line_place(s->arena, line), d->rule);
  if (!found && node != UINT32_MAX && line <= s->df->nodes[node]->end_line)
    found = find_in(s, node_place(s->arena, node), d->rule);
  if (!found)
    found = find_in(s, file_place(), d->rule);
  return found;
}

static const struct diag_rule unused_rule = {
    .id = STR_INIT("unused-suppression"),
    .category = STR_INIT("style"),
    .severity = SEVERITY_STYLE,
    .summary = STR_INIT("A comment suppresses a rule that has no finding there"),
};

static struct diag unused_suppression(struct arena *a, const struct suppression *of) {
  return (struct diag){
      .rule = &unused_rule,
      .severity = unused_rule.severity,
      .message = str_format(a, STR_FMT " has no finding here that could be suppressed", STR_ARG(of->name)),
      .span = of->comment,
  };
}

// `# check=error=true`: what docker build --check finds ends the build.
static bool checks_are_errors(const struct dockerfile *df) {
  for (str rest = df->check.line ? df->check.value : (str){0}, part; str_next(&rest, ';', &part);)
    if (str_eq_nocase(str_trim(part), STR("error=true")))
      return true;
  return false;
}

static bool is_check(const struct diag_rule *rule) {
  for (uint32_t i = 0; i < rule->alias_count; i++)
    if (str_has_prefix(rule->aliases[i], STR("buildkit:")))
      return true;
  return false;
}

void raise_checks(const struct dockerfile *df, struct diags *diags) {
  if (!checks_are_errors(df))
    return;
  for (uint32_t i = 0; i < diags->len; i++)
    if (is_check(diags->at[i].rule))
      diags->at[i].severity = SEVERITY_ERROR;
}

void suppress(struct arena *a, const struct dockerfile *df, struct diags *diags, struct diags *unused) {
  struct suppressions s = read_suppressions(a, df);
  if (s.by_key.len == 0 && s.ranges.len == 0)
    return;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < diags->len; i++) {
    struct suppression *found = find(&s, &diags->at[i]);
    if (found)
      found->used = true;
    else
      diags->at[kept++] = diags->at[i];
  }
  diags->len = kept;
  for (uint32_t i = 0; i < s.list.len; i++)
    if (!s.list.at[i]->used)
      diags_add(a, unused, unused_suppression(a, s.list.at[i]));
}

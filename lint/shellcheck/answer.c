#include "shellcheck/answer.h"

#include "base/json.h"

// Codes that are left out, as hadolint does: they ask for directives in the script, which a Dockerfile has no place
// for.
static const str senseless[] = {
    STR_INIT("SC1090"), // a file that is read cannot be followed, since its name is not constant
    STR_INIT("SC1091"), // … since it is not there
    STR_INIT("SC2187"), // ash is checked as dash
};

struct answer {
  struct arena *arena;
  struct shellcheck *shellcheck;
  const struct checked_scripts *scripts;
  uint32_t first_fd;
  struct diags found;
};

static bool number_of(const struct json_value *object, str key, uint32_t *n) {
  const struct json_value *v = json_member(object, key);
  return v && v->kind == JSON_NUMBER && str_to_u32(v->text, n);
}

static bool text_of(const struct json_value *object, str key, str *text) {
  const struct json_value *v = json_member(object, key);
  if (v && v->kind == JSON_STRING)
    *text = v->text;
  return v && v->kind == JSON_STRING;
}

static bool script_of(const struct answer *r, const struct json_value *comment, const struct checked_script **script) {
  str file;
  uint32_t fd;
  if (!text_of(comment, STR("file"), &file) || !str_has_prefix(file, STR("/dev/fd/")) ||
      !str_to_u32(str_skip(file, sizeof "/dev/fd/" - 1), &fd) || fd < r->first_fd ||
      fd - r->first_fd >= r->scripts->len)
    return false;
  *script = &r->scripts->at[fd - r->first_fd];
  return true;
}

// The range of the script that an object with line, column, endLine and endColumn means. False where it is none.
static bool range_of(const struct checked_script *script, const struct json_value *object, uint32_t *from,
                     uint32_t *to) {
  uint32_t line, column, end_line, end_column;
  return number_of(object, STR("line"), &line) && number_of(object, STR("column"), &column) &&
         number_of(object, STR("endLine"), &end_line) && number_of(object, STR("endColumn"), &end_column) &&
         checked_script_offset(script, line, column, from) && checked_script_offset(script, end_line, end_column, to) &&
         *from <= *to;
}

static struct diag_rule *rule_new(struct arena *a, str code) {
  struct diag_rule *rule = NEW(a, struct diag_rule);
  str *aliases = NEW_ARRAY(a, str, 2);
  aliases[0] = str_concat(a, STR("shellcheck:"), code);
  aliases[1] = str_concat(a, STR("hadolint:"), code);
  *rule = (struct diag_rule){
      .id = str_copy(a, code),
      .category = SHELLCHECK_CATEGORY,
      .severity = SEVERITY_WARNING, // each finding has its own
      .aliases = aliases,
      .alias_count = 2,
      .summary = str_format(a, "What ShellCheck says with its code " STR_FMT, STR_ARG(code)),
      .url = str_concat(a, STR("https://www.shellcheck.net/wiki/"), code),
  };
  return rule;
}

// One rule a code, for reports that speak of rules once all files are done.
static const struct diag_rule *rule_of(struct shellcheck *s, str code) {
  pthread_mutex_lock(&s->lock);
  jmp_buf failure, *outer = s->arena->on_failure;
  struct diag_rule *rule = NULL;
  s->arena->on_failure = &failure;
  if (setjmp(failure) == 0) {
    rule = map_get(&s->rules, code);
    if (!rule) {
      rule = rule_new(s->arena, code);
      map_put(s->arena, &s->rules, rule->id, rule);
    }
  }
  s->arena->on_failure = outer;
  pthread_mutex_unlock(&s->lock);
  return rule;
}

static bool is_senseless(str code) {
  for (uint32_t i = 0; i < COUNT_OF(senseless); i++)
    if (str_eq(senseless[i], code))
      return true;
  return false;
}

// At least the character there, where there is one: ShellCheck's parser points between two.
static span place_of(const struct text *text, uint32_t from, uint32_t to) {
  if (from == to && to < text->bytes.len && text->bytes.at[to] != '\n')
    to++;
  return text_span(text, from, to);
}

// An edit of the file, where the bytes that it replaces, or stands between, are neighbours there, too.
static bool read_edit(const struct answer *r, const struct checked_script *script, const struct json_value *object,
                      struct diag_edit *edit) {
  uint32_t from, to;
  str text;
  if (!range_of(script, object, &from, &to) || !text_of(object, STR("replacement"), &text))
    return false;
  *edit = (struct diag_edit){.span = text_span(&script->script->text, from, to), .text = str_copy(r->arena, text)};
  return edit->span.len == to - from;
}

// ShellCheck's own proposal, where all of it can be said of the file.
static void read_fix(const struct answer *r, const struct checked_script *script, const struct json_value *fix,
                     struct diag *d) {
  const struct json_value *list = json_member(fix, STR("replacements"));
  VEC(struct diag_edit) edits = {0};
  for (const struct json_value *v = list && list->kind == JSON_ARRAY ? list->first : NULL; v; v = v->next) {
    struct diag_edit edit;
    if (!read_edit(r, script, v, &edit) || (edits.len && edit.span.off < span_end(edits.at[edits.len - 1].span)))
      return;
    VEC_PUSH(r->arena, &edits, edit);
  }
  if (edits.len == 0)
    return;
  struct diag_fix *out = NEW(r->arena, struct diag_fix);
  *out = (struct diag_fix){.description = STR("as ShellCheck proposes"), .edits = edits.at, .edit_count = edits.len};
  d->fixes = out;
  d->fix_count = 1;
}

// False where it is not what ShellCheck prints.
static bool read_comment(struct answer *r, const struct json_value *comment) {
  const struct checked_script *script;
  struct diag d = {0};
  uint32_t number, from, to;
  str level;
  if (!script_of(r, comment, &script) || !number_of(comment, STR("code"), &number) ||
      !text_of(comment, STR("level"), &level) || !severity_named(level, &d.severity) ||
      !text_of(comment, STR("message"), &d.message))
    return false;
  str code = str_format(r->arena, "SC%u", (unsigned)number);
  if (is_senseless(code) || !range_of(script, comment, &from, &to))
    return true;
  d.rule = rule_of(r->shellcheck, code);
  if (!d.rule)
    arena_fail(r->arena);
  d.span = place_of(&script->script->text, from, to);
  read_fix(r, script, json_member(comment, STR("fix")), &d);
  diags_add(r->arena, &r->found, d);
  return true;
}

bool answer_read(struct arena *a, struct shellcheck *s, str json, const struct checked_scripts *scripts,
                 uint32_t first_fd, struct diags *diags) {
  struct answer r = {.arena = a, .shellcheck = s, .scripts = scripts, .first_fd = first_fd};
  const struct json_value *root = json_parse(a, json), *comments = root ? json_member(root, STR("comments")) : NULL;
  if (!comments || comments->kind != JSON_ARRAY)
    return false;
  for (const struct json_value *v = comments->first; v; v = v->next)
    if (!read_comment(&r, v))
      return false;
  for (uint32_t i = 0; i < r.found.len; i++)
    diags_add(a, diags, r.found.at[i]);
  return true;
}

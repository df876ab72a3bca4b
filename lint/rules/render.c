#include "rules/render.h"

#include <inttypes.h>

#include "know/naming.h"

enum { SHOWN_BYTES = 200, SHOWN_VALUES = 12 };

// A list of texts while it is written.
struct joined {
  struct buf out;
  uint32_t count;
  enum render_for who;
  str between;
  bool failed;
};

static void join(struct joined *j, str text) {
  j->count++;
  if (j->who == RENDER_PEOPLE && j->count > SHOWN_VALUES) {
    if (j->count == SHOWN_VALUES + 1)
      buf_add(&j->out, STR(", …"));
    return;
  }
  if (j->count > 1)
    buf_add(&j->out, j->between);
  uint32_t shown = text.len;
  if (j->who == RENDER_PEOPLE && shown > SHOWN_BYTES) {
    shown = SHOWN_BYTES;
    while (shown > 0 && ((uint8_t)text.at[shown] & 0xC0) == 0x80) // not in the middle of a character
      shown--;
  }
  buf_add(&j->out, str_slice(text, 0, shown));
  if (shown < text.len)
    buf_add(&j->out, STR("…"));
}

static void join_value(struct joined *j, const struct fact_value *v) {
  if (v->state != FACT_KNOWN && j->who == RENDER_FILE)
    j->failed = true;
  if (v->state != FACT_ABSENT)
    join(j, v->text);
}

static void join_subject(struct joined *j, struct arena *a, const struct subject *s) {
  switch (s->type) {
  case FIELD_BOOL:
    join(j, s->number ? STR("true") : STR("false"));
    break;
  case FIELD_NUMBER:
    join(j, str_format(a, "%" PRIu32, s->number));
    break;
  case FIELD_VALUE:
  case FIELD_VALUES:
  case FIELD_FACT: // no path ends there
    for (uint32_t i = 0; i < s->len; i++)
      join_value(j, &s->values[i]);
    break;
  }
}

static bool is_of_scenario(const struct path_record *path) {
  return path->field >= VIRTUAL_PLATFORM && path->field <= VIRTUAL_TARGET_NAME;
}

// `platform` and the like differ between the scenarios of a finding: each different one is named.
static void join_scenarios(struct matcher *m, struct joined *j, const struct path_record *path,
                           const struct finding *finding) {
  VEC(str) seen = {0};
  for (uint32_t i = 0; i < m->view->facts->scenario_count; i++) {
    if (finding->scenarios && !(finding->scenarios >> i & 1))
      continue;
    struct subject s;
    m->scenario = i;
    path_read(m, path, m->fact, &s);
    bool known = false;
    for (uint32_t k = 0; k < seen.len; k++)
      known = known || str_eq(seen.at[k], s.values->text);
    if (!known) {
      VEC_PUSH(m->arena, &seen, s.values->text);
      join_subject(j, m->arena, &s);
    }
  }
}

static void join_field(struct matcher *m, struct joined *j, uint32_t number, const struct finding *finding) {
  const struct path_record *path = IMAGE_AT(m->image, PATHS, number);
  if (is_of_scenario(path)) {
    uint32_t scenario = m->scenario;
    join_scenarios(m, j, path, finding);
    m->scenario = scenario;
    return;
  }
  struct subject s;
  path_read(m, path, m->fact, &s);
  join_subject(j, m->arena, &s);
}

static void join_option(struct matcher *m, struct joined *j, uint32_t option) {
  const struct rule_value *value = matcher_option(m, option);
  if (IMAGE_AT(m->image, OPTIONS, option)->type == OPTION_NUMBER)
    join(j, str_format(m->arena, "%" PRIu32, value->number));
  for (uint32_t i = 0; i < value->texts.len; i++)
    join(j, value->texts.at[i]);
}

const str *render_platforms(struct matcher *m, platforms scenarios, uint32_t *count) {
  str *names = NEW_ARRAY(m->arena, str, PLATFORMS_MAX);
  *count = 0;
  for (uint32_t i = 0; i < m->view->facts->scenario_count; i++) {
    if (scenarios && !(scenarios >> i & 1))
      continue;
    uint32_t k = 0;
    while (k < *count && !str_eq(names[k], m->view->target_names[i]))
      k++;
    if (k == *count)
      names[(*count)++] = m->view->target_names[i];
  }
  return names;
}

static void join_platforms(struct matcher *m, struct joined *j, const struct finding *finding) {
  uint32_t count = 0;
  const str *names = finding->depends ? render_platforms(m, finding->scenarios, &count) : NULL;
  for (uint32_t i = 0; i < count; i++)
    join(j, names[i]);
  if (count == 0)
    join(j, STR("every platform"));
}

static str in_case(struct arena *a, str text, enum piece_filter filter) {
  char *at = arena_alloc(a, text.len);
  for (uint32_t i = 0; i < text.len; i++) {
    char c = text.at[i];
    at[i] = filter == FILTER_LOWER ? ascii_lower(c) : ascii_upper(c);
  }
  return (str){at, text.len};
}

static bool filtered(struct arena *a, str text, uint32_t filter, str *out) {
  *out = text;
  if (filter >= FILTER_SCHEME)
    return naming_translate(a, text, (enum arch_scheme)(filter - FILTER_SCHEME), out);
  if (filter == FILTER_LOWER || filter == FILTER_UPPER)
    *out = in_case(a, text, (enum piece_filter)filter);
  return true;
}

// What templates are filled in with, and for whom.
struct filling {
  const struct finding *finding;
  enum render_for who;
  str each;
};

static bool render_piece(struct matcher *m, const struct piece_record *piece, const struct filling *with,
                         struct buf *out) {
  struct joined j = {.who = with->who, .between = piece->filter == FILTER_WORDS ? STR(" ") : STR(", ")};
  buf_init(&j.out, m->arena);
  switch ((enum piece_kind)piece->kind) {
  case PIECE_TEXT:
    buf_add(out, image_text(m->image, piece->text));
    return true;
  case PIECE_FIELD:
    join_field(m, &j, piece->of, with->finding);
    break;
  case PIECE_OPTION:
    join_option(m, &j, piece->of);
    break;
  case PIECE_PLATFORMS:
    join_platforms(m, &j, with->finding);
    break;
  case PIECE_EACH:
    join(&j, with->each);
    break;
  }
  str text;
  if (j.failed || !filtered(m->arena, buf_str(&j.out), piece->filter, &text))
    return with->who == RENDER_PEOPLE;
  buf_add(out, text);
  return true;
}

static bool fill(struct matcher *m, record_range template, const struct filling *with, str *text) {
  struct buf out;
  buf_init(&out, m->arena);
  for (uint32_t i = 0; i < template.len; i++)
    if (!render_piece(m, IMAGE_AT(m->image, PIECES, template.first + i), with, &out))
      return false;
  *text = buf_str(&out);
  return true;
}

bool render(struct matcher *m, record_range template, const struct finding *finding, enum render_for who, str *text) {
  return fill(m, template, &(struct filling){finding, who, {0}}, text);
}

bool render_edit(struct matcher *m, record_range template, const struct finding *finding, str each, str *text) {
  return fill(m, template, &(struct filling){finding, RENDER_FILE, each}, text);
}

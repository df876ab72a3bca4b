#include <stdlib.h>

#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"
#include "cli/parse_views.h"

static const struct {
  str name;
  enum word_mode mode;
} modes[] = {
    {STR_INIT("word"), WORD_PLAIN},           {STR_INIT("heredoc"), WORD_HEREDOC}, {STR_INIT("display"), WORD_DISPLAY},
    {STR_INIT("skipunset"), WORD_SKIP_UNSET}, {STR_INIT("rawq"), WORD_RAW_QUOTES}, {STR_INIT("rawe"), WORD_RAW_ESCAPES},
};

struct word_case {
  str id, note, mode_name, escape, word;
  enum word_mode mode;
  const struct json_value *env;
};

static str text_of(const struct json_value *object, str key, str otherwise) {
  const struct json_value *v = json_member(object, key);
  return v && v->kind == JSON_STRING && v->text.len ? v->text : otherwise;
}

static bool find_mode(str name, enum word_mode *mode) {
  for (uint32_t i = 0; i < COUNT_OF(modes); i++)
    if (str_eq(name, modes[i].name)) {
      *mode = modes[i].mode;
      return true;
    }
  return false;
}

static bool read_case(struct arena *a, str line, uint32_t line_1based, struct word_case *c) {
  const struct json_value *v = json_parse(a, line);
  if (!v || v->kind != JSON_OBJECT)
    return false;
  *c = (struct word_case){
      .id = text_of(v, STR("id"), (str){0}),
      .note = text_of(v, STR("note"), (str){0}),
      .mode_name = text_of(v, STR("mode"), STR("word")),
      .escape = text_of(v, STR("escape"), STR("\\")),
      .word = text_of(v, STR("word"), (str){0}),
      .env = json_member(v, STR("env")),
  };
  if (c->id.len == 0)
    c->id = str_format(a, "w%03u", line_1based);
  return find_mode(c->mode_name, &c->mode);
}

static bool get(void *ctx, str name, str *value) {
  const struct json_value *v = map_get(ctx, name);
  if (v)
    *value = v->text;
  return v != NULL;
}

static int order(const void *x, const void *y) {
  const str *a = x, *b = y;
  return str_compare(*a, *b);
}

static void put_sorted(struct arena *a, struct json_out *j, const char *key, const str *items, uint32_t count) {
  str *sorted = NEW_ARRAY(a, str, count);
  for (uint32_t i = 0; i < count; i++)
    sorted[i] = items[i];
  qsort(sorted, count, sizeof *sorted, order);
  json_key(j, key);
  json_array_begin(j);
  for (uint32_t i = 0; i < count; i++)
    json_str(j, sorted[i]);
  json_array_end(j);
}

static void put_env(struct arena *a, struct json_out *j, const struct json_value *env, struct map *map) {
  VEC(str) names = {0};
  for (const struct json_value *v = env ? env->first : NULL; v; v = v->next) {
    if (!map_get(map, v->key))
      VEC_PUSH(a, &names, v->key);
    struct json_value *copy = NEW(a, struct json_value);
    *copy = *v;
    map_put(a, map, v->key, copy);
  }
  if (names.len)
    qsort(names.at, names.len, sizeof *names.at, order);
  json_key(j, "env");
  json_object_begin(j);
  for (uint32_t i = 0; i < names.len; i++) {
    const struct json_value *v = map_get(map, names.at[i]);
    json_key_str(j, names.at[i]);
    json_str(j, v->text);
  }
  json_object_end(j);
}

static void put_result(struct arena *a, struct json_out *j, const struct word_result *r) {
  if (r->error.len)
    json_member_str(j, "error", r->error);
  else
    json_member_str(j, "result", r->text);
  put_sorted(a, j, "matched", r->matched, r->matched_count);
  put_sorted(a, j, "unmatched", r->unmatched, r->unmatched_count);
  if (r->error.len)
    return;
  json_key(j, "words");
  json_array_begin(j);
  for (uint32_t i = 0; i < r->word_count; i++)
    json_str(j, r->words[i]);
  json_array_end(j);
}

static void answer(struct arena *a, struct json_out *j, const struct word_case *c) {
  struct map env = {0};
  struct word_result result;
  json_object_begin(j);
  json_member_str(j, "id", c->id);
  if (c->note.len)
    json_member_str(j, "note", c->note);
  json_member_str(j, "mode", c->mode_name);
  json_member_str(j, "escape", c->escape);
  json_member_str(j, "word", c->word);
  put_env(a, j, c->env, &env);
  word_expand(a, c->word, c->escape.at[0], c->mode, (struct word_env){get, &env}, &result);
  put_result(a, j, &result);
  json_object_end(j);
  json_end_line(j);
}

bool dump_words(struct arena *a, struct json_out *j, str cases, struct fault *why) {
  str line;
  for (uint32_t number = 1; str_next(&cases, '\n', &line); number++) {
    struct word_case c;
    if (line.len == 0 || line.at[0] == '#')
      continue;
    if (!read_case(a, line, number, &c)) {
      *why = (struct fault){.path = STR("-"), .line = number, .column = 1, .message = STR("not a case of a word")};
      return false;
    }
    answer(a, j, &c);
  }
  return true;
}

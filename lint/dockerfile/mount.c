#include "dockerfile/mount.h"

#include "base/unicode.h"
#include "dockerfile/csv.h"
#include "dockerfile/number.h"

// One field, cut at its `=`.
struct field {
  str whole;
  str key; // lower case
  bool has_value;
  struct text value;
};

static bool fail(struct arena *a, str *why, const char *what, str about) {
  *why = str_format(a, "%s: " STR_FMT, what, STR_ARG(about));
  return false;
}

static bool next_field(struct csv *csv, struct arena *a, struct field *f) {
  struct text whole;
  if (!csv_next(csv, a, &whole))
    return false;
  uint32_t equals = str_find_char(whole.bytes, '=');
  *f = (struct field){.whole = whole.bytes, .has_value = equals < whole.bytes.len};
  f->key = unicode_lower_str(a, str_slice(whole.bytes, 0, equals));
  f->value = text_slice(a, &whole, equals + f->has_value, whole.bytes.len);
  return true;
}

static bool csv_good(struct arena *a, const struct csv *csv, str *why) {
  return !csv->broken || fail(a, why, "the fields cannot be told apart", csv->line->bytes);
}

// BuildKit looks for a dollar that is not the last character.
static bool has_variable(str value) {
  return str_find_char(value, '$') + 1 < value.len;
}

bool mount_check(struct arena *a, const struct node_flag *flag, str *why) {
  struct csv csv;
  csv_init(&csv, &flag->value);
  for (struct field f; next_field(&csv, a, &f);)
    if (str_eq(f.key, STR("from")) && has_variable(f.value.bytes))
      return fail(a, why, "a variable in `from` is not replaced", f.value.bytes);
  return csv_good(a, &csv, why);
}

// A mount being read.
struct mount_reader {
  struct arena *arena;
  struct mount *mount;
  bool readonly_stated;
  str *why;
};

static bool set_type(struct mount_reader *r, const struct field *f) {
  static const str types[] = {STR_INIT("bind"), STR_INIT("cache"), STR_INIT("tmpfs"), STR_INIT("secret"),
                              STR_INIT("ssh")};
  str type = unicode_lower_str(r->arena, f->value.bytes);
  for (uint32_t i = 0; i < COUNT_OF(types); i++)
    if (str_eq(type, types[i])) {
      r->mount->type = types[i];
      return true;
    }
  return fail(r->arena, r->why, "no type of mount", f->value.bytes);
}

static bool set_from(struct mount_reader *r, const struct field *f) {
  r->mount->from = f->value;
  return true;
}

static bool set_source(struct mount_reader *r, const struct field *f) {
  r->mount->source = f->value;
  return true;
}

static bool set_target(struct mount_reader *r, const struct field *f) {
  r->mount->target = f->value;
  return true;
}

static bool set_id(struct mount_reader *r, const struct field *f) {
  r->mount->id = f->value;
  return true;
}

static bool set_env(struct mount_reader *r, const struct field *f) {
  r->mount->env = f->value.bytes;
  r->mount->env_set = true;
  return true;
}

static bool read_bool(struct mount_reader *r, const struct field *f, bool *b) {
  *b = true;
  return !f->has_value || number_read_bool(f->value.bytes, b) ||
         fail(r->arena, r->why, "neither true nor false", f->whole);
}

static bool set_readonly(struct mount_reader *r, const struct field *f) {
  r->readonly_stated = true;
  return read_bool(r, f, &r->mount->readonly);
}

static bool set_readwrite(struct mount_reader *r, const struct field *f) {
  r->readonly_stated = true;
  bool ok = read_bool(r, f, &r->mount->readonly);
  r->mount->readonly = !r->mount->readonly;
  return ok;
}

static bool is_type(const struct mount_reader *r, const char *type) {
  return str_eq(r->mount->type, str_of(type));
}

static bool not_for_type(struct mount_reader *r, str what) {
  *r->why = str_format(r->arena, STR_FMT " is not for mounts of type " STR_FMT, STR_ARG(what), STR_ARG(r->mount->type));
  return false;
}

static bool set_required(struct mount_reader *r, const struct field *f) {
  if (!is_type(r, "secret") && !is_type(r, "ssh"))
    return not_for_type(r, f->key);
  return read_bool(r, f, &r->mount->required);
}

static bool set_size(struct mount_reader *r, const struct field *f) {
  if (!is_type(r, "tmpfs"))
    return not_for_type(r, f->key);
  return number_read_size(f->value.bytes, &r->mount->numbers.size) || fail(r->arena, r->why, "no size", f->whole);
}

static bool set_sharing(struct mount_reader *r, const struct field *f) {
  static const str modes[] = {STR_INIT("shared"), STR_INIT("private"), STR_INIT("locked")};
  str mode = unicode_lower_str(r->arena, f->value.bytes);
  for (uint32_t i = 0; i < COUNT_OF(modes); i++)
    if (str_eq(mode, modes[i])) {
      r->mount->sharing = modes[i];
      return true;
    }
  return fail(r->arena, r->why, "no kind of sharing", f->value.bytes);
}

static bool read_number(struct mount_reader *r, const struct field *f, uint32_t base, uint32_t *n, bool *set) {
  *set = number_read_u32(f->value.bytes, base, n);
  return *set || fail(r->arena, r->why, base == 8 ? "no octal number" : "no number", f->whole);
}

static bool set_mode(struct mount_reader *r, const struct field *f) {
  return read_number(r, f, 8, &r->mount->numbers.mode, &r->mount->numbers.mode_set);
}

static bool set_uid(struct mount_reader *r, const struct field *f) {
  return read_number(r, f, 10, &r->mount->numbers.uid, &r->mount->numbers.uid_set);
}

static bool set_gid(struct mount_reader *r, const struct field *f) {
  return read_number(r, f, 10, &r->mount->numbers.gid, &r->mount->numbers.gid_set);
}

static const struct {
  str key;
  bool alone; // it may stand without a value
  bool (*set)(struct mount_reader *r, const struct field *f);
} options[] = {
    {STR_INIT("type"), false, set_type},
    {STR_INIT("from"), false, set_from},
    {STR_INIT("source"), false, set_source},
    {STR_INIT("src"), false, set_source},
    {STR_INIT("target"), false, set_target},
    {STR_INIT("dst"), false, set_target},
    {STR_INIT("destination"), false, set_target},
    {STR_INIT("readonly"), true, set_readonly},
    {STR_INIT("ro"), true, set_readonly},
    {STR_INIT("readwrite"), true, set_readwrite},
    {STR_INIT("rw"), true, set_readwrite},
    {STR_INIT("required"), true, set_required},
    {STR_INIT("size"), false, set_size},
    {STR_INIT("id"), false, set_id},
    {STR_INIT("sharing"), false, set_sharing},
    {STR_INIT("mode"), false, set_mode},
    {STR_INIT("uid"), false, set_uid},
    {STR_INIT("gid"), false, set_gid},
    {STR_INIT("env"), false, set_env},
};

static bool set_field(struct mount_reader *r, const struct field *f) {
  for (uint32_t i = 0; i < COUNT_OF(options); i++) {
    if (!str_eq(f->key, options[i].key))
      continue;
    if (!f->has_value && !options[i].alone)
      break;
    return options[i].set(r, f);
  }
  return fail(r->arena, r->why, f->has_value ? "no option of a mount" : "an option without a value", f->whole);
}

static bool refuse(struct mount_reader *r, str why) {
  *r->why = why;
  return false;
}

static bool check_secret(struct mount_reader *r) {
  const struct mount *m = r->mount;
  if (m->from.bytes.len)
    return refuse(r, STR("a secret mount takes no `from`"));
  if (m->sharing.len)
    return refuse(r, STR("a secret mount takes no `sharing`"));
  if (!m->source.bytes.len && !m->target.bytes.len && !m->id.bytes.len)
    return refuse(r, STR("a secret mount needs source, target or id"));
  if (m->source.bytes.len && m->id.bytes.len)
    return refuse(r, STR("a secret mount has both source and id"));
  return true;
}

// What BuildKit checks when all fields are read.
static bool check_whole(struct mount_reader *r) {
  struct mount *m = r->mount;
  bool has_owner = m->numbers.mode_set || m->numbers.uid_set || m->numbers.gid_set;
  if (has_owner && (is_type(r, "bind") || is_type(r, "tmpfs")))
    return not_for_type(r, m->numbers.mode_set ? STR("mode") : m->numbers.uid_set ? STR("uid") : STR("gid"));
  if (!r->readonly_stated)
    m->readonly = !is_type(r, "cache") && !is_type(r, "tmpfs");
  if (is_type(r, "secret") && !check_secret(r))
    return false;
  return !m->sharing.len || is_type(r, "cache") || not_for_type(r, STR("sharing"));
}

bool mount_read(struct arena *a, const struct node_flag *flag, struct mount *m, str *why) {
  *m = (struct mount){.type = STR("bind"), .flag = flag};
  struct mount_reader r = {.arena = a, .mount = m, .why = why};
  struct csv csv;
  csv_init(&csv, &flag->value);
  for (struct field f; next_field(&csv, a, &f);)
    if (!set_field(&r, &f))
      return false;
  return csv_good(a, &csv, why) && check_whole(&r);
}

bool device_read(struct arena *a, const struct node_flag *flag, struct device *d, str *why) {
  *d = (struct device){.flag = flag};
  struct csv csv;
  csv_init(&csv, &flag->value);
  for (struct field f; next_field(&csv, a, &f);) {
    bool required = str_eq(f.key, STR("required")), named = f.has_value && str_eq(f.key, STR("name"));
    if (required) {
      d->required = true;
      if (f.has_value && !number_read_bool(f.value.bytes, &d->required))
        return fail(a, why, "neither true nor false", f.whole);
    } else if (d->name.len) {
      return fail(a, why, named ? "a device has two names" : "no option of a device", f.whole);
    } else {
      d->name = named ? f.value.bytes : f.whole;
    }
  }
  return csv_good(a, &csv, why);
}

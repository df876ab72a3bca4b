#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "fix/fix.h"

// A unified diff. The lines that both sides begin and end with are set aside; between them the shortest edit script is
// sought (Myers, "An O(ND) Difference Algorithm", 1986). Past COST_MAX differences, which no mending makes, everything
// between is replaced.

enum { CONTEXT = 3, COST_MAX = 2000 };

struct lines {
  str *at; // line ends included
  uint32_t len, cap;
};

static struct lines split(struct arena *a, str bytes) {
  struct lines lines = {0};
  while (bytes.len) {
    uint32_t end = str_find_char(bytes, '\n');
    str line = str_slice(bytes, 0, end + 1);
    VEC_PUSH(a, &lines, line);
    bytes = str_skip(bytes, line.len);
  }
  return lines;
}

// Which lines of either side have no counterpart on the other.
struct script {
  bool *gone, *made;
};

// How far into the old lines one gets with so many differences, for each diagonal (old minus new) from -cost to cost.
struct front {
  int32_t *at;
  int32_t cost;
};

static int32_t reach(const struct front *f, int32_t diagonal) {
  return diagonal < -f->cost || diagonal > f->cost ? -1 : f->at[diagonal + f->cost];
}

// Whether the way to `diagonal` comes from a new line put in rather than from an old one left out.
static bool puts_in(const struct front *before, int32_t diagonal) {
  return reach(before, diagonal - 1) < reach(before, diagonal + 1);
}

static int32_t first_step(const struct front *before, int32_t diagonal) {
  if (!before)
    return 0;
  return puts_in(before, diagonal) ? reach(before, diagonal + 1) : reach(before, diagonal - 1) + 1;
}

// True when the last line of both sides is reached.
static bool advance(const struct front *before, struct front *f, struct lines old, struct lines new) {
  for (int32_t k = -f->cost; k <= f->cost; k += 2) {
    int32_t x = first_step(before, k), y = x - k;
    while (x < (int32_t)old.len && y >= 0 && y < (int32_t) new.len &&str_eq(old.at[x], new.at[y]))
      x++, y++;
    f->at[k + f->cost] = x;
    if (x >= (int32_t)old.len && y >= (int32_t) new.len)
      return true;
  }
  return false;
}

static void mark(const struct front *fronts, int32_t cost, struct lines old, struct lines new, struct script script) {
  int32_t k = (int32_t)old.len - (int32_t) new.len;
  for (; cost > 0; cost--) {
    const struct front *before = &fronts[cost - 1];
    bool in = puts_in(before, k);
    k += in ? 1 : -1;
    int32_t x = reach(before, k), y = x - k;
    if (in)
      script.made[y] = true;
    else
      script.gone[x] = true;
  }
}

static void compare(struct arena *a, struct lines old, struct lines new, struct script script) {
  int32_t limit = (int32_t)(old.len + new.len < COST_MAX ? old.len + new.len : COST_MAX);
  struct front *fronts = NEW_ARRAY(a, struct front, (size_t)limit + 1);
  for (int32_t cost = 0; cost <= limit; cost++) {
    fronts[cost] = (struct front){NEW_ARRAY(a, int32_t, 2 * (size_t)cost + 1), cost};
    if (advance(cost ? &fronts[cost - 1] : NULL, &fronts[cost], old, new)) {
      mark(fronts, cost, old, new, script);
      return;
    }
  }
  memset(script.gone, 1, old.len);
  memset(script.made, 1, new.len);
}

static uint32_t shared_start(struct lines old, struct lines new) {
  uint32_t n = 0;
  while (n < old.len && n < new.len &&str_eq(old.at[n], new.at[n]))
    n++;
  return n;
}

static uint32_t shared_end(struct lines old, struct lines new) {
  uint32_t n = 0;
  while (n < old.len && n < new.len &&str_eq(old.at[old.len - 1 - n], new.at[new.len - 1 - n]))
    n++;
  return n;
}

static struct lines middle(struct lines l, uint32_t start, uint32_t end) {
  return (struct lines){l.at + start, l.len - start - end, 0};
}

static struct script script_of(struct arena *a, struct lines old, struct lines new) {
  struct script script = {NEW_ARRAY(a, bool, old.len + 1), NEW_ARRAY(a, bool, new.len + 1)};
  uint32_t start = shared_start(old, new);
  struct lines old_rest = middle(old, start, 0), new_rest = middle(new, start, 0);
  uint32_t end = shared_end(old_rest, new_rest);
  compare(a, middle(old_rest, 0, end), middle(new_rest, 0, end),
          (struct script){script.gone + start, script.made + start});
  return script;
}

// A place between the lines of both sides.
struct place {
  uint32_t old, new;
};

struct diff {
  struct out *out;
  struct lines old, new;
  struct script script;
};

static bool at_end(const struct diff *d, struct place p) {
  return p.old == d->old.len && p.new == d->new.len;
}

static bool changed(const struct diff *d, struct place p) {
  return (p.old < d->old.len && d->script.gone[p.old]) || (p.new < d->new.len && d->script.made[p.new]);
}

static struct place next(const struct diff *d, struct place p) {
  if (p.old < d->old.len && d->script.gone[p.old])
    return (struct place){p.old + 1, p.new};
  if (p.new < d->new.len && d->script.made[p.new])
    return (struct place){p.old, p.new + 1};
  return (struct place){p.old + 1, p.new + 1};
}

// Where the hunk that begins before change `p` ends: behind the context of the last change that is near enough.
static struct place hunk_end(const struct diff *d, struct place p) {
  struct place end = p;
  for (uint32_t unchanged = 0; !at_end(d, p) && unchanged <= 2 * CONTEXT;) {
    unchanged = changed(d, p) ? 0 : unchanged + 1;
    p = next(d, p);
    if (unchanged <= CONTEXT)
      end = p;
  }
  return end;
}

static void put_line(struct out *out, char mark, str line) {
  out_char(out, mark);
  out_str(out, line);
  if (!str_has_suffix(line, STR("\n")))
    out_str(out, STR("\n\\ No newline at end of file\n"));
}

static void put_range(struct out *out, char mark, uint32_t from, uint32_t to) {
  // A side without lines names the line before it.
  out_format(out, " %c%u,%u", mark, to > from ? from + 1 : from, to - from);
}

static void put_hunk(const struct diff *d, struct place from, struct place to) {
  out_str(d->out, STR("@@"));
  put_range(d->out, '-', from.old, to.old);
  put_range(d->out, '+', from.new, to.new);
  out_str(d->out, STR(" @@\n"));
  for (struct place p = from; p.old < to.old || p.new < to.new; p = next(d, p)) {
    if (p.old < to.old && d->script.gone[p.old])
      put_line(d->out, '-', d->old.at[p.old]);
    else if (p.new < to.new && d->script.made[p.new])
      put_line(d->out, '+', d->new.at[p.new]);
    else
      put_line(d->out, ' ', d->old.at[p.old]);
  }
}

// As git (core.quotePath): in double quotes, other than printable ASCII as octal, where there is such a byte.
static void put_path(struct out *out, str side, str path) {
  bool plain = true;
  for (uint32_t i = 0; i < path.len; i++)
    plain = plain && path.at[i] >= ' ' && path.at[i] < 0x7F && path.at[i] != '"' && path.at[i] != '\\';
  if (plain) {
    out_str(out, side);
    out_str(out, path);
    return;
  }
  out_char(out, '"');
  out_str(out, side);
  for (uint32_t i = 0; i < path.len; i++) {
    unsigned char c = (unsigned char)path.at[i];
    if (c == '"' || c == '\\')
      out_format(out, "\\%c", c);
    else if (c < ' ' || c >= 0x7F)
      out_format(out, "\\%03o", c);
    else
      out_char(out, (char)c);
  }
  out_char(out, '"');
}

void fix_diff(struct arena *a, struct out *out, str path, str before, str after) {
  if (str_eq(before, after))
    return;
  while (str_has_prefix(path, STR("./")))
    path = str_skip(path, 2);
  if (str_has_prefix(path, STR("/")))
    path = str_skip(path, 1);
  struct diff d = {.out = out, .old = split(a, before), .new = split(a, after)};
  d.script = script_of(a, d.old, d.new);
  out_str(out, STR("--- "));
  put_path(out, STR("a/"), path);
  out_str(out, STR("\n+++ "));
  put_path(out, STR("b/"), path);
  out_char(out, '\n');
  for (struct place p = {0}; !at_end(&d, p);) {
    if (!changed(&d, p)) {
      p = next(&d, p);
      continue;
    }
    uint32_t context = p.old < CONTEXT ? p.old : CONTEXT;
    context = p.new < context ? p.new : context;
    struct place end = hunk_end(&d, p);
    put_hunk(&d, (struct place){p.old - context, p.new - context}, end);
    p = end;
  }
}

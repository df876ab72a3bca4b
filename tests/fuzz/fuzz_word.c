#include "base/assert.h"
#include "dockerfile/dockerfile.h"
#include "fuzz.h"

// The first byte chooses the mode, the rest is a word of a Dockerfile. It is expanded, and read as an image.

enum { MODE_COUNT = WORD_HEREDOC_NAME + 1 };

static bool get(void *ctx, str name, str *value) {
  (void)ctx;
  if (str_eq(name, STR("A")))
    *value = STR("a b");
  else if (str_eq(name, STR("PATH")))
    *value = STR("/bin:/usr/bin");
  else if (str_eq(name, STR("EMPTY")))
    *value = STR("");
  else
    return false;
  return true;
}

// Parts follow each other; so do those of the words in them.
static void check_parts(const struct word *w, uint32_t end) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < w->part_count; i++) {
    const struct word_part *p = &w->parts[i];
    assert(p->from >= at && p->to >= p->from && p->to <= end);
    at = p->to;
  }
}

static void check_result(str text, const struct word_result *r) {
  uint32_t at = 0;
  for (uint32_t i = 0; i < r->word_count; i++) {
    assert(r->word_places[i].off >= at && span_end(r->word_places[i]) <= text.len);
    at = r->word_places[i].off;
  }
}

static void try_word(struct arena *a, str text, char escape, enum word_mode mode) {
  const struct word *w = word_parse(a, text, escape, mode);
  struct word_result first, again;
  bool good = word_expand(a, text, escape, mode, (struct word_env){get, NULL}, &first);
  check_parts(w, text.len);
  assert(good == (first.error.len == 0));
  assert(good || mode != WORD_PLAIN || first.text.len == 0 || first.error.len > 0);
  if (good)
    check_result(text, &first);
  assert(word_expand(a, text, escape, mode, (struct word_env){get, NULL}, &again) == good);
  assert(str_eq(first.text, again.text) && str_eq(first.error, again.error));
}

static void try_image(str text) {
  struct image_ref ref = image_ref_parse(text);
  assert(!ref.valid || ref.repository.len > 0);
  assert(ref.tag.len + ref.digest.len <= text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  if (size == 0)
    return 0;
  str text = fuzz_input(data + 1, size - 1);
  arena_init(&a, NULL, 0);
  try_word(&a, text, data[0] & 0x80 ? '`' : '\\', (enum word_mode)((data[0] & 0x7F) % MODE_COUNT));
  try_image(text);
  arena_done(&a);
  return 0;
}

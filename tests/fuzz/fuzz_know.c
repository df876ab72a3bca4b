#include "base/assert.h"
#include "base/vec.h"
#include "fuzz.h"
#include "know/arch_word.h"
#include "know/base_image.h"
#include "know/command.h"
#include "know/image.h"
#include "know/package.h"

// The input is a command line, a word a line; each word is tried as a name, an image, a platform and a URL, too.

static bool lies_in(str part, str whole) {
  return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

static void try_arch_words(str text) {
  struct arch_word w;
  uint32_t from = 0;
  for (; arch_word_find(text, from, &w); from = w.at + w.len) {
    assert(w.at >= from && w.len > 0 && w.arch.len > 0);
    assert(str_eq(str_slice(text, w.at, w.at + w.len), w.word));
  }
  if (arch_word_is(text, &w))
    assert(lies_in(w.word, text));
}

static void try_names(struct arena *a, str text) {
  platform p;
  if (platform_parse(a, text, &p))
    platform_arch(p, ARCH_RUST);
  struct base_image base;
  str repository = text, tag = STR("");
  str_cut(text, ':', &repository, &tag);
  image_support(STR("docker.io"), repository, tag);
  image_support(STR("docker.io"), STR("php"), text);
  if (base_image_find(STR("docker.io"), repository, tag, &base))
    base_image_brings(&base, text);
  struct source_build build;
  struct arch_package package;
  struct arch_download download;
  source_build_find(a, text, &build);
  arch_package_find(STR("apt"), text, &package);
  arch_download_find(text, &download);
}

static void try_command(struct arena *a, const str *words, uint32_t count) {
  struct command_line line;
  command_parse(a, words, count, &line);
  assert(line.inner_count == 0 || line.inner + line.inner_count <= count);
  for (uint32_t i = 0; i < line.operand_count; i++)
    assert(line.operands[i] < count);
  for (uint32_t i = 0; i < line.option_count; i++) {
    const struct command_option *o = &line.options[i];
    assert(o->word < count);
    assert(o->value_word == WORD_NONE || lies_in(o->value, words[o->value_word]));
  }
  struct command_downloads downloads = command_downloads(a, &line);
  for (uint32_t i = 0; i < downloads.len; i++)
    assert(lies_in(downloads.at[i].url, words[downloads.at[i].word]));
  struct command_packages packages = command_packages(a, &line);
  for (uint32_t i = 0; i < packages.len; i++)
    assert(lies_in(packages.at[i].name, words[packages.at[i].word]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  arena_init(&a, NULL, 0);
  VEC(str) words = {0};
  str rest = {(const char *)data, (uint32_t)size}, word;
  while (str_next(&rest, '\n', &word)) {
    VEC_PUSH(&a, &words, word);
    try_arch_words(word);
    try_names(&a, word);
  }
  if (words.len)
    try_command(&a, words.at, words.len);
  arena_done(&a);
  return 0;
}

#include "rules/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/assert.h"
#include "base/limits.h"

enum {
  JIT_STACK_FIRST = 32 * 1024,
  JIT_STACK_MOST = 1024 * 1024,
  MESSAGE_BYTES = 160,
  JIT_AFTER = 64,     // matches of a pattern: by then compiling it to machine code has paid
  JIT_SUBJECT = 1024, // … or a text so long: there the interpreter might reach a limit that machine code does not
};

struct regex_cache {
  struct arena *arena;
  enum regex_trust trust;
  pcre2_match_context *context;
  pcre2_match_data *match;
  pcre2_jit_stack *jit_stack;
  uint32_t callouts; // of the current match
  uint32_t count;
  struct compiled {
    pcre2_code *code; // NULL until it is used
    uint32_t matches;
    bool is_machine_code;
  } * compiled;
};

static void free_cache(void *p) {
  struct regex_cache *cache = p;
  for (uint32_t i = 0; i < cache->count; i++)
    if (cache->compiled[i].code) // of most files none was needed
      pcre2_code_free(cache->compiled[i].code);
  if (!cache->context)
    return;
  pcre2_jit_stack_free(cache->jit_stack);
  pcre2_match_data_free(cache->match);
  pcre2_match_context_free(cache->context);
}

// None for those that are not counted.
static const uint32_t most_callouts[] = {
    [REGEX_BUILT_IN] = 0, [REGEX_FOREIGN] = LIMIT_MATCH_CALLOUTS, [REGEX_ON_TRIAL] = LIMIT_BAIT_CALLOUTS};

static int count_callout(pcre2_callout_block *block, void *p) {
  (void)block;
  struct regex_cache *cache = p;
  return ++cache->callouts > most_callouts[cache->trust] ? PCRE2_ERROR_CALLOUT : 0;
}

struct regex_cache *regex_cache_new(struct arena *a, uint32_t count, enum regex_trust trust) {
  struct regex_cache *cache = NEW(a, struct regex_cache);
  *cache = (struct regex_cache){.arena = a, .trust = trust, .count = count};
  cache->compiled = NEW_ARRAY(a, struct compiled, count);
  arena_on_exit(a, free_cache, cache);
  return cache;
}

// On the first use of any pattern: most files of most runs need none.
static void prepare(struct regex_cache *cache) {
  if (cache->match)
    return;
  cache->context = pcre2_match_context_create(NULL);
  if (!cache->context)
    arena_fail(cache->arena);
  pcre2_set_match_limit(cache->context, LIMIT_MATCH_STEPS);
  pcre2_set_heap_limit(cache->context, LIMIT_MATCH_HEAP_KIB);
  if (most_callouts[cache->trust])
    pcre2_set_callout(cache->context, count_callout, cache);
  cache->match = pcre2_match_data_create(1, NULL);
  if (!cache->match)
    arena_fail(cache->arena);
}

static pcre2_code *compile(str pattern, uint32_t options, int *error, size_t *at) {
  return pcre2_compile((PCRE2_SPTR)(pattern.len ? pattern.at : ""), pattern.len, options, error, at, NULL);
}

static pcre2_code *code_of(struct regex_cache *cache, const struct regex *regex) {
  assert(regex->number < cache->count);
  struct compiled *compiled = &cache->compiled[regex->number];
  if (compiled->code)
    return compiled->code;
  uint32_t options = regex->ignores_case ? PCRE2_CASELESS : 0;
  if (most_callouts[cache->trust])
    options |= PCRE2_AUTO_CALLOUT;
  int error;
  size_t at;
  compiled->code = compile(regex->text, options, &error, &at);
  if (!compiled->code) // it was checked when its rule was read, so only memory can be missing
    arena_fail(cache->arena);
  return compiled->code;
}

// Without JIT in this PCRE2 there is no such stack, and the interpreter takes over; likewise where it cannot compile.
static void compile_to_machine_code(struct regex_cache *cache, pcre2_code *code) {
  if (!cache->jit_stack && (cache->jit_stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL)))
    pcre2_jit_stack_assign(cache->context, NULL, cache->jit_stack);
  pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
}

// Most patterns of most runs meet a few short texts, which the interpreter matches as well. What a stranger's pattern
// may cost is counted otherwise there: for the same text to have the same answer whatever came before, it never comes
// to that.
static pcre2_code *code_to_match(struct regex_cache *cache, const struct regex *regex, str subject) {
  pcre2_code *code = code_of(cache, regex);
  struct compiled *compiled = &cache->compiled[regex->number];
  bool at_once = cache->trust == REGEX_FOREIGN || subject.len > JIT_SUBJECT;
  if (!compiled->is_machine_code && (at_once || ++compiled->matches == JIT_AFTER)) {
    compiled->is_machine_code = true;
    compile_to_machine_code(cache, code);
  }
  return code;
}

static void explain(int error, str *why) {
  switch (error) {
  case PCRE2_ERROR_MATCHLIMIT:
  case PCRE2_ERROR_DEPTHLIMIT:
  case PCRE2_ERROR_CALLOUT:
    *why = STR("the pattern takes too many steps");
    break;
  case PCRE2_ERROR_HEAPLIMIT:
  case PCRE2_ERROR_JIT_STACKLIMIT:
    *why = STR("the pattern takes too much memory");
    break;
  default:
    *why = STR("the pattern cannot be matched");
    break;
  }
}

// Runs the pattern. False with `*why` where that came to no result.
static bool run(struct regex_cache *cache, const struct regex *regex, str subject, uint32_t from, uint32_t options,
                int *found, uint32_t *steps, str *why) {
  *steps = 0;
  if (subject.len > LIMIT_SUBJECT_BYTES) {
    *why = STR("the text is longer than 16384 bytes");
    return false;
  }
  prepare(cache);
  cache->callouts = 0;
  *found = pcre2_match(code_to_match(cache, regex, subject), (PCRE2_SPTR)(subject.len ? subject.at : ""), subject.len,
                       from, options, cache->match, cache->context);
  *steps = cache->callouts;
  if (*found == PCRE2_ERROR_NOMEMORY)
    arena_fail(cache->arena);
  if (*found >= 0 || *found == PCRE2_ERROR_NOMATCH || *found == PCRE2_ERROR_PARTIAL)
    return true;
  explain(*found, why);
  return false;
}

enum regex_answer regex_find(struct regex_cache *cache, const struct regex *regex, str subject, uint32_t from,
                             span *where, uint32_t *steps, str *why) {
  int found;
  if (!run(cache, regex, subject, from, 0, &found, steps, why))
    return REGEX_FAULT;
  if (found == PCRE2_ERROR_NOMATCH)
    return REGEX_NO;
  const size_t *ends = pcre2_get_ovector_pointer(cache->match);
  *where = (span){(uint32_t)ends[0], (uint32_t)(ends[1] - ends[0])}; // only \K could turn them round
  return REGEX_YES;
}

static bool is_anchored(const pcre2_code *code) {
  uint32_t options = 0;
  pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
  return options & PCRE2_ANCHORED; // PCRE2 sets it for a pattern whose alternatives all begin with ^
}

enum regex_answer regex_may_follow(struct regex_cache *cache, const struct regex *regex, str beginning, uint32_t *steps,
                                   str *why) {
  int found;
  *steps = 0;
  if (!is_anchored(code_of(cache, regex)))
    return REGEX_YES;
  // A match that would look past the end of what is known counts as a partial one, also one that `$` would end.
  if (!run(cache, regex, beginning, 0, PCRE2_PARTIAL_HARD, &found, steps, why))
    return REGEX_FAULT;
  return found == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_YES;
}

bool regex_check(struct arena *a, str pattern, uint32_t *at, str *why) {
  int error;
  size_t offset, size = 0;
  pcre2_code *code = compile(pattern, 0, &error, &offset);
  if (code) {
    pcre2_pattern_info(code, PCRE2_INFO_SIZE, &size);
    pcre2_code_free(code);
    *at = 0;
    *why = STR("the compiled pattern takes more than 65536 bytes");
    return size <= LIMIT_PATTERN_CODE_BYTES;
  }
  if (error == PCRE2_ERROR_HEAP_FAILED)
    arena_fail(a);
  char message[MESSAGE_BYTES];
  if (pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message) < 0)
    message[0] = 0;
  *at = (uint32_t)offset;
  *why = str_copy(a, str_of(message));
  return false;
}

#include <string.h>

#include "eval/models/models.h"

// Programs that answer for the platform that they run on.

static str arch_name(const struct call *c, enum arch_scheme scheme) {
  return machine_arch(c->m, scheme);
}

// The system itself is asked: nothing is done, and a compiler, say, is not needed.
static void note_question(struct call *c) {
  if (c->index != COMMAND_NONE)
    c->m->commands.at[c->index].asks = true;
}

// A known text that is the answer to a question, with a newline behind it; unknown where the platform is.
static void answer(struct call *c, str source, str text) {
  struct arena *a = c->m->a;
  struct value v = text.len ? value_known(a, str_concat(a, text, STR("\n"))) : value_output_of(a, c->name);
  v.source = source_asked(a, source, c->about->span);
  call_print(c, v);
  call_succeed(c);
}

// uname: a letter each, printed in this order (uname(1)).
static const struct {
  char letter;
  str name;
  str text; // empty: not known; "m": the machine
} uname_fields[] = {
    {'s', STR_INIT("kernel-name"), STR_INIT("Linux")},   {'n', STR_INIT("nodename"), STR_INIT("")},
    {'r', STR_INIT("kernel-release"), STR_INIT("")},     {'v', STR_INIT("kernel-version"), STR_INIT("")},
    {'m', STR_INIT("machine"), STR_INIT("m")},           {'p', STR_INIT("processor"), STR_INIT("m")},
    {'i', STR_INIT("hardware-platform"), STR_INIT("m")}, {'o', STR_INIT("operating-system"), STR_INIT("GNU/Linux")},
};

static uint32_t uname_flag(char letter) {
  for (uint32_t i = 0; i < COUNT_OF(uname_fields); i++)
    if (uname_fields[i].letter == letter)
      return 1u << i;
  return 0;
}

static uint32_t uname_flags(const struct call *c) {
  uint32_t flags = 0;
  for (uint32_t i = 1; i < c->argc; i++) {
    str word;
    if (!call_word(c, i, &word))
      continue;
    if (str_has_prefix(word, STR("--"))) {
      for (uint32_t j = 0; j < COUNT_OF(uname_fields); j++)
        if (str_eq(str_skip(word, 2), uname_fields[j].name))
          flags |= 1u << j;
      flags |= str_eq(word, STR("--all")) ? UINT32_MAX : 0;
      continue;
    }
    for (uint32_t j = 1; j < word.len; j++)
      flags |= word.at[j] == 'a' ? UINT32_MAX : uname_flag(word.at[j]);
  }
  return flags ? flags : uname_flag('s');
}

void model_uname(struct call *c) {
  note_question(c);
  struct arena *a = c->m->a;
  uint32_t flags = uname_flags(c);
  str machine = arch_name(c, ARCH_UNAME);
  bool all = flags == UINT32_MAX, arch = false, first = true;
  struct value_builder b;
  value_builder_init(&b, a);
  for (uint32_t i = 0; i < COUNT_OF(uname_fields); i++) {
    bool is_machine = str_eq(uname_fields[i].text, STR("m"));
    if (!(flags >> i & 1) || (all && (uname_fields[i].letter == 'p' || uname_fields[i].letter == 'i')))
      continue; // as GNU uname -a, which leaves out what it does not know
    value_builder_text(&b, first ? STR("") : STR(" "));
    first = false;
    arch = arch || is_machine;
    str text = is_machine ? machine : uname_fields[i].text;
    if (text.len)
      value_builder_text(&b, text);
    else
      value_builder_unknown(&b, STR("output of uname"));
  }
  value_builder_text(&b, STR("\n"));
  struct value v = value_of_builder(&b);
  v.source = arch ? source_asked(a, STR("uname"), c->about->span) : NULL;
  call_print(c, v);
  call_succeed(c);
}

void model_arch(struct call *c) {
  note_question(c);
  answer(c, STR("arch"), arch_name(c, ARCH_UNAME));
}

static bool has_word(const struct call *c, str text) {
  for (uint32_t i = 1; i < c->argc; i++)
    if (call_word_is(c, i, text))
      return true;
  return false;
}

void model_dpkg(struct call *c) {
  bool own = has_word(c, STR("--print-architecture")), foreign = has_word(c, STR("--print-foreign-architectures"));
  if (own || foreign)
    note_question(c);
  if (own)
    answer(c, STR("dpkg"), arch_name(c, ARCH_DPKG));
  else if (foreign)
    call_succeed(c);
  else
    call_unknown(c);
}

static bool is_32bit(const struct call *c) {
  str arch = arch_name(c, ARCH_DOCKER);
  return str_eq(arch, STR("arm")) || str_eq(arch, STR("386"));
}

// The part of a triplet before its first dash, or behind it.
static str triplet_part(str triplet, bool behind) {
  uint32_t dash = str_find_char(triplet, '-');
  return behind ? str_skip(triplet, dash + 1) : str_slice(triplet, 0, dash);
}

// Debian's CPU is its architecture, but for the ARM ports (dpkg's tupletable).
static str debian_cpu(const struct call *c) {
  return str_eq(arch_name(c, ARCH_DOCKER), STR("arm")) ? STR("arm") : arch_name(c, ARCH_DPKG);
}

// The GNU type has i686 where the multiarch folder has i386 (dpkg's cputable, dpkg-architecture(1)).
static str gnu_type(const struct call *c) {
  str triplet = arch_name(c, ARCH_TRIPLET);
  return str_has_prefix(triplet, STR("i386-")) ? str_concat(c->m->a, STR("i686"), str_skip(triplet, 4)) : triplet;
}

// A variable of dpkg-architecture(1), without DEB_HOST_ and its kin.
static str debian_variable(const struct call *c, str name) {
  if (str_eq(name, STR("ARCH")))
    return arch_name(c, ARCH_DPKG);
  if (str_eq(name, STR("MULTIARCH")))
    return arch_name(c, ARCH_TRIPLET);
  if (str_eq(name, STR("GNU_TYPE")))
    return gnu_type(c);
  if (str_eq(name, STR("GNU_CPU")))
    return triplet_part(gnu_type(c), false);
  if (str_eq(name, STR("GNU_SYSTEM")))
    return triplet_part(gnu_type(c), true);
  if (str_eq(name, STR("ARCH_CPU")))
    return debian_cpu(c);
  if (str_eq(name, STR("ARCH_OS")))
    return STR("linux");
  if (str_eq(name, STR("ARCH_BITS")))
    return is_32bit(c) ? STR("32") : STR("64");
  if (str_eq(name, STR("ARCH_ENDIAN")))
    return str_eq(arch_name(c, ARCH_DOCKER), STR("s390x")) ? STR("big") : STR("little");
  return STR("");
}

static str without_machine_prefix(str name) {
  static const str prefixes[] = {STR_INIT("DEB_HOST_"), STR_INIT("DEB_BUILD_"), STR_INIT("DEB_TARGET_")};
  for (uint32_t i = 0; i < COUNT_OF(prefixes); i++)
    if (str_has_prefix(name, prefixes[i]))
      return str_skip(name, prefixes[i].len);
  return STR("");
}

// `-qVAR`, `-q VAR`, `--query VAR`
void model_dpkg_architecture(struct call *c) {
  str word, name = {0};
  note_question(c);
  for (uint32_t i = 1; i < c->argc && call_word(c, i, &word); i++) {
    if (str_eq(word, STR("-q")) || str_eq(word, STR("--query")))
      call_word(c, i + 1, &name);
    else if (str_has_prefix(word, STR("-q")))
      name = str_skip(word, 2);
  }
  str text = debian_variable(c, without_machine_prefix(name));
  if (text.len && arch_name(c, ARCH_DPKG).len)
    answer(c, STR("dpkg"), text);
  else
    call_unknown(c);
}

void model_apk(struct call *c) {
  if (!has_word(c, STR("--print-arch"))) {
    call_unknown(c);
    return;
  }
  note_question(c);
  answer(c, STR("apk"), arch_name(c, ARCH_APK));
}

// rpm

// The macros _arch and _target_cpu say i386 and arm where packages say i686 and armv7hl (rpm's macros and rpmrc).
static str rpm_macro(const struct call *c, str name) {
  str package = arch_name(c, ARCH_RPM), arch = arch_name(c, ARCH_DOCKER);
  if (str_eq(name, STR("_arch")) || str_eq(name, STR("_host_cpu")) || str_eq(name, STR("_build_arch")))
    return str_eq(arch, STR("386")) ? STR("i386") : str_eq(arch, STR("arm")) ? arch : package;
  if (str_eq(name, STR("_target_cpu")) || str_eq(name, STR("ARCH")))
    return package;
  return STR("");
}

// The name of a macro or tag at the start of `text`: `{NAME}` or NAME; its length with the braces.
static uint32_t macro_name(str text, str *name) {
  if (text.len && text.at[0] == '{') {
    uint32_t end = str_find_char(text, '}');
    *name = str_slice(text, 1, end);
    return end < text.len ? end + 1 : 0;
  }
  uint32_t len = 0;
  while (len < text.len && (is_ascii_alnum(text.at[len]) || text.at[len] == '_'))
    len++;
  *name = str_slice(text, 0, len);
  return len;
}

// A text with `%{…}` in it; whether one of them is the architecture.
static bool rpm_text(const struct call *c, str format, struct value_builder *b) {
  bool arch = false;
  while (format.len) {
    uint32_t percent = str_find_char(format, '%');
    value_builder_text(b, str_slice(format, 0, percent));
    format = str_skip(format, percent + 1);
    str name;
    uint32_t len = macro_name(format, &name);
    if (!len)
      continue;
    format = str_skip(format, len);
    while (name.len && (name.at[0] == '?' || name.at[0] == '!'))
      name = str_skip(name, 1);
    str text = rpm_macro(c, name);
    arch = arch || text.len;
    if (text.len)
      value_builder_text(b, text);
    else
      value_builder_unknown(b, STR("output of rpm"));
  }
  return arch;
}

static str unescape_newlines(struct arena *a, str text) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < text.len; i++) {
    bool newline = text.at[i] == '\\' && i + 1 < text.len && text.at[i + 1] == 'n';
    buf_add_char(&b, newline ? '\n' : text.at[i]);
    i += newline;
  }
  return buf_str(&b);
}

// The value of an option, in this word or the next one.
static bool option_value(const struct call *c, uint32_t i, str name, str *value) {
  str word;
  if (!call_word(c, i, &word) || !str_has_prefix(word, name))
    return false;
  str rest = str_skip(word, name.len);
  if (!rest.len)
    return call_word(c, i + 1, value);
  *value = str_skip(rest, 1);
  return str_has_prefix(rest, STR("="));
}

static bool rpm_question(const struct call *c, str *format, bool *macros) {
  for (uint32_t i = 1; i < c->argc; i++) {
    *macros = option_value(c, i, STR("-E"), format) || option_value(c, i, STR("--eval"), format);
    if (*macros || option_value(c, i, STR("--queryformat"), format) || option_value(c, i, STR("--qf"), format))
      return true;
  }
  return false;
}

void model_rpm(struct call *c) {
  str format;
  bool macros;
  struct value_builder b;
  value_builder_init(&b, c->m->a);
  if (!rpm_question(c, &format, &macros)) {
    call_unknown(c);
    return;
  }
  bool arch = rpm_text(c, unescape_newlines(c->m->a, format), &b);
  if (arch)
    note_question(c);
  if (macros)
    value_builder_text(&b, STR("\n"));
  struct value v = value_of_builder(&b);
  v.source = arch ? source_asked(c->m->a, STR("rpm"), c->about->span) : NULL;
  call_print(c, v);
  call_succeed(c);
}

void model_getconf(struct call *c) {
  if (!call_word_is(c, 1, STR("LONG_BIT")) || !machine_platform(c->m)) {
    call_unknown(c);
    return;
  }
  note_question(c);
  answer(c, STR("getconf"), is_32bit(c) ? STR("32") : STR("64"));
}

// go env: what the environment sets, else what the platform is.
static bool go_variable(struct call *c, str name, str *text) {
  struct value set = state_value(c->m, c->st, name);
  str arch = arch_name(c, ARCH_GO), arm = {0};
  str_cut(arch, ',', &arch, &arm);
  if (state_variable(c->m, c->st, name) && value_is_set(&set))
    return value_is_known(&set, text);
  if (str_eq(name, STR("GOOS")) || str_eq(name, STR("GOHOSTOS")))
    *text = STR("linux");
  else if (str_eq(name, STR("GOARCH")) || str_eq(name, STR("GOHOSTARCH")))
    *text = arch;
  else if (str_eq(name, STR("GOARM")))
    *text = arm;
  else
    return false;
  return arch.len > 0;
}

void model_go(struct call *c) {
  struct buf b;
  str name, text;
  buf_init(&b, c->m->a);
  if (!call_word_is(c, 1, STR("env")) || c->argc < 3) {
    call_unknown(c);
    return;
  }
  for (uint32_t i = 2; i < c->argc; i++) {
    if (!call_word(c, i, &name) || !go_variable(c, name, &text)) {
      call_unknown(c);
      return;
    }
    buf_add(&b, text);
    buf_add_char(&b, '\n');
  }
  struct value v = value_known(c->m->a, buf_str(&b));
  v.source = source_asked(c->m->a, STR("go"), c->about->span);
  call_print(c, v);
  call_succeed(c);
}

// gcc -dumpmachine: the CPU is known, the vendor is the distribution's.
void model_compiler(struct call *c) {
  struct value_builder b;
  str cpu = arch_name(c, ARCH_UNAME);
  if (!has_word(c, STR("-dumpmachine")) && !has_word(c, STR("-print-multiarch"))) {
    call_unknown(c);
    return;
  }
  value_builder_init(&b, c->m->a);
  if (cpu.len && !is_32bit(c))
    value_builder_text(&b, str_concat(c->m->a, str_eq(cpu, STR("ppc64le")) ? STR("powerpc64le") : cpu, STR("-")));
  value_builder_unknown(&b, STR("target of the compiler"));
  value_builder_text(&b, STR("\n"));
  struct value v = value_of_builder(&b);
  v.source = source_asked(c->m->a, STR("gcc"), c->about->span);
  call_print(c, v);
  call_succeed(c);
}

// rustc -vV: of its lines the one that names the host is known.
void model_rustc(struct call *c) {
  str host = arch_name(c, ARCH_RUST);
  bool verbose = has_word(c, STR("-vV")) || has_word(c, STR("-Vv")) || has_word(c, STR("--verbose"));
  if (!verbose || !host.len) {
    call_unknown(c);
    return;
  }
  // The C library is that of the base image: gnu or musl.
  uint32_t libc = str_find(host, STR("-gnu"));
  struct value_builder b;
  value_builder_init(&b, c->m->a);
  value_builder_text(&b, STR("rustc "));
  value_builder_unknown(&b, STR("version of rustc"));
  value_builder_text(&b, STR("\nbinary: rustc\ncommit-hash: "));
  value_builder_unknown(&b, STR("version of rustc"));
  value_builder_text(&b, str_concat(c->m->a, STR("\nhost: "), str_slice(host, 0, libc + 1)));
  value_builder_unknown(&b, STR("C library of rustc"));
  value_builder_text(&b, STR("\nrelease: "));
  value_builder_unknown(&b, STR("version of rustc"));
  value_builder_text(&b, STR("\n"));
  struct value v = value_of_builder(&b);
  v.source = source_asked(c->m->a, STR("rustc"), c->about->span);
  call_print(c, v);
  call_succeed(c);
}

// Interpreters whose program text asks for the machine and prints nothing else.
static bool prints(const struct call *c, str asks, const str *wrappers, uint32_t count) {
  for (uint32_t i = 1; i < c->argc; i++) {
    str word;
    if (!call_word(c, i, &word))
      continue;
    word = str_trim(word);
    for (uint32_t j = 0; j < count; j++) {
      str text = str_format(c->m->a, STR_FMT STR_FMT ")", STR_ARG(wrappers[j]), STR_ARG(asks));
      if (str_has_suffix(word, text) || (!wrappers[j].len && str_eq(word, asks)))
        return true;
    }
  }
  return false;
}

void model_python(struct call *c) {
  static const str wrappers[] = {STR_INIT("print(")};
  if (prints(c, STR("platform.machine()"), wrappers, COUNT_OF(wrappers)) ||
      prints(c, STR("os.uname().machine"), wrappers, COUNT_OF(wrappers)))
    answer(c, STR("python"), arch_name(c, ARCH_UNAME));
  else if (!call_wrapper(c))
    call_unknown(c);
}

void model_node(struct call *c) {
  static const str wrappers[] = {STR_INIT("console.log("), STR_INIT("")};
  if (prints(c, STR("process.arch"), wrappers, COUNT_OF(wrappers)) ||
      prints(c, STR("os.arch()"), wrappers, COUNT_OF(wrappers)))
    answer(c, STR("node"), arch_name(c, ARCH_NODE));
  else
    call_unknown(c);
}

// xx-info (tonistiigi/xx): about the target platform, which the stage must have declared; else about its own.
static bool xx_platform(const struct call *c, platform *p) {
  struct value v = state_value(c->m, c->st, STR("TARGETPLATFORM"));
  str text;
  if (value_is_known(&v, &text) && text.len)
    return platform_parse(c->m->a, text, p);
  const platform *own = machine_platform(c->m);
  if (!own || value_has_unknown(&v))
    return false;
  *p = *own;
  return true;
}

static const struct {
  str word;
  enum arch_scheme scheme;
} xx_questions[] = {
    {STR_INIT("arch"), ARCH_DOCKER},     {STR_INIT("march"), ARCH_UNAME},   {STR_INIT("debian-arch"), ARCH_DPKG},
    {STR_INIT("alpine-arch"), ARCH_APK}, {STR_INIT("rhel-arch"), ARCH_RPM},
};

void model_xx_info(struct call *c) {
  platform p;
  bool known = xx_platform(c, &p);
  if (known && call_word_is(c, 1, STR("is-cross"))) {
    struct value subject = value_known(c->m->a, platform_name(c->m->a, p));
    subject.source = source_asked(c->m->a, STR("xx"), c->about->span);
    const platform *own = machine_platform(c->m);
    enum outcome o = own ? outcome_of(!platform_eq(p, *own)) : OUTCOME_MAYBE;
    state_set_condition(c->m, c->st, o, &subject, NULL);
    return;
  }
  if (known && call_word_is(c, 1, STR("os"))) {
    answer(c, STR("xx"), p.os);
    return;
  }
  for (uint32_t i = 0; known && i < COUNT_OF(xx_questions); i++)
    if (call_word_is(c, 1, xx_questions[i].word)) {
      answer(c, STR("xx"), platform_arch(p, xx_questions[i].scheme));
      return;
    }
  call_unknown(c);
}

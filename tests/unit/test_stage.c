#include "base/buf.h"
#include "eval/eval.h"
#include "unit.h"

// What each stage and RUN gets, as BuildKit's dockerfile2llb would hand it on. The letters are those of the facts about
// scope and platforms that were measured with it.

struct stage_case {
  const char *name;
  const char *target, *build; // build NULL: native
  const char *args;           // --build-arg, separated by blanks; NULL: none
  const char *file;
  uint32_t line;    // of an instruction, or of FROM
  const char *what; // see answers[]
  const char *want;
};

struct answer_ctx {
  struct arena *arena;
  const struct eval_scenario *scenario;
  const struct eval_stage *stage;
  const struct eval_instr *instr; // NULL for FROM
  str name;                       // what follows the question
};

static str find_env(struct answer_ctx *c) {
  uint32_t count;
  const str *env = eval_environment(c->arena, c->instr, &count);
  str name, value;
  for (uint32_t i = 0; i < count; i++)
    if (str_cut(env[i], '=', &name, &value) && str_eq(name, c->name))
      return value;
  return STR("-");
}

static str find_value(struct answer_ctx *c) {
  struct value v;
  return eval_variable(c->arena, c->instr, c->name, &v) ? value_show(c->arena, &v) : STR("-");
}

static str joined(struct arena *a, const str *at, uint32_t count) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < count; i++) {
    if (i)
      buf_add_char(&b, ' ');
    buf_add(&b, at[i]);
  }
  return buf_str(&b);
}

static str all_args(struct answer_ctx *c) {
  return joined(c->arena, c->instr->args, c->instr->arg_count);
}

static str all_env(struct answer_ctx *c) {
  uint32_t count;
  const str *env = eval_environment(c->arena, c->instr, &count);
  return joined(c->arena, env, count);
}

static str all_values(struct answer_ctx *c) {
  str shown[16];
  for (uint32_t i = 0; i < c->instr->value_count && i < COUNT_OF(shown); i++)
    shown[i] = value_show(c->arena, &c->instr->values[i].value);
  return joined(c->arena, shown, c->instr->value_count);
}

// The commands, with `;` between.
static str all_commands(struct answer_ctx *c) {
  struct buf b;
  buf_init(&b, c->arena);
  for (uint32_t i = 0; i < c->instr->command_count; i++) {
    const struct eval_command *command = &c->instr->commands[i];
    buf_add(&b, i ? STR("; ") : STR(""));
    for (uint32_t w = 0; w < command->argc; w++) {
      buf_add(&b, w ? STR(" ") : STR(""));
      buf_add(&b, value_show(c->arena, &command->argv[w].value));
    }
  }
  return buf_str(&b);
}

static str opaque(struct answer_ctx *c) {
  return c->instr->opaque;
}

static str folder(struct answer_ctx *c) {
  return c->instr->cwd;
}

static str runs_on(struct answer_ctx *c) {
  if (!c->stage->platform_known)
    return STR("unknown");
  return str_concat(c->arena, platform_name(c->arena, c->stage->platform),
                    c->stage->on_build ? STR(" build") : STR(""));
}

static str base(struct answer_ctx *c) {
  switch (c->stage->base) {
  case BASE_IMAGE:
    return str_concat(c->arena, STR("image "), value_show(c->arena, &c->stage->image));
  case BASE_STAGE:
    return str_format(c->arena, "stage %u", (unsigned)c->stage->base_stage);
  case BASE_SCRATCH:
    return STR("scratch");
  case BASE_UNKNOWN:
    return str_concat(c->arena, STR("unknown "), value_show(c->arena, &c->stage->image));
  }
  return STR("?");
}

static str use(struct answer_ctx *c) {
  return c->stage->shipped ? STR("shipped") : c->stage->needed ? STR("needed") : STR("unused");
}

static str windows(struct answer_ctx *c) {
  return c->stage->windows ? STR("yes") : STR("no");
}

static str error(struct answer_ctx *c) {
  return c->stage->error;
}

static str user(struct answer_ctx *c) {
  return c->stage->user.len ? value_show(c->arena, &c->stage->user) : STR("-");
}

static str triggers(struct answer_ctx *c) {
  return str_format(c->arena, "%u", (unsigned)c->stage->trigger_count);
}

static const struct {
  const char *question;
  str (*answer)(struct answer_ctx *c);
} answers[] = {
    {"env", find_env},     // BuildKit's reading of a variable; "-" for not set
    {"value", find_value}, // the interpreter's
    {"args", all_args},    {"environment", all_env}, {"values", all_values}, {"cwd", folder},
    {"platform", runs_on}, {"base", base},           {"use", use},           {"windows", windows},
    {"error", error},      {"user", user},           {"triggers", triggers}, {"commands", all_commands},
    {"opaque", opaque},
};

static const struct stage_case cases[] = {
    // (a) ARG before FROM only
    {"(a) a platform argument declared before FROM reaches FROM", "linux/arm64", NULL, NULL,
     "ARG TARGETARCH\nFROM foo-$TARGETARCH\nRUN a\n", 2, "base", "image foo-arm64"},
    {"(a) but no stage", "linux/arm64", NULL, NULL, "ARG TARGETARCH\nFROM foo\nRUN a\n", 3, "env TARGETARCH", "-"},
    {"(a) ADD loses the variable", "linux/arm64", NULL, NULL,
     "ARG TARGETARCH\nFROM foo\nADD https://h/x-${TARGETARCH} /x\n", 3, "values", "https://h/x- /x"},
    // (b) no ARG at all
    {"(b) not declared is not set", "linux/arm64", NULL, NULL, "FROM alpine\nENV E=x$TARGETARCH\nRUN a\n", 3,
     "env TARGETARCH", "-"},
    {"(b) in neither reading", "linux/arm64", NULL, NULL, "FROM alpine\nRUN a\n", 2, "value TARGETARCH", "-"},
    {"(b) and empty in ENV", "linux/arm64", NULL, NULL, "FROM alpine\nENV E=x$TARGETARCH\nRUN a\n", 3, "env E", "x"},
    // (c) defaults
    {"(c) a default in the stage wins", "linux/arm64", NULL, NULL, "FROM alpine\nARG TARGETARCH=amd64\nRUN a\n", 3,
     "env TARGETARCH", "amd64"},
    {"(c) a global default replaces the automatic value", "linux/arm64", NULL, NULL,
     "ARG TARGETARCH=amd64\nFROM alpine\nARG TARGETARCH\nRUN a\n", 4, "env TARGETARCH", "amd64"},
    {"(c) also in FROM", "linux/arm64", NULL, NULL, "ARG TARGETARCH=amd64\nFROM foo-$TARGETARCH\n", 2, "base",
     "image foo-amd64"},
    {"(c) the platform is still the target's", "linux/arm64", NULL, NULL,
     "ARG TARGETARCH=amd64\nFROM foo-$TARGETARCH\n", 2, "platform", "linux/arm64"},
    {"(c) a stage's default does not see the automatic value", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG TARGETARCH=${TARGETARCH:-amd64}\nRUN a\n", 3, "env TARGETARCH", "amd64"},
    {"(c) a global one does", "linux/arm64", NULL, NULL,
     "ARG TARGETARCH=${TARGETARCH:-amd64}\nFROM alpine\nARG TARGETARCH\nRUN a\n", 4, "env TARGETARCH", "arm64"},
    {"(c) --build-arg wins", "linux/arm64", NULL, "TARGETARCH=s390x", "FROM alpine\nARG TARGETARCH=amd64\nRUN a\n", 3,
     "env TARGETARCH", "s390x"},
    {"(c) derived from a platform argument", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG TARGETARCH\nARG GOARCH=$TARGETARCH\nRUN a\n", 4, "env GOARCH", "arm64"},
    {"(c) ARG overrides an earlier ENV", "linux/arm64", NULL, NULL,
     "FROM alpine\nENV TARGETARCH=mips\nARG TARGETARCH\nRUN a\n", 4, "env TARGETARCH", "arm64"},
    // (d) --platform
    {"(d) $TARGETPLATFORM is the target", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$TARGETPLATFORM alpine\n", 1, "platform", "linux/arm64"},
    {"(d) $BUILDPLATFORM is the machine that builds", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$BUILDPLATFORM alpine\n", 1, "platform", "linux/amd64 build"},
    {"(d) there TARGETARCH is the target's", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$BUILDPLATFORM alpine\nARG TARGETARCH\nARG BUILDARCH\nRUN a\n", 4, "env TARGETARCH", "arm64"},
    {"(d) and BUILDARCH the machine's", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$BUILDPLATFORM alpine\nARG TARGETARCH\nARG BUILDARCH\nRUN a\n", 4, "env BUILDARCH", "amd64"},
    {"(d) a global default decides", "linux/arm64", NULL, NULL,
     "ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM alpine\n", 2, "platform", "linux/amd64"},
    {"(d) an empty platform is an error", "linux/arm64", NULL, NULL, "FROM --platform=$NOPE alpine\n", 1, "error",
     "empty platform value from expression $NOPE"},
    {"(d) unless it may be given", "linux/arm64", NULL, NULL, "ARG P\nFROM --platform=$P alpine\n", 2, "error", ""},
    {"(d) then it is unknown", "linux/arm64", NULL, NULL, "ARG P\nFROM --platform=$P alpine\n", 2, "platform",
     "unknown"},
    {"(d) an architecture alone", "linux/arm64", NULL, NULL, "FROM --platform=$TARGETARCH alpine\n", 1, "platform",
     "linux/arm64"},
    // (e) FROM with variables
    {"(e) FROM needs no ARG", "linux/arm64", NULL, NULL, "FROM base-${TARGETARCH}\n", 1, "base", "image base-arm64"},
    {"(e) it may pick a stage", "linux/arm64", NULL, NULL,
     "FROM alpine AS base-amd64\nFROM alpine AS base-arm64\nFROM base-${TARGETARCH}\n", 3, "base", "stage 1"},
    {"(e) the others are not built", "linux/arm64", NULL, NULL,
     "FROM alpine AS base-amd64\nFROM alpine AS base-arm64\nFROM base-${TARGETARCH}\n", 1, "use", "unused"},
    {"(e) the picked one is", "linux/arm64", NULL, NULL,
     "FROM alpine AS base-amd64\nFROM alpine AS base-arm64\nFROM base-${TARGETARCH}\n", 2, "use", "shipped"},
    {"(e) variants", "linux/arm/v7", NULL, NULL, "FROM base-${TARGETARCH}${TARGETVARIANT}\n", 1, "base",
     "image base-armv7"},
    {"(e) a default that is not needed", "linux/arm64", NULL, NULL, "FROM ${TARGETARCH:-amd64}/alpine\n", 1, "base",
     "image arm64/alpine"},
    {"(e) a stage's ARG does not reach FROM", "linux/arm64", NULL, NULL, "FROM alpine\nARG FOO=x\nFROM base-$FOO\n", 3,
     "base", "image base-"},
    // (f) variants
    {"(f) arm is arm/v7", "linux/arm", NULL, NULL, "FROM alpine\nARG TARGETPLATFORM\nRUN a\n", 3, "env TARGETPLATFORM",
     "linux/arm/v7"},
    {"(f) with its variant", "linux/arm", NULL, NULL, "FROM alpine\nARG TARGETVARIANT\nRUN a\n", 3, "env TARGETVARIANT",
     "v7"},
    {"(f) armel is arm/v6", "linux/armel", NULL, NULL, "FROM alpine\nARG TARGETPLATFORM\nRUN a\n", 3,
     "env TARGETPLATFORM", "linux/arm/v6"},
    {"(f) arm64/v8 has no variant", "linux/arm64/v8", NULL, NULL, "FROM alpine\nARG TARGETVARIANT\nRUN a\n", 3,
     "env TARGETVARIANT", ""},
    {"(f) aarch64 is arm64", "linux/aarch64", NULL, NULL, "FROM alpine\nARG TARGETARCH\nRUN a\n", 3, "env TARGETARCH",
     "arm64"},
    {"(f) a word that is no architecture stays", "linux/armv7", NULL, NULL, "FROM alpine\nARG TARGETARCH\nRUN a\n", 3,
     "env TARGETARCH", "armv7"},
    {"(f) FROM's arm runs as arm/v7", "linux/s390x", NULL, NULL, "FROM --platform=arm alpine\n", 1, "platform",
     "linux/arm/v7"},
    {"(f) FROM's arm64/v8 needs its OS", "linux/s390x", NULL, NULL, "FROM --platform=linux/arm64/v8 alpine\n", 1,
     "platform", "linux/arm64"},
    {"(f) in capitals", "linux/s390x", NULL, NULL, "FROM --platform=LINUX/AMD64 alpine\n", 1, "platform",
     "linux/amd64"},
    {"(f) an OS alone", "linux/s390x", "linux/arm64", NULL, "FROM --platform=linux alpine\n", 1, "platform",
     "linux/arm64"},
    // (g) inheritance
    {"(g) FROM stage takes its platform", "linux/arm64", NULL, NULL,
     "FROM --platform=linux/s390x alpine AS one\nFROM one AS two\nFROM --platform=linux/riscv64 two\n", 3, "platform",
     "linux/s390x"},
    {"(g) ARG values travel", "linux/arm64", NULL, NULL, "FROM alpine AS one\nARG A=1\nFROM one\nRUN a\n", 4, "env A",
     "1"},
    {"(g) and platform arguments that are declared there", "linux/arm64", NULL, NULL,
     "FROM alpine AS one\nARG TARGETARCH\nFROM one\nRUN a\n", 4, "env TARGETARCH", "arm64"},
    {"(g) scratch ignores --platform", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$BUILDPLATFORM scratch AS s\nFROM s\n", 2, "platform", "linux/arm64"},
    {"(g) the folder travels", "linux/arm64", NULL, NULL, "FROM alpine AS one\nWORKDIR /w\nFROM one\nRUN a\n", 4, "cwd",
     "/w"},
    {"(g) the shell travels", "linux/arm64", NULL, NULL,
     "FROM alpine AS one\nSHELL [\"bash\", \"-ec\"]\nFROM one\nRUN a\n", 4, "args", "bash -ec a"},
    {"(g) the user travels", "linux/arm64", NULL, NULL, "FROM alpine AS one\nUSER me\nFROM one\n", 3, "user", "me"},
    {"(g) a name is exact", "linux/arm64", NULL, NULL, "FROM alpine AS Base\nFROM Base\n", 2, "base", "image Base"},
    {"(g) a repeated name hides the older", "linux/arm64", NULL, NULL, "FROM a AS x\nFROM b AS x\nFROM x\n", 3, "base",
     "stage 1"},
    // (h) COPY --from and mounts
    {"(h) COPY --from needs its stage", "linux/arm64", NULL, NULL,
     "FROM alpine AS o\nFROM alpine\nCOPY --from=O /x /x\n", 1, "use", "needed"},
    {"(h) by number", "linux/arm64", NULL, NULL, "FROM alpine\nFROM alpine\nCOPY --from=0 /x /x\n", 1, "use", "needed"},
    {"(h) a mount too", "linux/arm64", NULL, NULL, "FROM alpine AS o\nFROM alpine\nRUN --mount=from=o,target=/d a\n", 1,
     "use", "needed"},
    {"(h) from the platform of that stage", "linux/arm64", NULL, NULL,
     "FROM --platform=linux/s390x alpine AS o\nFROM alpine\nCOPY --from=o /x /x\n", 1, "platform", "linux/s390x"},
    {"(h) an image needs no stage", "linux/arm64", NULL, NULL,
     "FROM alpine AS o\nFROM alpine\nCOPY --from=busybox /x /x\n", 1, "use", "unused"},
    // scope
    {"a global ARG is not in a stage", "linux/arm64", NULL, NULL, "ARG V=1\nFROM alpine\nRUN a\n", 3, "env V", "-"},
    {"until it is declared", "linux/arm64", NULL, NULL, "ARG V=1\nFROM alpine\nARG V\nRUN a\n", 4, "env V", "1"},
    {"global arguments see each other", "linux/arm64", NULL, NULL,
     "ARG V=1\nARG W=$V-$TARGETARCH\nFROM alpine\nARG W\nRUN a\n", 5, "env W", "1-arm64"},
    {"a default beats the global value", "linux/arm64", NULL, NULL, "ARG V=1\nFROM alpine\nARG V=9\nRUN a\n", 4,
     "env V", "9"},
    {"--build-arg beats all", "linux/arm64", NULL, "V=2", "ARG V=1\nFROM alpine\nARG V=3\nRUN a\n", 4, "env V", "2"},
    {"but only where it is declared", "linux/arm64", NULL, "X=y", "FROM alpine\nRUN a\n", 2, "env X", "-"},
    {"a proxy is apart from the environment", "linux/arm64", NULL, "HTTP_PROXY=http://p", "FROM alpine\nRUN a\n", 2,
     "env HTTP_PROXY", "-"},
    {"one ENV is expanded before any of its pairs is set", "linux/arm64", NULL, NULL,
     "FROM alpine\nENV A=1\nENV A=2 B=$A\nRUN a\n", 4, "env B", "1"},
    {"ARG goes pair by pair", "linux/arm64", NULL, NULL, "FROM alpine\nARG A=1 B=$A\nRUN a\n", 3, "env B", "1"},
    {"no value: not set", "linux/arm64", NULL, NULL, "FROM alpine\nARG A\nRUN a\n", 3, "env A", "-"},
    {"ARG without value leaves ENV", "linux/arm64", NULL, NULL, "FROM alpine\nENV A=1\nARG A\nRUN a\n", 4, "env A",
     "1"},
    {"ARGs that BuildKit keeps to itself", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG BUILDKIT_SBOM_SCAN_STAGE=true\nRUN a\n", 3, "env BUILDKIT_SBOM_SCAN_STAGE", "-"},
    {"the stage's own name", "linux/arm64", NULL, NULL, "FROM alpine AS end\nARG TARGETSTAGE\nRUN a\n", 3,
     "env TARGETSTAGE", "end"},
    {"or none", "linux/arm64", NULL, NULL, "FROM alpine\nARG TARGETSTAGE\nRUN a\n", 3, "env TARGETSTAGE", "default"},
    {"the environment is ordered by the last setting", "linux/arm64", NULL, NULL,
     "FROM alpine\nENV PATH=/p\nENV B=1 A=2\nENV B=3\nRUN a\n", 5, "environment", "PATH=/p A=2 B=3"},
    {"a socket of ssh", "linux/arm64", NULL, NULL, "FROM alpine\nRUN --mount=type=ssh a\n", 2, "env SSH_AUTH_SOCK",
     "/run/buildkit/ssh_agent.0"},
    {"where it is asked for", "linux/arm64", NULL, NULL, "FROM alpine\nARG D=/s\nRUN --mount=type=ssh,target=$D/a a\n",
     3, "env SSH_AUTH_SOCK", "/s/a"},
    // the interpreter's reading
    {"an ARG without default is unknown", "linux/arm64", NULL, NULL, "FROM alpine\nARG A\nRUN a\n", 3, "value A",
     "${build argument A}"},
    {"also a global one", "linux/arm64", NULL, NULL, "ARG A\nFROM alpine\nARG A\nENV B=x$A\nRUN a\n", 5, "value B",
     "x${build argument A}"},
    {"a default of a word stands beside it", "linux/arm64", NULL, NULL, "FROM alpine\nARG A\nENV B=${A:-d}\nRUN a\n", 4,
     "value B", "${build argument A}|d"},
    {"what only the image could set is unknown", "linux/arm64", NULL, NULL,
     "FROM alpine:3\nENV B=$JAVA_HOME/bin\nRUN a\n", 3, "value B", "${JAVA_HOME of alpine:3}/bin"},
    {"but empty for BuildKit", "linux/arm64", NULL, NULL, "FROM alpine:3\nENV B=$JAVA_HOME/bin\nRUN a\n", 3, "env B",
     "/bin"},
    {"nothing sets it in scratch", "linux/arm64", NULL, NULL, "FROM scratch\nENV B=$JAVA_HOME/bin\nRUN a\n", 3,
     "value B", "/bin"},
    {"operators work on what is known", "linux/arm64", NULL, NULL, "FROM alpine\nARG V=1.2.3\nENV B=${V%.*}\nRUN a\n",
     4, "value B", "1.2"},
    {"and not on what is not", "linux/arm64", NULL, NULL, "FROM alpine\nARG V\nENV B=${V%.*}\nRUN a\n", 4, "value B",
     "${build argument V}"},
    {"alternatives are all expanded", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG V\nENV B=${V:+new}\nENV C=x-${B:-old}\nRUN a\n", 5, "value C", "x-new|x-old"},
    {"an unknown base", "linux/arm64", NULL, NULL, "ARG B\nFROM $B\n", 2, "base", "unknown ${build argument B}"},
    {"a base with a default", "linux/arm64", NULL, NULL, "ARG B=debian\nFROM $B\n", 2, "base", "image debian"},
    {"PATH is the image's", "linux/arm64", NULL, NULL, "FROM alpine\nENV PATH=/x:$PATH\nRUN a\n", 3, "value PATH",
     "/x:${PATH of the base image}"},
    // stages
    {"stages that nothing needs", "linux/arm64", NULL, NULL, "FROM alpine AS a\nFROM alpine\n", 1, "use", "unused"},
    {"Windows by its registry", "linux/amd64", NULL, NULL, "FROM mcr.microsoft.com/windows/servercore:1809\n", 1,
     "windows", "yes"},
    {"by its tag", "linux/amd64", NULL, NULL, "FROM golang:1.22-nanoserver-ltsc2022\n", 1, "windows", "yes"},
    {"by its shell", "linux/amd64", NULL, NULL, "ARG I\nFROM $I\nSHELL [\"powershell.exe\", \"-c\"]\n", 2, "windows",
     "yes"},
    {"by what it starts from", "linux/amd64", NULL, NULL, "FROM x:ltsc2022 AS a\nFROM a\n", 2, "windows", "yes"},
    {"pwsh alone is at home on Linux too", "linux/amd64", NULL, NULL, "FROM x\nSHELL [\"pwsh\", \"-c\"]\n", 1,
     "windows", "no"},
    {"Linux", "linux/amd64", NULL, NULL, "FROM debian:12\n", 1, "windows", "no"},
    // commands
    {"the shell form", "linux/arm64", NULL, NULL, "FROM alpine\nRUN a  b\n", 2, "args", "/bin/sh -c a  b"},
    {"the exec form", "linux/arm64", NULL, NULL, "FROM alpine\nRUN [\"a\", \"$b\"]\n", 2, "args", "a $b"},
    {"a here-document", "linux/arm64", NULL, NULL, "FROM alpine\nRUN <<E\na\nE\n", 2, "args", "/bin/sh -c a\n"},
    {"a here-document that is a file", "linux/arm64", NULL, NULL, "FROM alpine\nRUN <<E\n#!/usr/bin/python\nE\n", 2,
     "args", "/bin/sh -c /dev/pipes/E"},
    {"the shell of Windows", "windows/amd64", NULL, NULL, "FROM x\nRUN a\n", 2, "args", "cmd /S /C a"},
    {"of the stage's system, not the target's", "windows/amd64", NULL, NULL, "FROM --platform=linux/amd64 x\nRUN a\n",
     2, "args", "/bin/sh -c a"},
    {"a relative folder", "linux/arm64", NULL, NULL, "FROM alpine\nWORKDIR a\nWORKDIR b/\nRUN a\n", 4, "cwd", "/a/b"},
    {"a folder with variables", "linux/arm64", NULL, NULL, "FROM alpine\nARG D=/d\nWORKDIR $D/x\nRUN a\n", 4, "cwd",
     "/d/x"},
    {"what ONBUILD leaves to a stage", "linux/arm64", NULL, NULL,
     "FROM alpine AS a\nONBUILD ENV X=1\nONBUILD RUN b\nFROM a\nRUN a\n", 5, "env X", "1"},
    {"is not there before", "linux/arm64", NULL, NULL, "FROM alpine\nONBUILD ENV X=1\nRUN a\n", 3, "env X", "-"},
    {"and goes no further", "linux/arm64", NULL, NULL, "FROM alpine AS a\nONBUILD RUN b\nFROM a AS b\nFROM b\n", 4,
     "triggers", "0"},
    {"a script gets the environment", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG A B=1\nENV C=2\nRUN a $A $B $C $D $HOME $TARGETARCH.\n", 4, "commands",
     "a ${build argument A} 1 2 ${D of alpine} /root ."},
    {"CMD gets what the image keeps", "linux/arm64", NULL, NULL, "FROM alpine\nARG B=1\nENV C=2\nCMD a $B $C\n", 4,
     "commands", "a ${B of alpine} 2"},
    {"a script runs on its stage's platform", "linux/arm64", "linux/amd64", NULL,
     "FROM --platform=$BUILDPLATFORM alpine\nRUN a $(uname -m)\n", 2, "commands", "uname -m; a x86_64"},
    {"or on that of the target", "linux/arm64", "linux/amd64", NULL, "FROM alpine\nRUN a $(uname -m)\n", 2, "commands",
     "uname -m; a aarch64"},
    {"on an unknown one it has no answer", "linux/arm64", NULL, NULL,
     "ARG P\nFROM --platform=$P alpine\nRUN a $(uname -m)\n", 3, "commands", "uname -m; a ${output of uname}"},
    {"a variable that depends on the platform", "linux/arm64", NULL, NULL,
     "FROM alpine\nARG TARGETARCH\nENV N=x-$TARGETARCH\nRUN a ${N#x-}\n", 4, "commands", "a arm64"},
    {"the home of another user", "linux/arm64", NULL, NULL, "FROM alpine\nUSER me\nRUN a $HOME\n", 3, "commands",
     "a ${home of USER}"},
    {"of root by number", "linux/arm64", NULL, NULL, "FROM alpine\nUSER 0:0\nRUN a $HOME\n", 3, "commands", "a /root"},
    {"or that ENV names", "linux/arm64", NULL, NULL, "FROM alpine\nENV HOME=/h\nUSER me\nRUN a $HOME\n", 4, "commands",
     "a /h"},
    {"a proxy reaches scripts", "linux/arm64", NULL, "HTTP_PROXY=http://p", "FROM alpine\nRUN a $HTTP_PROXY\n", 2,
     "commands", "a http://p"},
    {"a file that COPY writes may be run", "linux/arm64", NULL, NULL,
     "FROM alpine\nCOPY <<E /x.sh\na $(uname -m)\nE\nRUN sh /x.sh\n", 5, "commands", "sh /x.sh; uname -m; a aarch64"},
    {"PowerShell is not interpreted", "linux/amd64", NULL, NULL, "FROM x\nSHELL [\"powershell\"]\nRUN a\n", 3,
     "commands", ""},
    {"nor cmd in a build for Windows", "windows/amd64", NULL, NULL, "FROM x:ltsc2022\nRUN a\n", 2, "commands", ""},
    {"its name is told", "windows/amd64", NULL, NULL, "FROM x:ltsc2022\nRUN a\n", 2, "opaque", "cmd"},
    {"a build for Linux runs it all the same", "linux/amd64", NULL, NULL, "FROM x:ltsc2022\nRUN a && b\n", 2,
     "commands", "a; b"},
    {"one for each", "linux/arm64", NULL, NULL, "FROM alpine AS a\nONBUILD RUN b\nFROM a AS b\nFROM b\n", 3, "triggers",
     "1"},
};

static void read_args(struct arena *a, const char *text, struct eval_options *options) {
  static const uint32_t max = 8;
  struct eval_build_arg *args = NEW_ARRAY(a, struct eval_build_arg, max);
  str rest = str_of(text), word;
  options->build_args = args;
  while (options->build_arg_count < max && rest.len && str_next(&rest, ' ', &word)) {
    struct eval_build_arg *arg = &args[options->build_arg_count++];
    str_cut(word, '=', &arg->name, &arg->value);
  }
}

// The stage and instruction that begin on a line.
static void find_place(struct answer_ctx *c, uint32_t line) {
  for (uint32_t s = 0; s < c->scenario->stage_count; s++) {
    const struct eval_stage *stage = &c->scenario->stages[s];
    if (stage->stage->from->node->start_line <= line)
      c->stage = stage;
    for (uint32_t i = 0; i < stage->instr_count; i++)
      if (stage->instrs[i].instr->node->start_line == line)
        c->instr = &stage->instrs[i];
  }
}

static str answer(struct answer_ctx *ctx, const struct stage_case *c) {
  str question = str_of(c->what);
  find_place(ctx, c->line);
  str_cut(question, ' ', &question, &ctx->name);
  for (uint32_t i = 0; i < COUNT_OF(answers); i++)
    if (str_eq(str_of(answers[i].question), question))
      return answers[i].answer(ctx);
  fail_msg("no such question: %s", c->what);
  return STR("");
}

static void test_stage(void **state) {
  const struct stage_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  platform targets[3], build;
  assert_true(platform_parse(&a, STR("linux/386"), &targets[0]));
  assert_true(platform_parse(&a, STR("linux/ppc64le"), &targets[1]));
  assert_true(platform_parse(&a, str_of(c->target), &targets[2]));
  struct eval_options options = {.targets = &targets[2], .target_count = 1, .build = &targets[2]};
  if (c->build) {
    assert_true(platform_parse(&a, str_of(c->build), &build));
    options.build = &build;
  }
  read_args(&a, c->args, &options);
  const struct dockerfile *df = dockerfile_parse(&a, source_new(&a, STR("Dockerfile"), str_of(c->file)));
  struct scripts scripts = shell_scripts(&a, df);
  const struct eval *alone = eval_run(&a, df, &scripts, &options);
  struct answer_ctx ctx = {.arena = &a, .scenario = &alone->scenarios[0]};
  assert_str_equal(answer(&ctx, c), str_of(c->want));

  // Other platforms before it change nothing.
  options.targets = targets;
  options.target_count = COUNT_OF(targets);
  const struct eval *beside = eval_run(&a, df, &scripts, &options);
  ctx = (struct answer_ctx){.arena = &a, .scenario = &beside->scenarios[2]};
  assert_str_equal(answer(&ctx, c), str_of(c->want));
  arena_done(&a);
}

static void test_scenarios(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  static const struct {
    const char *file;
    bool native_only;
    const char *want; // target@build
  } rows[] = {
      {"FROM a\nARG TARGETARCH\n", false, "linux/amd64@linux/amd64 linux/s390x@linux/s390x"},
      {"FROM --platform=$BUILDPLATFORM a\n", false,
       "linux/amd64@linux/amd64 linux/s390x@linux/s390x linux/s390x@linux/amd64 linux/amd64@linux/arm64 "
       "linux/s390x@linux/arm64"},
      {"FROM --platform=$BUILDPLATFORM a\n", true, "linux/amd64@linux/amd64 linux/s390x@linux/s390x"},
  };
  platform targets[2];
  platform_parse(&a, STR("linux/amd64"), &targets[0]);
  platform_parse(&a, STR("linux/s390x"), &targets[1]);
  for (uint32_t i = 0; i < COUNT_OF(rows); i++) {
    struct eval_options options = {.targets = targets, .target_count = 2, .native_only = rows[i].native_only};
    const struct dockerfile *df = dockerfile_parse(&a, source_new(&a, STR("Dockerfile"), str_of(rows[i].file)));
    struct scripts scripts = shell_scripts(&a, df);
    const struct eval *eval = eval_run(&a, df, &scripts, &options);
    str shown[PLATFORMS_MAX];
    for (uint32_t s = 0; s < eval->scenario_count; s++)
      shown[s] = str_concat(&a, platform_name(&a, eval->scenarios[s].target),
                            str_concat(&a, STR("@"), platform_name(&a, eval->scenarios[s].build)));
    assert_str_equal(joined(&a, shown, eval->scenario_count), str_of(rows[i].want));
  }
  arena_done(&a);
}

int main(void) {
  const struct CMUnitTest scenarios[] = {cmocka_unit_test(test_scenarios)};
  int failed = RUN_CASES("stages and scope", cases, test_stage);
  return failed + cmocka_run_group_tests_name("scenarios", scenarios, NULL, NULL);
}

#include "base/buf.h"
#include "eval/eval.h"
#include "facts/facts.h"
#include "facts/programs.h"
#include "unit.h"

// What one field of all facts of a kind is, in which scenarios: `value (platforms); …`. Facts of one place that differ
// by scenario follow each other.
struct facts_case {
  const char *name;
  const char *text;
  const char *kind, *field;
  const char *expected;
};

static const struct facts_case facts_cases[] = {
    {"a name for one architecture suits it alone", "FROM debian:12\nRUN curl -O https://e.com/t-x86_64.tgz\n",
     "download", "suits", "true (linux/amd64); false (linux/arm64)"},
    {"a name that follows the platform suits all",
     "FROM debian:12\nARG TARGETARCH\nRUN curl -O https://e.com/t-$TARGETARCH.tgz\n", "download", "suits",
     "true (linux/amd64); true (linux/arm64)"},
    {"a URL that is the same everywhere is one fact", "FROM debian:12\nRUN curl -O https://e.com/t.tgz\n", "download",
     "url", "https://e.com/t.tgz (linux/amd64 linux/arm64)"},
    {"a branch holds for the platform that takes it",
     "FROM debian:12\nRUN if [ \"$(uname -m)\" = x86_64 ]; then curl -O https://e.com/t-x86_64.tgz; fi\n", "download",
     "suits", "true (linux/amd64)"},
    {"a file for each architecture serves all",
     "FROM debian:12\nADD https://e.com/t-amd64 /a\nADD https://e.com/t-arm64 /b\n", "download", "suits",
     "true (linux/amd64); true (linux/arm64); true (linux/arm64); true (linux/amd64)"},
    {"one checksum for two files",
     "FROM debian:12\nARG TARGETARCH\nRUN curl -o t https://e.com/t-$TARGETARCH && "
     "echo 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  t | sha256sum -c\n",
     "download", "checksum-shared", "true (linux/amd64); true (linux/arm64)"},
    {"a stage that a platform does not need",
     "FROM debian:12 AS t-amd64\nRUN curl -O https://e.com/t-amd64\n"
     "FROM debian:12 AS t-arm64\nRUN curl -O https://e.com/t-arm64\nFROM t-$TARGETARCH\n",
     "download", "suits", "true (linux/amd64); true (linux/arm64)"},
    {"a default hides the automatic value where they differ", "FROM debian:12\nARG TARGETARCH=amd64\n", "variable",
     "hides-automatic", "false (linux/amd64); true (linux/arm64)"},
    {"a default that asks for the automatic value hides nothing",
     "ARG TARGETARCH=${TARGETARCH:-amd64}\nFROM debian:12\n", "variable", "hides-automatic",
     "false (linux/amd64 linux/arm64)"},
    {"what a variable reaches, over others",
     "ARG V=amd64\nFROM debian:12\nARG V\nENV F=t-$V\nRUN u=https://e.com/$F; curl -O $u\n", "variable", "used-in",
     "download (linux/amd64); download (linux/arm64); download (linux/amd64 linux/arm64); "
     "download (linux/amd64 linux/arm64); download (linux/amd64 linux/arm64)"},
    {"a platform argument that the stage does not declare", "ARG TARGETARCH\nFROM debian:12\nRUN echo $TARGETARCH\n",
     "use", "name", "TARGETARCH (linux/amd64 linux/arm64)"},
    {"a stage takes the arguments of the one it starts from",
     "FROM debian:12 AS a\nARG TARGETARCH\nFROM a\nRUN echo $TARGETARCH\n", "use", "name", ""},
    {"an incomplete choice", "FROM debian:12\nRUN case $(uname -m) in x86_64) a=x ;; *) exit 1 ;; esac\n",
     "arch-switch", "outcome", "branch (linux/amd64); error (linux/arm64)"},
    {"a choice that leaves the name of a file empty",
     "FROM debian:12\nARG TARGETARCH\nRUN case $TARGETARCH in amd64) f=x ;; esac; curl -O https://e.com/$f\n",
     "arch-switch", "leaves-empty", " (linux/amd64); f (linux/arm64)"},
    {"a choice whose variable is asked for with care",
     "FROM debian:12\nARG TARGETARCH\nRUN case $TARGETARCH in amd64) f=x ;; esac; ./configure ${f:+--jit}\n",
     "arch-switch", "leaves-empty", " (linux/amd64);  (linux/arm64)"},
    {"the architecture of a package", "FROM debian:12\nRUN apt-get install -y libc6:i386\n", "package", "suits",
     "true (linux/amd64); false (linux/arm64)"},
    {"a repository for one architecture",
     "FROM debian:12\nRUN echo 'deb [arch=amd64] https://e.com/ s m' > /etc/apt/sources.list\n", "package", "action",
     "repository (linux/amd64); repository (linux/arm64)"},
    {"packages for each architecture serve all",
     "FROM python:3\nRUN pip download --platform manylinux2014_x86_64 --platform manylinux2014_aarch64 x\n", "package",
     "suits",
     "true (linux/amd64); true (linux/arm64); true (linux/arm64); true (linux/amd64); true (linux/amd64 linux/arm64)"},
    {"pip as a module", "FROM python:3\nRUN python3 -m pip install 'lxml==4'\n", "package", "version",
     "4 (linux/amd64 linux/arm64)"},
    {"a version without a wheel for one platform", "FROM python:3\nRUN pip install Pillow==5.3.0\n", "source-build",
     "packages", "Pillow (linux/arm64)"},
    {"a branch that leaves in good order", "FROM debian:12\nRUN case $(arch) in x86_64) a=1 ;; *) exit 0 ;; esac\n",
     "arch-switch", "outcome", "branch (linux/amd64); default (linux/arm64)"},
    {"GOARCH that is fixed", "FROM golang:1.24\nRUN GOARCH=amd64 go build -o /app .\n", "build-tool", "suits",
     "true (linux/amd64); false (linux/arm64)"},
    {"GOARCH from the platform", "FROM golang:1.24\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\n",
     "build-tool", "follows-target", "true (linux/amd64); true (linux/arm64)"},
    {"GOARCH written to go's own settings", "FROM debian:12\nRUN go env -w GOARCH=amd64\n", "build-tool", "target",
     "amd64 (linux/amd64); amd64 (linux/arm64)"},
    {"make and a variable before it", "FROM debian:12\nRUN ARCH=amd64 make build\n", "build-tool", "target",
     "amd64 (linux/amd64); amd64 (linux/arm64)"},
    {"make and a variable of a project", "FROM debian:12\nRUN make XC_ARCH=amd64 bin\n", "build-tool", "target",
     "amd64 (linux/amd64); amd64 (linux/arm64)"},
    {"make that is told its cross compiler",
     "FROM debian:12\nRUN make ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- all\n", "build-tool", "target", ""},
    {"a script that is told GOARCH", "FROM debian:12\nRUN GOARCH=amd64 ./hack/build.sh\n", "build-tool", "target",
     "amd64 (linux/amd64); amd64 (linux/arm64)"},
    {"a script that is run for several", "FROM debian:12\nRUN for a in amd64 arm64; do GOARCH=$a ./make.sh; done\n",
     "build-tool", "target", ""},
    {"gox", "FROM debian:12\nRUN gox -osarch=linux/amd64 ./...\n", "build-tool", "target",
     "linux/amd64 (linux/amd64); linux/amd64 (linux/arm64)"},
    {"cargo chef", "FROM debian:12\nRUN cargo chef cook --target x86_64-unknown-linux-musl\n", "build-tool", "target",
     "x86_64-unknown-linux-musl (linux/amd64); x86_64-unknown-linux-musl (linux/arm64)"},
    {"what cargo chef only reads", "FROM debian:12\nRUN cargo chef prepare --recipe-path recipe.json\n", "build-tool",
     "target", ""},
    {"maturin", "FROM debian:12\nRUN maturin build --target x86_64-unknown-linux-gnu\n", "build-tool", "target",
     "x86_64-unknown-linux-gnu (linux/amd64); x86_64-unknown-linux-gnu (linux/arm64)"},
    {"pkg behind npx", "FROM debian:12\nRUN npx pkg -t node18-linux-x64 .\n", "build-tool", "target",
     "node18-linux-x64 (linux/amd64); node18-linux-x64 (linux/arm64)"},
    {"node-gyp", "FROM debian:12\nRUN node-gyp rebuild --arch=x64\n", "build-tool", "target",
     "x64 (linux/amd64); x64 (linux/arm64)"},
    {"a property of MSBuild", "FROM debian:12\nRUN dotnet publish -p:RuntimeIdentifier=linux-x64\n", "build-tool",
     "target", "linux-x64 (linux/amd64); linux-x64 (linux/arm64)"},
    {"a setting of conan", "FROM debian:12\nRUN conan install . -s arch=x86_64\n", "build-tool", "target",
     "x86_64 (linux/amd64); x86_64 (linux/arm64)"},
    {"debootstrap", "FROM debian:12\nRUN debootstrap --arch=amd64 bookworm /rootfs\n", "build-tool", "target",
     "amd64 (linux/amd64); amd64 (linux/arm64)"},
    {"an installer that a shell reads",
     "FROM debian:12\nRUN curl https://e.com/ | sh -s -- -y --default-host x86_64-unknown-linux-gnu\n", "build-tool",
     "target", "x86_64-unknown-linux-gnu (linux/amd64); x86_64-unknown-linux-gnu (linux/arm64)"},
    {"a platform of bazel", "FROM debian:12\nRUN bazel build --platforms=//tools:linux_amd64 //...\n", "build-tool",
     "target", "//tools:linux_amd64 (linux/amd64); //tools:linux_amd64 (linux/arm64)"},
    {"a download by what the build machine says it is",
     "FROM --platform=$BUILDPLATFORM debian:12 AS f\nRUN curl -O https://e.com/t-$(uname -m)\nFROM debian:12\nCOPY "
     "--from=f /t /\n",
     "build-tool", "fetches", "true (linux/amd64 linux/arm64); true (linux/arm64 linux/amd64)"},
    {"a download by the platform that is built for",
     "FROM --platform=$BUILDPLATFORM debian:12 AS f\nARG TARGETARCH\nRUN curl -O https://e.com/t-$TARGETARCH\nFROM "
     "debian:12\nCOPY --from=f /t /\n",
     "build-tool", "fetches", ""},
    {"a source of packages in a folder for one architecture",
     "FROM centos:7\nRUN printf '[x]\\nbaseurl=https://e.com/x86_64\\n' > /etc/yum.repos.d/x.repo\n", "package",
     "action", "repository (linux/amd64); repository (linux/arm64)"},
    {"what a checksum is", "FROM debian:12\nRUN curl -O https://e.com/t-amd64.sha256\n", "download", "holds",
     "checksum (linux/amd64); checksum (linux/arm64)"},
    {"a compiler that is missing, in words", "FROM python:3-slim\nRUN pip install --no-binary cffi cffi\n",
     "source-build", "lacking", "a C compiler,libffi-dev (linux/amd64 linux/arm64)"},
    {"what brings what a build needs",
     "FROM python:3-alpine\nRUN apk add gcc musl-dev postgresql-dev\nRUN pip install psycopg2\n", "source-build",
     "lacking", " (linux/amd64 linux/arm64)"},
    {"names with a version",
     "FROM python:3-slim\nRUN apt-get install -y gcc-12 postgresql-server-dev-15\nRUN pip install psycopg2\n",
     "source-build", "lacking", " (linux/amd64 linux/arm64)"},
    {"a script that may have installed it", "FROM python:3-slim\nRUN ./setup.sh\nRUN pip install psycopg2\n",
     "source-build", "lacking", " (linux/amd64 linux/arm64)"},
    {"another index may have wheels", "FROM python:3-slim\nRUN pip install --find-links /wheels psycopg2\n",
     "source-build", "lacking", ""},
    {"all packages, by name", "FROM python:3\nRUN pip install --no-binary :all: cffi\n", "source-build", "packages",
     "cffi (linux/amd64 linux/arm64)"},
    {"an image by its digest is not the latest one",
     "FROM archlinux@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", "image", "exists-for",
     " (linux/amd64 linux/arm64)"},
    {"a path that the file makes itself",
     "FROM debian:12\nRUN mkdir -p /usr/lib/jvm/java-17-openjdk-amd64\n"
     "ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64\n",
     "path", "made-here", "true (linux/amd64); true (linux/arm64); true (linux/amd64); true (linux/arm64)"},
};

static void add_values(struct buf *b, const struct fact_values *values) {
  for (uint32_t i = 0; i < values->len; i++) {
    if (i)
      buf_add_char(b, ',');
    buf_add(b, values->at[i].text);
  }
}

static void add_field(struct buf *b, const struct fact *f, const struct field *field) {
  switch (field->type) {
  case FIELD_BOOL:
    buf_add(b, fact_bool(f, field) ? STR("true") : STR("false"));
    break;
  case FIELD_NUMBER:
    buf_add_format(b, "%u", (unsigned)fact_number(f, field));
    break;
  case FIELD_VALUE:
    buf_add(b, fact_value(f, field)->text);
    break;
  case FIELD_VALUES:
    add_values(b, fact_values(f, field));
    break;
  case FIELD_FACT:
    break;
  }
}

static str describe(struct arena *a, const struct facts *facts, enum fact_kind kind, const struct field *field) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < facts->of[kind].len; i++) {
    const struct fact *f = facts->of[kind].at[i];
    const char *before = " (";
    if (i)
      buf_add(&b, STR("; "));
    add_field(&b, f, field);
    for (uint32_t j = 0; j < facts->scenario_count; j++) {
      if (!(f->scenarios >> j & 1))
        continue;
      buf_add(&b, str_of(before));
      buf_add(&b, platform_name(a, facts->scenarios[j].target));
      before = " ";
    }
    buf_add_char(&b, ')');
  }
  return buf_str(&b);
}

static const struct facts *facts_of(struct arena *a, const char *text) {
  static const platform targets[] = {{STR_INIT("linux"), STR_INIT("amd64"), {0}},
                                     {STR_INIT("linux"), STR_INIT("arm64"), {0}}};
  struct eval_options options = {.targets = targets, .target_count = COUNT_OF(targets)};
  const struct dockerfile *df = dockerfile_parse(a, source_new(a, STR("Dockerfile"), str_of(text)));
  struct scripts scripts = shell_scripts(a, df);
  return facts_make(a, df, &scripts, eval_run(a, df, &scripts, &options), NULL);
}

static void test_facts(void **state) {
  const struct facts_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  enum fact_kind kind = fact_kind_named(str_of(c->kind));
  const struct field *field = fact_field_named(kind, str_of(c->field));
  assert_non_null(field);
  assert_str_equal(describe(&a, facts_of(&a, c->text), kind, field), str_of(c->expected));
  arena_done(&a);
}

static void test_order(void **state) {
  (void)state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct facts *facts = facts_of(&a, "# c\nFROM a AS b\nRUN x && y\nCOPY --from=b p q\nFROM b\n");
  for (enum fact_kind kind = 0; kind < FACT_KIND_COUNT; kind++)
    for (uint32_t i = 1; i < facts->of[kind].len; i++) {
      const struct fact *before = facts->of[kind].at[i - 1], *f = facts->of[kind].at[i];
      assert_true(before->order < f->order);
      assert_true(before->span.off <= f->span.off);
    }
  arena_done(&a);
}

// Tables that are searched by halves are in the order of their names.
static void test_programs(void **state) {
  static const str names[] = {
#define PROGRAM(name, traits) STR_INIT(name),
#include "facts/programs.def"
  };
  static const str tools[] = {
#define TOOL(name, subcommands, options, variables, WITHOUT) STR_INIT(name),
#include "facts/build_tools.def"
  };
  (void)state;
  for (uint32_t i = 1; i < COUNT_OF(names); i++)
    assert_true(str_compare(names[i - 1], names[i]) < 0);
  for (uint32_t i = 1; i < COUNT_OF(tools); i++)
    assert_true(str_compare(tools[i - 1], tools[i]) < 0);
  assert_int_equal(program_traits(STR("install")), MOVES | CHANGES_MODE);
  assert_int_equal(program_traits(STR("frobnicate")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_programs)};
  return RUN_CASES("facts", facts_cases, test_facts) + cmocka_run_group_tests(tests, NULL, NULL);
}

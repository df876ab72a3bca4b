#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "config/wanted.h"
#include "source/hcl.h"

struct read_case {
  const char *name;
  enum project_kind kind;
  str file, bytes, dockerfile;
  str platforms, origin;
};

static const struct read_case read_cases[] = {
    {"compose: build with platforms", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services:\n  app:\n    build:\n      context: .\n      platforms: [linux/amd64, linux/arm64/v8]\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT("linux/amd64,linux/arm64"), STR_INIT("compose.yaml:5")},
    {"compose: the short form and the service's platform", PROJECT_COMPOSE, STR_INIT("/r/a/compose.yaml"),
     STR_INIT("services:\n  app:\n    platform: linux/arm64\n    build: ../b\n"), STR_INIT("/r/b/Dockerfile"),
     STR_INIT("linux/arm64"), STR_INIT("a/compose.yaml:3")},
    {"compose: another Dockerfile", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services:\n  app:\n    platform: linux/arm64\n    build: {context: ., dockerfile: Dockerfile.dev}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"compose: a variable with a default", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services:\n  app:\n    platform: ${P:-linux/386}\n    build: .\n"), STR_INIT("/r/Dockerfile"),
     STR_INIT("linux/386"), STR_INIT("compose.yaml:3")},
    {"compose: a variable without one is not known", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services:\n  app:\n    platform: ${P}\n    build: .\n"), STR_INIT("/r/Dockerfile"), STR_INIT(""),
     STR_INIT("")},
    {"compose: profiles are no platforms", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services:\n  app:\n    profiles: [linux/arm64]\n    build: .\n"), STR_INIT("/r/Dockerfile"),
     STR_INIT(""), STR_INIT("")},
    {"bake: inherited", PROJECT_BAKE, STR_INIT("/r/docker-bake.json"),
     STR_INIT("{\"target\": {\"base\": {\"platforms\": [\"linux/amd64\", \"linux/s390x\"]},\n"
              "\"app\": {\"inherits\": [\"base\"], \"dockerfile\": \"app.Dockerfile\"}}}"),
     STR_INIT("/r/app.Dockerfile"), STR_INIT("linux/amd64,linux/s390x"), STR_INIT("docker-bake.json:1")},
    {"bake: inherited in a ring", PROJECT_BAKE, STR_INIT("/r/docker-bake.json"),
     STR_INIT("{\"target\": {\"a\": {\"inherits\": [\"b\"]}, \"b\": {\"inherits\": [\"a\"]}}}"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"bake in HCL: a variable, inherited", PROJECT_BAKE, STR_INIT("/r/docker-bake.hcl"),
     STR_INIT(
         "variable \"P\" {\n  default = \"linux/amd64,linux/arm64\"\n}\ngroup \"default\" { targets = [\"app\"] }\n"
         "target \"_common\" {\n  platforms = [\"${P}\"]\n}\n"
         "target \"app\" {\n  inherits = [\"_common\"]\n  context = \"./app\"\n}\n"),
     STR_INIT("/r/app/Dockerfile"), STR_INIT("linux/amd64,linux/arm64"), STR_INIT("docker-bake.hcl:6")},
    {"bake in HCL: a file that a matrix names", PROJECT_BAKE, STR_INIT("/r/docker-bake.hcl"),
     STR_INIT(
         "target \"app\" {\n  matrix = { v = [\"a\"] }\n  name = \"app-${v}\"\n  dockerfile = \"${v}.Dockerfile\"\n"
         "  platforms = [\"linux/386\"]\n}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"compose: a merge key", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("x-build: &b\n  context: .\n  platforms: &p [linux/amd64, linux/riscv64]\nservices:\n  app:\n    build:\n"
              "      <<: *b\n      dockerfile: app.Dockerfile\n  other: {build: {context: other, platforms: *p}}\n"),
     STR_INIT("/r/app.Dockerfile"), STR_INIT("linux/amd64,linux/riscv64"), STR_INIT("compose.yaml:3")},
    {"workflow: a variable of the script that env sets", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "env: {PLATFORMS: 'linux/amd64,linux/arm64'}\njobs:\n  b:\n    steps:\n      - env: {FILE: x.Dockerfile}\n"
         "        run: cd app && docker buildx build --platform \"$PLATFORMS\" -f \"${FILE}\" ..\n"),
     STR_INIT("/r/app/x.Dockerfile"), STR_INIT("linux/amd64,linux/arm64"), STR_INIT(".github/workflows/a.yml:6")},
    {"workflow: a folder that nobody knows", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs:\n  b:\n    steps:\n      - run: cd $(mktemp -d) && docker build --platform linux/386 .\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"workflow: literal", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
              "          platforms: linux/amd64,linux/arm/v7\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT("linux/amd64,linux/arm/v7"), STR_INIT(".github/workflows/a.yml:6")},
    {"workflow: a file below a context, one platform a line", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: app\n"
         "          file: ./app/x.Dockerfile\n          platforms: |\n            linux/amd64\n            "
         "linux/arm64\n"),
     STR_INIT("/r/app/x.Dockerfile"), STR_INIT("linux/amd64,linux/arm64"), STR_INIT(".github/workflows/a.yml:8")},
    {"workflow: matrix and env", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("env: {OS: linux}\njobs:\n  b:\n    strategy:\n      matrix:\n        arch: [amd64, riscv64]\n"
              "        include: [{arch: arm64}]\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
              "          platforms: ${{ env.OS }}/${{ matrix.arch }}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT("linux/amd64,linux/riscv64,linux/arm64"),
     STR_INIT(".github/workflows/a.yml:11")},
    {"workflow: a field of the matrix's items", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "jobs:\n  b:\n    strategy:\n      matrix:\n        image: [{file: a.Dockerfile, platforms: linux/s390x}]\n"
         "    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          file: ${{ matrix.image.file "
         "}}\n"
         "          platforms: ${{ matrix.image.platforms }}\n"),
     STR_INIT("/r/a.Dockerfile"), STR_INIT("linux/s390x"), STR_INIT(".github/workflows/a.yml:10")},
    {"workflow: the default of an input", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "on:\n  workflow_dispatch:\n    inputs:\n      platforms: {default: 'linux/arm64'}\njobs:\n  b:\n    steps:\n"
         "      - uses: docker/build-push-action@v6\n        with: {platforms: '${{ inputs.platforms }}'}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT("linux/arm64"), STR_INIT(".github/workflows/a.yml:9")},
    {"workflow: what follows || where nothing is known", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
              "          platforms: ${{ inputs.p || 'linux/amd64' }}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT("linux/amd64"), STR_INIT(".github/workflows/a.yml:6")},
    {"workflow: not known", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
              "          platforms: ${{ steps.x.outputs.y }}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"workflow: docker build in a script", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "jobs:\n  b:\n    strategy: {matrix: {arch: [amd64, arm64]}}\n    steps:\n      - run: |\n"
         "          echo ${{ secrets.X }}\n          if true; then\n            sudo docker buildx build --push \\\n"
         "              --platform linux/${{ matrix.arch }} -f app/x.Dockerfile -t a:${{ github.sha }} app\n          "
         "fi\n"),
     STR_INIT("/r/app/x.Dockerfile"), STR_INIT("linux/amd64,linux/arm64"), STR_INIT(".github/workflows/a.yml:5")},
    {"workflow: the folder of a script", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("defaults: {run: {working-directory: app}}\njobs:\n  b:\n    steps:\n"
              "      - run: podman build --platform=linux/s390x .\n"),
     STR_INIT("/r/app/Dockerfile"), STR_INIT("linux/s390x"), STR_INIT(".github/workflows/a.yml:5")},
    {"workflow: not of compose, not in another shell", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs:\n  b:\n    steps:\n      - run: docker compose build --platform linux/386 .\n"
              "      - {shell: pwsh, run: docker build --platform linux/386 .}\n"
              "      - run: docker build --platform $P .\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"workflow: more values than anybody needs", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT(
         "jobs:\n  b:\n    strategy: {matrix: {a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]}}\n"
         "    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
         "          platforms: ${{matrix.a}}${{matrix.a}}${{matrix.a}}${{matrix.a}}${{matrix.a}}${{matrix.a}}${{x}}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"compose: a Dockerfile in the compose file", PROJECT_COMPOSE, STR_INIT("/r/compose.yaml"),
     STR_INIT("services: {a: {platform: linux/386, build: {context: ., dockerfile_inline: FROM scratch}}}\n"),
     STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
    {"not the shape that is looked for", PROJECT_WORKFLOW, STR_INIT("/r/.github/workflows/a.yml"),
     STR_INIT("jobs: [1, {steps: x}]\n"), STR_INIT("/r/Dockerfile"), STR_INIT(""), STR_INIT("")},
};

static str names(struct arena *a, const struct wanted *w) {
  struct buf b;
  buf_init(&b, a);
  for (uint32_t i = 0; i < w->count; i++) {
    if (i)
      buf_add_char(&b, ',');
    buf_add(&b, platform_name(a, w->platforms[i]));
  }
  return buf_str(&b);
}

static void test_read(void **state) {
  const struct read_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  const struct yaml_node *tree;
  struct fault why;
  if (str_has_suffix(c->file, STR(".hcl")))
    tree = hcl_read(&a, c->bytes);
  else
    assert_true(yaml_read_shared(&a, c->file, c->bytes, &tree, &why));
  struct builds builds = builds_read(&a, c->kind, tree, c->file, STR("/r"));
  struct wanted w = {0};
  wanted_add(&a, &w, &builds, str_skip(c->file, sizeof "/r/" - 1), c->dockerfile);
  assert_str_equal(names(&a, &w), c->platforms);
  assert_str_equal(w.origin, c->origin);
  arena_done(&a);
}

// A repository on disk

static void put(const char *path, const char *content) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, content, strlen(content)), strlen(content));
  close(fd);
}

struct find_case {
  const char *name;
  bool repository, compose;
  const char *path;
  str platforms;
};

static const struct find_case find_cases[] = {
    {"a workflow at the root speaks of a file below it", true, false, "app/Dockerfile", STR_INIT("linux/arm64")},
    {"a compose file speaks first", true, true, "app/Dockerfile", STR_INIT("linux/riscv64")},
    {"a file that nothing names", true, true, "Dockerfile", STR_INIT("")},
    {"no repository", false, true, "app/Dockerfile", STR_INIT("")},
    {"standard input", true, true, "-", STR_INIT("")},
    {"a folder that is not there", true, true, "none/Dockerfile", STR_INIT("")},
};

static void test_find(void **state) {
  const struct find_case *c = *state;
  char folder[] = "/tmp/dlint-test-XXXXXX";
  assert_non_null(mkdtemp(folder));
  assert_int_equal(chdir(folder), 0);
  static const char *const folders[] = {"app", ".github", ".github/workflows", ".git"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders - !c->repository; i++)
    assert_int_equal(mkdir(folders[i], 0700), 0);
  put(".github/workflows/ci.yml", "jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n"
                                  "        with: {context: app, platforms: linux/arm64}\n");
  if (c->compose)
    put("compose.yaml", "services: {a: {build: app, platform: linux/riscv64}}\n");
  struct arena a;
  arena_init(&a, NULL, 0);
  struct faults faults = {0};
  struct optional optional = {.arena = &a, .faults = &faults};
  struct folders known = {.files = &optional};
  struct wanted_files files = {.folders = &known};
  for (int again = 0; again < 2; again++) { // from disk, then from memory
    struct wanted w = wanted_find(&files, str_of(c->path));
    assert_str_equal(names(&a, &w), c->platforms);
  }
  arena_done(&a);
  unlink(".github/workflows/ci.yml");
  unlink("compose.yaml");
  for (size_t i = sizeof folders / sizeof *folders; i-- > 0;)
    rmdir(folders[i]);
  assert_int_equal(chdir("/"), 0);
  assert_int_equal(rmdir(folder), 0);
}

int main(void) {
  return RUN_CASES("wanted_read", read_cases, test_read) + RUN_CASES("wanted_find", find_cases, test_find);
}

#include "api/api.h"
#include "fuzz.h"

// The input is a rule file. If it is a rule, it is tried on a Dockerfile that has some of everything.

static const char dockerfile[] = "# syntax=docker/dockerfile:1\n"
                                 "ARG V=1\n"
                                 "FROM --platform=$BUILDPLATFORM golang:1.24 AS build\n"
                                 "ARG TARGETARCH UNSET\n"
                                 "ENV A=b PATH=/x:$PATH\n"
                                 "LABEL a=b \"c\"=d\n"
                                 "WORKDIR /src\n"
                                 "COPY . .\n"
                                 "RUN --mount=type=cache,target=/c apt-get install -y curl wget=1 && cd /tmp \\\n"
                                 "  && curl -LO https://example.com/tool-${UNSET}-x86_64.tar.gz | sh || true\n"
                                 "RUN case $(uname -m) in x86_64) A=amd64;; *) exit 1;; esac; make $A\n"
                                 "FROM alpine\n"
                                 "COPY --from=biuld /a /b\n"
                                 "ADD https://example.com/x-arm64.zip /\n"
                                 "EXPOSE 80/tcp\n"
                                 "user root\n"
                                 "CMD echo hi\n"
                                 "CMD [\"x\"]\n";

static void try_rule(struct arena *a, const struct rule_set *set) {
  struct overrides plain = {.isolated = true};
  struct faults faults = {0};
  struct settings settings = *config_settings(config_new(a, &plain, &faults), STR("Dockerfile"));
  settings.rules = set;
  settings.rule_settings = NULL;
  struct lint_job job = {
      .path = STR("Dockerfile"), .bytes = str_of(dockerfile), .in_memory = true, .settings = &settings};
  struct lint lint = lint_facts(a, &job);
  struct rule_run run = {.set = set, .worker = rule_worker_new(a, set)};
  if (lint.facts)
    rules_run(a, &run, lint.src, lint.facts, &lint.diags, &lint.faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena a;
  struct faults faults = {0};
  struct rule_file file = {STR("rule.yaml"), {(const char *)data, (uint32_t)size}};
  arena_init(&a, NULL, 0);
  const struct rule_set *set = rule_set_of_files(&a, &file, 1, &faults);
  if (rule_count(set)) {
    rule_manual(&a, set, 0);
    try_rule(&a, set);
  }
  arena_done(&a);
  return 0;
}

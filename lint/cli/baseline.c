#include "cli/baseline.h"

#include "report/report.h"

bool baseline_read(struct arena *a, str path, struct baseline *b, struct fault *why) {
  str bytes, line, print, rest;
  if (!source_read(a, path, &bytes, why))
    return false;
  while (str_next(&bytes, '\n', &line))
    if (line.len && line.at[0] != '#' && str_cut(line, ' ', &print, &rest))
      map_put(a, &b->known, print, b);
  return true;
}

void baseline_begin(struct baseline *b, struct out *out) {
  b->write = out;
  out_str(out, STR("# Findings that dlint --baseline does not count; dlint --write-baseline writes this file.\n"));
}

static void write_down(struct arena *a, struct out *out, str print, const struct source *src, const struct diag *d) {
  out_str(out, print);
  out_char(out, ' ');
  out_str(out, report_plain(a, src->path));
  out_char(out, ':');
  out_u32(out, source_line_of(src, d->span.off));
  out_char(out, ' ');
  out_str(out, d->rule->id);
  out_char(out, '\n');
}

void baseline_apply(struct arena *a, struct baseline *b, const struct source *src, struct diags *diags) {
  struct fingerprints prints = {0};
  uint32_t kept = 0;
  for (uint32_t i = 0; i < diags->len; i++) {
    str print = fingerprint_next(a, &prints, src, &diags->at[i]);
    if (b->write)
      write_down(a, b->write, print, src, &diags->at[i]);
    if (!map_get(&b->known, print))
      diags->at[kept++] = diags->at[i];
  }
  diags->len = kept;
}

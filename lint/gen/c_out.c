#include "gen/c_out.h"

enum { WORDS_A_LINE = 16, BYTES_A_LINE = 100 };

void c_out_words(struct out *o, const uint32_t *words, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    out_u32(o, words[i]);
    out_str(o, (i + 1) % WORDS_A_LINE && i + 1 < count ? STR(",") : STR(",\n"));
  }
}

// An octal escape has at most three digits, so what follows it cannot be taken for a part of it; `?` is escaped because
// of trigraphs.
static void out_byte(struct out *o, char c) {
  if (c == '"' || c == '\\' || c == '?') {
    out_char(o, '\\');
    out_char(o, c);
  } else if (c >= ' ' && c < 0x7F) {
    out_char(o, c);
  } else {
    out_format(o, "\\%03o", (unsigned)(uint8_t)c);
  }
}

void c_out_bytes(struct out *o, str bytes) {
  out_str(o, STR("\""));
  for (uint32_t i = 0; i < bytes.len; i++) {
    if (i && i % BYTES_A_LINE == 0)
      out_str(o, STR("\"\n\""));
    out_byte(o, bytes.at[i]);
  }
  out_str(o, STR("\"\n"));
}

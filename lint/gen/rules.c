#include <inttypes.h>

#include "gen/c_out.h"
#include "gen/gen.h"

void gen_write_rules(struct out *o, const struct rule_image *image) {
  uint32_t count;
  const uint32_t *numbers = rule_image_numbers(image, &count);
  str bytes = rule_image_bytes(image);
  out_str(o, STR("// Made by rulec from rules.\n#include \"rules/set.h\"\n\n"));
  out_format(o, "static const struct {\n  uint32_t numbers[%" PRIu32 "];\n  char bytes[%" PRIu32 "];\n} image = {{\n",
             count, bytes.len + 1);
  c_out_words(o, numbers, count);
  out_str(o, STR("},\n"));
  c_out_bytes(o, bytes);
  out_str(o, STR("};\n\nconst struct rule_image *rule_builtin_image(void) {\n"
                 "  return (const void *)&image;\n}\n"));
}

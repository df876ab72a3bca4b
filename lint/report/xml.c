#include "report/xml.h"

#include "base/utf8.h"

// https://www.w3.org/TR/xml/#NT-Char, surrogates aside, which UTF-8 does not have.
static bool can_stand_in_xml(uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static void add_char(struct out *o, uint32_t c, str bytes) {
  if (c == '&')
    out_str(o, STR("&amp;"));
  else if (c == '<')
    out_str(o, STR("&lt;"));
  else if (c == '>')
    out_str(o, STR("&gt;"));
  else if (c == '"')
    out_str(o, STR("&quot;"));
  else if (!can_stand_in_xml(c))
    out_format(o, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
  else if (utf8_is_hidden(c)) // white space among them, which a parser would make blanks of
    out_format(o, "&#x%X;", (unsigned)c);
  else
    out_str(o, bytes);
}

void xml_text(struct out *o, str s) {
  while (s.len) {
    uint32_t len;
    uint32_t c = utf8_decode(s, &len);
    if (c == UTF8_REPLACEMENT && len == 1)
      out_format(o, "\\x%02x", (unsigned)(uint8_t)s.at[0]);
    else
      add_char(o, c, str_slice(s, 0, len));
    s = str_skip(s, len);
  }
}

static void begin_attribute(struct out *o, const char *name) {
  out_char(o, ' ');
  out_str(o, str_of(name));
  out_str(o, STR("=\""));
}

void xml_attribute(struct out *o, const char *name, str value) {
  begin_attribute(o, name);
  xml_text(o, value);
  out_char(o, '"');
}

void xml_attribute_u32(struct out *o, const char *name, uint32_t value) {
  begin_attribute(o, name);
  out_u32(o, value);
  out_char(o, '"');
}

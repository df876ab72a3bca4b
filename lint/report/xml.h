#ifndef DLINT_REPORT_XML_H
#define DLINT_REPORT_XML_H

#include "base/out.h"

/// Writes `s` as XML 1.0 text or as the value of an attribute in double quotes. Hidden characters become references;
/// what XML cannot hold at all (controls, bytes that are not UTF-8) is shown as `\x1b`.
void xml_text(struct out *o, str s);
/// ` name="value"`, the value as above.
void xml_attribute(struct out *o, const char *name, str value);
void xml_attribute_u32(struct out *o, const char *name, uint32_t value);

#endif

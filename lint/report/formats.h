#ifndef DLINT_REPORT_FORMATS_H
#define DLINT_REPORT_FORMATS_H

#include "report/report.h"

#define FORMAT(name, doc) extern const struct report_format report_##name;
#include "report/formats.def"
#undef FORMAT

#endif

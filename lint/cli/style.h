#ifndef DLINT_CLI_STYLE_H
#define DLINT_CLI_STYLE_H

#include "report/report.h"

/// How standard output may be written to, as far as the environment tells: colours and hyperlinks are for terminals.

struct report_style style_of_output(void);

/// What --color and --hyperlinks say: auto, always or never. False after a message on stderr.
bool style_take_color(str when, enum report_color *color);
bool style_take_links(str when, enum report_links *links);

#endif

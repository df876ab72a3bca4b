#ifndef DLINT_CLI_FACTS_VIEW_H
#define DLINT_CLI_FACTS_VIEW_H

#include "base/out.h"
#include "facts/facts.h"
#include "source/source.h"

/// How `dlint facts` shows facts. Each function writes one line.

struct facts_view {
  struct arena *arena;
  const struct source *src;
  const struct facts *facts;
  struct out *out;
};

/// path:line:column: kind name=value … [platforms]
void facts_view_text(const struct facts_view *view, const struct fact *f);
/// {"file","fact","line","column","platforms", …fields}: a value that is not wholly known is {"unknown":"…"} or
/// {"partly":"…"}, another fact {"line","column"}; what is absent is left out.
void facts_view_json(const struct facts_view *view, const struct fact *f);

#endif

#include "base/out.h"

int main(void) {
  struct out o;
  out_init_fd(&o, 1);
  out_str(&o, STR("dlint " DLINT_VERSION "\n"));
  return out_flush(&o) ? 0 : 2;
}

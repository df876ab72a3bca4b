#include "cli/style.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/choice.h"

static str variable(const char *name) {
  const char *value = getenv(name);
  return value ? str_of(value) : STR("");
}

static bool is_off(str value) {
  return str_eq(value, STR("0")) || str_eq(value, STR("false"));
}

static bool is_terminal(void) {
  return isatty(STDOUT_FILENO) && !str_eq(variable("TERM"), STR("dumb"));
}

// https://no-color.org: any value of NO_COLOR but the empty one. https://force-color.org and
// https://bixense.com/clicolors: FORCE_COLOR is what CI systems set, CLICOLOR_FORCE the same by an older name;
// CLICOLOR=0 is for terminals.
static enum report_color color_of_output(void) {
  if (variable("NO_COLOR").len)
    return REPORT_PLAIN;
  static const char *const forcing[] = {"FORCE_COLOR", "CLICOLOR_FORCE"};
  for (uint32_t i = 0; i < COUNT_OF(forcing); i++)
    if (variable(forcing[i]).len)
      return is_off(variable(forcing[i])) ? REPORT_PLAIN : REPORT_COLORED;
  return is_terminal() && !is_off(variable("CLICOLOR")) ? REPORT_COLORED : REPORT_PLAIN;
}

// Terminals that are known to show OSC 8, by what they put into the environment (their manuals; list of
// https://github.com/Alhadis/OSC8-Adoption). Others may print the address as rubbish.
static const struct {
  const char *variable;
  const char *prefix; // of its value; empty: any
} linking[] = {
    {"WT_SESSION", ""},            // Windows Terminal
    {"KITTY_WINDOW_ID", ""},       // kitty
    {"WEZTERM_PANE", ""},          // WezTerm
    {"KONSOLE_VERSION", ""},       // Konsole; since 20.12 it has a switch for them
    {"DOMTERM", ""},               // DomTerm
    {"TERM_PROGRAM", "iTerm.app"}, // iTerm2
    {"TERM_PROGRAM", "vscode"},    // Visual Studio Code
    {"TERM_PROGRAM", "WezTerm"},   //
    {"TERM_PROGRAM", "ghostty"},   //
    {"TERM_PROGRAM", "rio"},       //
    {"TERM", "xterm-kitty"},       //
    {"TERM", "alacritty"},         //
    {"TERM", "foot"},              //
    {"TERM", "contour"},           //
};

enum { VTE_WITH_LINKS = 5000 }; // version 0.50 of the widget in GNOME Terminal and others

static bool knows_links(void) {
  // A multiplexer stands between; what is around it is not what shows the text.
  if (str_has_prefix(variable("TERM"), STR("screen")) || str_has_prefix(variable("TERM"), STR("tmux")))
    return false;
  uint32_t vte;
  if (str_to_u32(variable("VTE_VERSION"), &vte) && vte >= VTE_WITH_LINKS)
    return true;
  for (uint32_t i = 0; i < COUNT_OF(linking); i++) {
    str value = variable(linking[i].variable);
    if (value.len && str_has_prefix(value, str_of(linking[i].prefix)))
      return true;
  }
  return false;
}

static enum report_links links_of_output(void) {
  return is_terminal() && knows_links() ? REPORT_LINKED : REPORT_UNLINKED;
}

struct report_style style_of_output(void) {
  return (struct report_style){color_of_output(), links_of_output()};
}

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER, WHEN_COUNT };

static enum when take_when(const char *option, str value) {
  static const char *const words[] = {[WHEN_AUTO] = "auto", [WHEN_ALWAYS] = "always", [WHEN_NEVER] = "never"};
  return (enum when)choose(option, value, CHOICES(words));
}

bool style_take_color(str when, enum report_color *color) {
  enum when choice = take_when("--color", when);
  *color = choice == WHEN_AUTO ? color_of_output() : choice == WHEN_ALWAYS ? REPORT_COLORED : REPORT_PLAIN;
  return choice != WHEN_COUNT;
}

bool style_take_links(str when, enum report_links *links) {
  enum when choice = take_when("--hyperlinks", when);
  *links = choice == WHEN_AUTO ? links_of_output() : choice == WHEN_ALWAYS ? REPORT_LINKED : REPORT_UNLINKED;
  return choice != WHEN_COUNT;
}

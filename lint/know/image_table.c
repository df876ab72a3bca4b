#include "know/image_table.h"

#include <string.h>

#include "know/official_images.inc"

const str image_platforms[IMAGE_PLATFORM_COUNT] = {
    STR_INIT("linux/amd64"), STR_INIT("linux/arm/v5"),   STR_INIT("linux/arm/v6"),  STR_INIT("linux/arm/v7"),
    STR_INIT("linux/arm64"), STR_INIT("linux/386"),      STR_INIT("linux/ppc64le"), STR_INIT("linux/riscv64"),
    STR_INIT("linux/s390x"), STR_INIT("linux/mips64le"), STR_INIT("linux/loong64"), STR_INIT("windows/amd64"),
};

enum {
  EDGE_LABEL = 0x7f, // the byte that leads along the edge; 0 ends a word
  EDGE_LAST = 0x80,  // no more edges of this node
  EDGE_TARGET = 8,   // from this bit on: where the edges of the next node begin, or the number of a set
};

#define NO_NODE UINT32_MAX

static const uint32_t *find_edge(uint32_t node, char label) {
  for (const uint32_t *edge = official_edges + node;; edge++) {
    if ((*edge & EDGE_LABEL) == (uint8_t)label)
      return edge;
    if (*edge & EDGE_LAST)
      return NULL;
  }
}

static uint32_t follow_char(uint32_t node, char c) {
  const uint32_t *edge = c > 0 ? find_edge(node, c) : NULL;
  return edge ? *edge >> EDGE_TARGET : NO_NODE;
}

static uint32_t follow(uint32_t node, str text) {
  for (uint32_t i = 0; i < text.len && node != NO_NODE; i++)
    node = follow_char(node, text.at[i]);
  return node;
}

static bool read_set(uint32_t node, uint32_t *set) {
  const uint32_t *edge = node != NO_NODE ? find_edge(node, '\0') : NULL;
  if (!edge)
    return false;
  *set = official_sets[*edge >> EDGE_TARGET];
  return true;
}

// The node behind `image:`.
static uint32_t image_node(str image) {
  uint32_t node = follow(0, image);
  return node == NO_NODE ? node : follow_char(node, ':');
}

bool image_table_find(str image, str tag, uint32_t *set) {
  uint32_t node = image_node(image);
  return node != NO_NODE && read_set(follow(node, tag), set);
}

enum {
  GUESS_TEXT = 160,    // longer than every tag, which Docker allows 128 bytes
  GUESS_STEPS = 50000, // edges followed in one search, several times what the largest image needs
};

// A search for the tags that are like the wanted one but for their versions.
struct guess {
  str tag; // the wanted one
  char text[GUESS_TEXT], best[GUESS_TEXT];
  uint32_t len, best_len; // best_len is 0 before the first hit
  uint32_t set, steps;
};

static bool starts_version(str tag, uint32_t at) {
  return is_ascii_digit(tag.at[at]) && (at == 0 || !is_ascii_digit(tag.at[at - 1]));
}

static uint32_t version_end(str tag, uint32_t at) {
  while (at < tag.len &&
         (is_ascii_digit(tag.at[at]) || (tag.at[at] == '.' && at + 1 < tag.len && is_ascii_digit(tag.at[at + 1]))))
    at++;
  return at;
}

static bool is_better(const struct guess *g, str text) {
  str best = {g->best, g->best_len};
  if (best.len == 0)
    return true;
  bool newer = str_compare_versions(text, g->tag) > 0, best_newer = str_compare_versions(best, g->tag) > 0;
  if (newer != best_newer)
    return best_newer;
  int order = str_compare_versions(text, best);
  return newer ? order < 0 : order > 0;
}

static void consider(struct guess *g, uint32_t node) {
  uint32_t set;
  if (!read_set(node, &set) || !is_better(g, (str){g->text, g->len}))
    return;
  g->set = set;
  g->best_len = g->len;
  memcpy(g->best, g->text, g->len);
}

static void search(struct guess *g, uint32_t node, uint32_t at, uint32_t versions);

// Goes along every version, then on behind the one of the wanted tag, which ends at `resume`.
static void search_version(struct guess *g, uint32_t node, uint32_t resume, uint32_t versions) {
  if (is_ascii_digit(g->text[g->len - 1]))
    search(g, node, resume, versions);
  for (const uint32_t *edge = official_edges + node;; edge++) {
    char c = (char)(*edge & EDGE_LABEL);
    if ((is_ascii_digit(c) || c == '.') && g->len < GUESS_TEXT && g->steps++ < GUESS_STEPS) {
      g->text[g->len++] = c;
      search_version(g, *edge >> EDGE_TARGET, resume, versions);
      g->len--;
    }
    if (*edge & EDGE_LAST)
      return;
  }
}

// Every tag from `node` on that is like the wanted one from `at` on; the next `versions` versions may differ.
static void search(struct guess *g, uint32_t node, uint32_t at, uint32_t versions) {
  if (at == g->tag.len) {
    consider(g, node);
    return;
  }
  char c = g->tag.at[at];
  bool version = versions && starts_version(g->tag, at);
  for (const uint32_t *edge = official_edges + node;; edge++) {
    char label = (char)(*edge & EDGE_LABEL);
    if (label && (label == c || (version && is_ascii_digit(label))) && g->len < GUESS_TEXT &&
        g->steps++ < GUESS_STEPS) {
      g->text[g->len++] = label;
      if (version)
        search_version(g, *edge >> EDGE_TARGET, version_end(g->tag, at), versions - 1);
      else
        search(g, *edge >> EDGE_TARGET, at + 1, versions);
      g->len--;
    }
    if (*edge & EDGE_LAST)
      return;
  }
}

bool image_table_guess(str image, str tag, uint32_t *set) {
  uint32_t node = image_node(image);
  if (node == NO_NODE || tag.len >= GUESS_TEXT)
    return false;
  // First only the version of the image itself, then those of what it is built on: `1.2-alpine3.19`.
  static const uint32_t versions[] = {1, GUESS_TEXT};
  for (uint32_t i = 0; i < COUNT_OF(versions); i++) {
    struct guess g = {.tag = tag};
    search(&g, node, 0, versions[i]);
    if (g.best_len) {
      *set = g.set;
      return true;
    }
  }
  return false;
}

str image_table_day(void) {
  return STR(OFFICIAL_IMAGES_DATE);
}

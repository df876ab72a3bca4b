#include <string.h>

#include "dockerfile/dockerfile.h"

// The grammar of distribution's reference package (regexp.go), and its rules for what stands for Docker Hub
// (normalize.go: splitDockerDomain).

enum { REPOSITORY_BYTES_MAX = 255, TAG_BYTES_MAX = 128, IDENTIFIER_LEN = 64 };

static bool is_lower_hex(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f');
}

static bool is_lower_alnum(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'z');
}

static bool all(str s, bool (*is)(char c)) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is(s.at[i]))
      return false;
  return s.len > 0;
}

// `[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*`
static bool is_path_component(str s) {
  while (s.len) {
    uint32_t word = 0, separator = 0;
    while (word < s.len && is_lower_alnum(s.at[word]))
      word++;
    if (word == 0)
      return false;
    s = str_skip(s, word);
    if (s.len == 0)
      return true;
    while (separator < s.len && s.at[separator] == s.at[0])
      separator++;
    if (!(s.at[0] == '-' || (s.at[0] == '_' && separator <= 2) || (s.at[0] == '.' && separator == 1)))
      return false;
    s = str_skip(s, separator);
  }
  return false;
}

static bool is_path(str s) {
  str component;
  if (s.len == 0 || s.at[s.len - 1] == '/')
    return false;
  while (str_next(&s, '/', &component))
    if (!is_path_component(component))
      return false;
  return true;
}

// A label of a host name: letters, digits, and dashes inside.
static bool is_domain_component(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (!is_ascii_alnum(s.at[i]) && !(s.at[i] == '-' && i > 0 && i + 1 < s.len))
      return false;
  return s.len > 0;
}

static bool is_ipv6_char(char c) {
  return c == ':' || is_lower_hex(ascii_lower(c));
}

static bool is_host(str s) {
  if (str_has_prefix(s, STR("[")))
    return str_has_suffix(s, STR("]")) && all(str_slice(s, 1, s.len - 1), is_ipv6_char);
  str component;
  if (str_has_suffix(s, STR(".")))
    return false;
  bool good = s.len > 0;
  while (good && str_next(&s, '.', &component))
    good = is_domain_component(component);
  return good;
}

// A host, and maybe a port.
static bool is_registry(str s) {
  uint32_t colon = str_find_last_char(s, ':');
  if (colon == s.len || str_has_suffix(s, STR("]")))
    return is_host(s);
  return is_host(str_slice(s, 0, colon)) && all(str_skip(s, colon + 1), is_ascii_digit);
}

static bool is_tag(str s) {
  for (uint32_t i = 0; i < s.len; i++) {
    char c = s.at[i];
    if (!is_ascii_alnum(c) && c != '_' && !(i > 0 && (c == '.' || c == '-')))
      return false;
  }
  return s.len > 0 && s.len <= TAG_BYTES_MAX;
}

// Of all algorithms that the grammar allows, go-digest knows these.
static bool is_digest(str s) {
  static const struct {
    str prefix;
    uint32_t hex_len;
  } algorithms[] = {{STR_INIT("sha256:"), 64}, {STR_INIT("sha384:"), 96}, {STR_INIT("sha512:"), 128}};
  for (uint32_t i = 0; i < COUNT_OF(algorithms); i++)
    if (str_has_prefix(s, algorithms[i].prefix)) {
      str hex = str_skip(s, algorithms[i].prefix.len);
      return hex.len == algorithms[i].hex_len && all(hex, is_lower_hex);
    }
  return false;
}

static bool has_upper(str s) {
  for (uint32_t i = 0; i < s.len; i++)
    if (s.at[i] >= 'A' && s.at[i] <= 'Z')
      return true;
  return false;
}

// Whether what stands before the first slash names a registry and no user of Docker Hub.
static bool names_registry(str s) {
  return str_eq(s, STR("localhost")) || str_contains(s, STR(".")) || str_contains(s, STR(":")) || has_upper(s);
}

// Cuts the registry off; one that is no host stays, as it may be the start of a path.
static str take_registry(str text, struct image_ref *ref) {
  str head, tail;
  ref->registry = STR("docker.io");
  if (!str_cut(text, '/', &head, &tail) || !names_registry(head))
    return text;
  if (!is_registry(head)) {
    ref->registry = (str){0};
    return text;
  }
  if (!str_eq(head, STR("index.docker.io")) && !str_eq(head, ref->registry))
    ref->registry = head;
  return tail;
}

static bool is_docker_hub(const struct image_ref *ref) {
  return str_eq(ref->registry, STR("docker.io"));
}

struct image_ref image_ref_parse(str text) {
  struct image_ref ref = {0};
  if (text.len == IDENTIFIER_LEN && all(text, is_lower_hex)) // would be taken for the identifier of an image
    return ref;
  str rest = take_registry(text, &ref), path = rest;
  bool digest_good = true, tag_good = true;
  if (str_cut(path, '@', &path, &ref.digest))
    digest_good = is_digest(ref.digest);
  if (str_cut(path, ':', &path, &ref.tag))
    tag_good = is_tag(ref.tag);
  static const str official = STR_INIT("library/");
  bool short_name = is_docker_hub(&ref) && str_find_char(path, '/') == path.len;
  uint32_t len = path.len + (short_name ? official.len : 0);
  ref.valid = digest_good && tag_good && is_path(path) && len <= REPOSITORY_BYTES_MAX;
  str name = str_skip(path, official.len);
  bool is_official = is_docker_hub(&ref) && str_has_prefix(path, official) && str_find_char(name, '/') == name.len;
  ref.repository = is_official ? name : path;
  return ref;
}

#include <dirent.h>
#include <stdio.h>

#include "base/arena.h"
#include "fuzz.h"
#include "source/source.h"

// replay FOLDER…: tries each file of the folders once.

static bool replay_file(const char *folder, const char *name) {
  struct arena a;
  struct fault why;
  str bytes;
  arena_init(&a, NULL, 0);
  bool good = source_read(&a, str_format(&a, "%s/%s", folder, name), &bytes, &why);
  if (good)
    LLVMFuzzerTestOneInput((const uint8_t *)bytes.at, bytes.len);
  arena_done(&a);
  return good;
}

static int replay_folder(const char *folder) {
  DIR *dir = opendir(folder);
  int count = 0;
  for (struct dirent *e; dir && (e = readdir(dir));)
    count += e->d_name[0] != '.' && replay_file(folder, e->d_name);
  if (dir)
    closedir(dir);
  return count;
}

int main(int argc, char **argv) {
  int count = 0;
  for (int i = 1; i < argc; i++)
    count += replay_folder(argv[i]);
  printf("%d files\n", count);
  return count == 0;
}

#include "dockerfile/instr_reader.h"
#include "dockerfile/mount.h"

static bool is_one_of(str value, const char *const *values) {
  while (*values && !str_eq(value, str_of(*values)))
    values++;
  return *values != NULL;
}

static bool check_choice(struct instr_reader *r, str flag_name, const char *const *values) {
  const struct node_flag *flag = instr_flag(r->in, flag_name);
  return !flag || is_one_of(flag->value.bytes, values) || instr_refuse_flag(r, flag, "no such value");
}

static bool check_mounts(struct instr_reader *r) {
  const struct node *n = r->node;
  str why;
  for (uint32_t i = 0; i < n->flag_count; i++)
    if (str_eq(n->flags[i].name, STR("mount")) && !mount_check(r->arena, &n->flags[i], &why))
      return instr_refuse(r, n->flags[i].span, why);
  return true;
}

static void read_mounts(struct instr_reader *r) {
  const struct node *n = r->node;
  struct instr *in = r->in;
  for (uint32_t i = 0; i < n->flag_count && !in->mounts_problem.len; i++) {
    if (!str_eq(n->flags[i].name, STR("mount")))
      continue;
    if (!in->mounts)
      in->mounts = NEW_ARRAY(r->arena, struct mount, n->flag_count - i);
    if (mount_read(r->arena, &n->flags[i], &in->mounts[in->mount_count], &in->mounts_problem))
      in->mount_count++;
  }
}

static bool read_devices(struct instr_reader *r) {
  const struct node *n = r->node;
  struct instr *in = r->in;
  str why;
  for (uint32_t i = 0; i < n->flag_count; i++) {
    if (!str_eq(n->flags[i].name, STR("device")))
      continue;
    if (!in->devices)
      in->devices = NEW_ARRAY(r->arena, struct device, n->flag_count - i);
    if (!device_read(r->arena, &n->flags[i], &in->devices[in->device_count++], &why))
      return instr_refuse(r, n->flags[i].span, why);
  }
  return true;
}

bool instr_read_run(struct instr_reader *r) {
  static const char *const networks[] = {"default", "none", "host", NULL};
  static const char *const securities[] = {"sandbox", "insecure", NULL};
  instr_read_command(r);
  read_mounts(r);
  return instr_check_flags(r) && check_mounts(r) && check_choice(r, STR("network"), networks) &&
         check_choice(r, STR("security"), securities) && read_devices(r);
}

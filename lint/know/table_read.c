#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "know/table.h"

// A table while it is put together.
struct draft {
  struct arena *arena;
  str path;
  struct fault *why;
  const struct yaml_node *columns, *rows;
  struct buf bytes;
  VEC(uint32_t) texts, cells, open;
  uint32_t keys; // texts of the first column
};

static bool refuse(struct draft *d, const struct yaml_node *at, str message) {
  *d->why = (struct fault){d->path, at->at.line, at->at.column, message};
  return false;
}

static void add_text(struct draft *d, str text) {
  VEC_PUSH(d->arena, &d->texts, d->bytes.len);
  buf_add(&d->bytes, text);
}

static bool add_cell_text(struct draft *d, const struct yaml_node *n) {
  if (n->kind != YAML_SCALAR)
    return refuse(d, n, STR("a cell is a text or a list of texts"));
  if (n->plain && n->text.len == 0)
    return refuse(d, n, STR("the cell has no text; leave the column out where there is none"));
  add_text(d, n->text);
  return true;
}

static bool add_cell(struct draft *d, const struct yaml_node *n) {
  VEC_PUSH(d->arena, &d->cells, d->texts.len);
  if (!n)
    return true;
  if (n->kind != YAML_LIST)
    return add_cell_text(d, n);
  for (uint32_t i = 0; i < n->len; i++)
    if (!add_cell_text(d, n->items[i]))
      return false;
  return true;
}

static bool check_columns(struct draft *d, const struct yaml_node *row) {
  for (uint32_t i = 0; i < row->len; i++) {
    const struct yaml_node *key = yaml_key(row, i);
    if (!yaml_get(d->columns, key->text))
      return refuse(d, key, str_format(d->arena, "no column is called '" STR_FMT "'", STR_ARG(key->text)));
  }
  return true;
}

static bool add_row(struct draft *d, const struct yaml_node *row) {
  if (row->kind != YAML_MAP)
    return refuse(d, row, STR("a row is a map of columns"));
  if (!check_columns(d, row))
    return false;
  uint32_t before = d->texts.len;
  for (uint32_t i = 0; i < d->columns->len; i++) {
    if (!add_cell(d, yaml_get(row, yaml_key(d->columns, i)->text)))
      return false;
    if (i == 0 && d->texts.len == before)
      return refuse(d, row,
                    str_format(d->arena, "the row lacks '" STR_FMT "', the first column",
                               STR_ARG(yaml_key(d->columns, 0)->text)));
    if (i == 0)
      d->keys += d->texts.len - before;
  }
  return true;
}

static bool take_parts(struct draft *d, const struct yaml_node *root) {
  if (root->kind != YAML_MAP)
    return refuse(d, root, STR("a table is a map of 'columns' and 'rows'"));
  for (uint32_t i = 0; i < root->len; i++) {
    const struct yaml_node *key = yaml_key(root, i), *value = yaml_value(root, i);
    if (str_eq(key->text, STR("columns")) && value->kind == YAML_MAP && value->len)
      d->columns = value;
    else if (str_eq(key->text, STR("rows")) && value->kind == YAML_LIST)
      d->rows = value;
    else
      return refuse(d, key, STR("a table has 'columns', a map, and 'rows', a list, and nothing else"));
  }
  if (!d->columns || !d->rows)
    return refuse(d, root, STR("a table has 'columns' and 'rows'"));
  return true;
}

static uint32_t index_size(uint32_t keys) {
  uint32_t size = keys ? 4 : 0;
  while (size && size < 2 * keys)
    size *= 2;
  return size;
}

// What is known of the texts of the first column, beside the index itself.
static void note_texts(struct draft *d, struct know_table *head) {
  for (uint32_t row = 0; row < head->row_count; row++)
    for (uint32_t i = d->cells.at[row * head->column_count]; i < d->cells.at[row * head->column_count + 1]; i++) {
      str text = {d->bytes.at + d->texts.at[i], d->texts.at[i + 1] - d->texts.at[i]};
      uint32_t start = know_start(text);
      head->starts[start / 32] |= 1u << start % 32;
      if (str_find_char(text, '*') == text.len)
        continue;
      VEC_PUSH(d->arena, &d->open, row);
      VEC_PUSH(d->arena, &d->open, i);
    }
}

static void fill_index(const struct know_table *table, uint32_t *index) {
  for (uint32_t row = 0; row < table->row_count; row++) {
    know_cell cell = know_cell_at(table, row, 0);
    for (uint32_t k = 0; k < cell.len; k++) {
      uint32_t i = str_hash(know_cell_text(table, cell, k)) & (table->index_len - 1);
      while (index[2 * i])
        i = (i + 1) & (table->index_len - 1);
      index[2 * i] = row + 1;
      index[2 * i + 1] = cell.first + k;
    }
  }
}

static const struct know_table *assemble(struct draft *d) {
  VEC_PUSH(d->arena, &d->cells, d->texts.len);
  VEC_PUSH(d->arena, &d->texts, d->bytes.len);
  struct know_table head = {.column_count = d->columns->len, .row_count = d->rows->len};
  note_texts(d, &head);
  head.cells = d->texts.len;
  head.index = head.cells + d->cells.len;
  head.index_len = index_size(d->keys);
  head.open = head.index + 2 * head.index_len;
  head.open_len = d->open.len / 2;
  head.word_count = head.open + d->open.len;
  head.byte_count = d->bytes.len;
  struct know_table *table =
      arena_alloc(d->arena, sizeof head + head.word_count * sizeof(uint32_t) + (size_t)head.byte_count);
  *table = head;
  uint32_t *words = (uint32_t *)(void *)(table + 1);
  memcpy(words + head.texts, d->texts.at, d->texts.len * sizeof *words);
  memcpy(words + head.cells, d->cells.at, d->cells.len * sizeof *words);
  if (d->open.len)
    memcpy(words + head.open, d->open.at, d->open.len * sizeof *words);
  memcpy(words + head.word_count, d->bytes.at, d->bytes.len);
  fill_index(table, words + head.index);
  return table;
}

bool know_table_read(struct arena *a, str name, str path, const struct yaml_node *root, const struct know_table **out,
                     struct fault *why) {
  struct draft d = {.arena = a, .path = path, .why = why};
  buf_init(&d.bytes, a);
  if (!take_parts(&d, root))
    return false;
  add_text(&d, name);
  for (uint32_t i = 0; i < d.columns->len; i++)
    add_text(&d, yaml_key(d.columns, i)->text);
  for (uint32_t i = 0; i < d.rows->len; i++)
    if (!add_row(&d, d.rows->items[i]))
      return false;
  *out = assemble(&d);
  return true;
}

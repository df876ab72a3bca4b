#include <string.h>

#include "shell/parser.h"

str token_text(enum token t) {
  static const str texts[] = {
#define TOKEN(NAME, text) STR_INIT(text),
#include "shell/tokens.def"
  };
  return texts[t];
}

// Operators: rows that start with the same character stand together. `bash`: POSIX has it not.
struct row {
  char text[5];
  uint8_t len;
  uint8_t token;
  bool bash;
};

static const struct row command_operators[] = {
    {";;&", 3, TOKEN_DSEMI_AND, true},
    {";;", 2, TOKEN_DSEMI, false},
    {";&", 2, TOKEN_SEMI_AND, true},
    {";", 1, TOKEN_SEMI, false},
    {"&>>|", 4, TOKEN_AND_APPEND_CLOBBER, false},
    {"&>>", 3, TOKEN_AND_DGREAT, false},
    {"&>|", 3, TOKEN_AND_CLOBBER, false},
    {"&>", 2, TOKEN_AND_GREAT, false},
    {"&&", 2, TOKEN_AND_AND, false},
    {"&", 1, TOKEN_AND, false},
    {"||", 2, TOKEN_OR_OR, false},
    {"|&", 2, TOKEN_OR_AND, true},
    {"|", 1, TOKEN_OR, false},
    {"((", 2, TOKEN_DLPAREN, true},
    {"(", 1, TOKEN_LPAREN, false},
    {")", 1, TOKEN_RPAREN, false},
    {"<<-", 3, TOKEN_DLESS_DASH, false},
    {"<<<", 3, TOKEN_TLESS, false},
    {"<<", 2, TOKEN_DLESS, false},
    {"<>", 2, TOKEN_LESS_GREAT, false},
    {"<&", 2, TOKEN_LESS_AND, false},
    {"<(", 2, TOKEN_PROC_IN, true},
    {"<", 1, TOKEN_LESS, false},
    {">>|", 3, TOKEN_APPEND_CLOBBER, false},
    {">>", 2, TOKEN_DGREAT, false},
    {">&", 2, TOKEN_GREAT_AND, false},
    {">|", 2, TOKEN_CLOBBER, false},
    {">(", 2, TOKEN_PROC_OUT, true},
    {">", 1, TOKEN_GREAT, false},
    {"'", 1, TOKEN_SINGLE_QUOTE, false},
    {"\"", 1, TOKEN_DOUBLE_QUOTE, false},
    {"$((", 3, TOKEN_DOLLAR_DPAREN, false},
    {"$(", 2, TOKEN_DOLLAR_PAREN, false},
    {"${", 2, TOKEN_DOLLAR_BRACE, false},
    {"$[", 2, TOKEN_DOLLAR_BRACKET, true},
    {"$'", 2, TOKEN_DOLLAR_SINGLE, true},
    {"$\"", 2, TOKEN_DOLLAR_DOUBLE, true},
    {"$", 1, TOKEN_DOLLAR, false},
};

static const struct row quoted_operators[] = {
    {"\"", 1, TOKEN_DOUBLE_QUOTE, false}, {"$((", 3, TOKEN_DOLLAR_DPAREN, false}, {"$(", 2, TOKEN_DOLLAR_PAREN, false},
    {"${", 2, TOKEN_DOLLAR_BRACE, false}, {"$[", 2, TOKEN_DOLLAR_BRACKET, true},  {"$", 1, TOKEN_DOLLAR, false},
};

static const struct row arith_operators[] = {
    {"!=", 2, TOKEN_NE, false},          {"!", 1, TOKEN_BANG, false},
    {"==", 2, TOKEN_EQ, false},          {"=", 1, TOKEN_EQUAL, false},
    {"~", 1, TOKEN_TILDE, false},        {"(", 1, TOKEN_LPAREN, false},
    {")", 1, TOKEN_RPAREN, false},       {"&&", 2, TOKEN_AND_AND, false},
    {"&=", 2, TOKEN_AND_EQUAL, false},   {"&", 1, TOKEN_AND, false},
    {"||", 2, TOKEN_OR_OR, false},       {"|=", 2, TOKEN_OR_EQUAL, false},
    {"|", 1, TOKEN_OR, false},           {"<<=", 3, TOKEN_DLESS_EQUAL, false},
    {"<<", 2, TOKEN_DLESS, false},       {"<=", 2, TOKEN_LE, false},
    {"<", 1, TOKEN_LESS, false},         {">>=", 3, TOKEN_DGREAT_EQUAL, false},
    {">>", 2, TOKEN_DGREAT, false},      {">=", 2, TOKEN_GE, false},
    {">", 1, TOKEN_GREAT, false},        {"++", 2, TOKEN_INCREMENT, false},
    {"+=", 2, TOKEN_PLUS_EQUAL, false},  {"+", 1, TOKEN_PLUS, false},
    {"--", 2, TOKEN_DECREMENT, false},   {"-=", 2, TOKEN_MINUS_EQUAL, false},
    {"-", 1, TOKEN_MINUS, false},        {"%=", 2, TOKEN_PERCENT_EQUAL, false},
    {"%", 1, TOKEN_PERCENT, false},      {"**", 2, TOKEN_POWER, false},
    {"*=", 2, TOKEN_STAR_EQUAL, false},  {"*", 1, TOKEN_STAR, false},
    {"/=", 2, TOKEN_SLASH_EQUAL, false}, {"/", 1, TOKEN_SLASH, false},
    {"^^", 2, TOKEN_DCARET, false},      {"^=", 2, TOKEN_CARET_EQUAL, false},
    {"^", 1, TOKEN_CARET, false},        {"[", 1, TOKEN_LBRACKET, false},
    {"]", 1, TOKEN_RBRACKET, false},     {",", 1, TOKEN_COMMA, false},
    {"?", 1, TOKEN_QUEST, false},        {":", 1, TOKEN_COLON, false},
    {"#", 1, TOKEN_HASH, false},         {".", 1, TOKEN_DOT, false},
};

static const struct row param_operators[] = {
    {"}", 1, TOKEN_RBRACE, false},       {":+", 2, TOKEN_COLON_PLUS, false},  {":-", 2, TOKEN_COLON_MINUS, false},
    {":?", 2, TOKEN_COLON_QUEST, false}, {":=", 2, TOKEN_COLON_EQUAL, false}, {":#", 2, TOKEN_COLON_HASH, false},
    {":|", 2, TOKEN_COLON_PIPE, false},  {":*", 2, TOKEN_COLON_STAR, false},  {":", 1, TOKEN_COLON, false},
    {"+", 1, TOKEN_PLUS, false},         {"-", 1, TOKEN_MINUS, false},        {"?", 1, TOKEN_QUEST, false},
    {"=", 1, TOKEN_EQUAL, false},        {"%%", 2, TOKEN_DPERCENT, false},    {"%", 1, TOKEN_PERCENT, false},
    {"##", 2, TOKEN_DHASH, false},       {"#", 1, TOKEN_HASH, false},         {"!", 1, TOKEN_BANG, false},
    {"]", 1, TOKEN_RBRACKET, false},     {"//", 2, TOKEN_DSLASH, false},      {"/", 1, TOKEN_SLASH, false},
    {"^^", 2, TOKEN_DCARET, false},      {"^", 1, TOKEN_CARET, false},        {",,", 2, TOKEN_DCOMMA, false},
    {",", 1, TOKEN_COMMA, false},        {"@", 1, TOKEN_AT, false},           {"*", 1, TOKEN_STAR, false},
};

// The row that has the first `len` characters of `text`, from row `from` on; NULL where there is none.
static const struct row *find_operator(const struct parser *p, const struct row *row, const struct row *end,
                                       const char *text, uint32_t len) {
  for (; row < end && row->text[0] == text[0]; row++)
    if (row->len == len && memcmp(row->text, text, len) == 0 && (p->bash || !row->bash))
      return row;
  return NULL;
}

static const struct {
  const struct row *at;
  uint32_t len;
} sets[] = {
    [OPERATORS_OF_COMMANDS] = {command_operators, COUNT_OF(command_operators)},
    [OPERATORS_IN_QUOTES] = {quoted_operators, COUNT_OF(quoted_operators)},
    [OPERATORS_OF_ARITH] = {arith_operators, COUNT_OF(arith_operators)},
    [OPERATORS_OF_PARAMS] = {param_operators, COUNT_OF(param_operators)},
};

// What an operator is without its last character is an operator, too.
enum token read_operator(struct parser *p, enum operators set) {
  const struct row *row = sets[set].at, *end = row + sets[set].len, *found = NULL;
  while (row < end && row->text[0] != p->ch)
    row++;
  char text[sizeof row->text] = {0};
  for (uint32_t len = 0; len < sizeof text && p->ch > 0; len++) {
    text[len] = (char)p->ch;
    const struct row *longer = find_operator(p, row, end, text, len + 1);
    if (!longer)
      break;
    found = longer;
    read_char(p);
  }
  return found ? (enum token)found->token : TOKEN_NONE;
}

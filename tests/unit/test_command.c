#include "base/buf.h"
#include "base/vec.h"
#include "know/command.h"
#include "know/command_table.h"
#include "unit.h"

// Words stand apart by one space; a `^` is a piece that is not known.
struct words {
  VEC(str) list;
};

static struct words split(struct arena *a, const char *text) {
  struct words words = {0};
  str rest = str_copy(a, str_of(text)), word;
  char *bytes = (char *)(uintptr_t)rest.at;
  for (uint32_t i = 0; i < rest.len; i++)
    if (bytes[i] == '^')
      bytes[i] = COMMAND_UNKNOWN;
  while (str_next(&rest, ' ', &word))
    VEC_PUSH(a, &words.list, word);
  return words;
}

static void add_shown(struct buf *b, str s) {
  for (uint32_t i = 0; i < s.len; i++)
    buf_add_char(b, s.at[i] == COMMAND_UNKNOWN ? '^' : s.at[i]);
}

static void add_word(struct buf *b, const char *label, str word) {
  buf_add(b, str_of(label));
  add_shown(b, word);
  buf_add_char(b, ' ');
}

// `name [sub] -o=value operand (inner …) {script}`
static str show(struct arena *a, const struct command_line *line) {
  struct buf b;
  buf_init(&b, a);
  add_word(&b, "", line->name);
  if (line->subcommand != WORD_NONE)
    add_word(&b, "+", line->words[line->subcommand]);
  for (uint32_t i = 0; i < line->option_count; i++) {
    const struct command_option *o = &line->options[i];
    add_shown(&b, o->name);
    if (o->value_word != WORD_NONE) {
      assert_str_equal(str_skip(line->words[o->value_word], o->value_at), o->value);
      buf_add_char(&b, '=');
      add_shown(&b, o->value);
    }
    buf_add_char(&b, ' ');
  }
  for (uint32_t i = 0; i < line->operand_count; i++)
    add_word(&b, "", line->words[line->operands[i]]);
  for (uint32_t i = 0; i < line->inner_count; i++)
    add_word(&b, i ? "" : "| ", line->words[line->inner + i]);
  if (line->script != WORD_NONE)
    add_word(&b, "$ ", line->words[line->script]);
  return str_trim(buf_str(&b));
}

struct parse_case {
  const char *name; // the command line
  const char *shown;
};

static const struct parse_case parse_cases[] = {
    {"apt-get install -qy --no-install-recommends curl git", "apt-get +install -q -y --no-install-recommends curl git"},
    {"apt-get -o Acquire::Retries=3 install curl", "apt-get +install -o=Acquire::Retries=3 curl"},
    {"apt-get install -t stable-backports -y x", "apt-get +install -t=stable-backports -y x"},
    {"apt-get -yqq update", "apt-get +update -y -q -q"},
    {"/usr/bin/apt-get install -y x", "apt-get +install -y x"},
    {"apk add --no-cache --virtual .deps gcc", "apk +add --no-cache --virtual=.deps gcc"},
    {"apk add -t.deps gcc", "apk +add -t=.deps gcc"},
    {"pip3.11 install -r requirements.txt --no-binary=:all: x", "pip +install -r=requirements.txt --no-binary=:all: x"},
    {"uv pip install --system x", "uv +install --system x"},
    {"npm install -g x@1", "npm +install -g x@1"},
    {"curl -fsSL -o /tmp/x https://example.com/x", "curl -f -s -S -L -o=/tmp/x https://example.com/x"},
    {"curl -Lo/tmp/x https://example.com/x", "curl -L -o=/tmp/x https://example.com/x"},
    {"curl --output x --url https://example.com/x", "curl --output=x --url=https://example.com/x"},
    {"curl -LO -- https://example.com/x", "curl -L -O https://example.com/x"},
    {"wget -qO- https://example.com/x", "wget -q -O=- https://example.com/x"},
    {"wget https://example.com/x -O x", "wget -O=x https://example.com/x"},
    {"wget -c -", "wget -c -"},
    {"git clone --depth 1 -b v1 https://example.com/x.git y", "git +clone --depth=1 -b=v1 https://example.com/x.git y"},
    {"git -C /src -c a.b=c fetch origin", "git +fetch -C=/src -c=a.b=c origin"},
    {"go build -o /out -ldflags=-s ./cmd", "go +build -o=/out -ldflags=-s ./cmd"},
    {"go mod download", "go +download"},
    {"cargo build --release --target x86_64-unknown-linux-musl",
     "cargo +build --release --target=x86_64-unknown-linux-musl"},
    {"gcc -O2 -march=native -o x x.c", "gcc -O2 -march=native -o=x x.c"},
    {"gcc-12 -o x x.c", "gcc -o=x x.c"},
    {"useradd -l -m -u 1000 x", "useradd -l -m -u=1000 x"},
    {"usermod -l new old", "usermod -l=new old"},
    {"make -j4 -C src install", "make -j=4 -C=src install"},
    {"make -j -C src", "make -j -C=src"},
    {"head -5 x", "head -5 x"},
    {"unknown-tool -abc --x=1 --y z", "unknown-tool -abc --x=1 --y z"},
    {"tar -xzf x.tgz -C /opt --strip-components=1", "tar -x -z -f=x.tgz -C=/opt --strip-components=1"},
    // Wrappers
    {"sudo -u root apt-get install x", "sudo -u=root | apt-get install x"},
    {"sudo -E A=1 B=2 apt-get update", "sudo -E A=1 B=2 | apt-get update"},
    {"sudo -v", "sudo -v"},
    {"env -i A=1 make -j", "env -i A=1 | make -j"},
    {"env - make", "env - | make"},
    {"env A=1", "env A=1"},
    {"nice -n 10 make -s", "nice -n=10 | make -s"},
    {"timeout -k 5 60 curl -f x", "timeout -k=5 60 | curl -f x"},
    {"time -p make", "time -p | make"},
    {"command -v curl", "command -v"},
    {"command curl -f", "command | curl -f"},
    {"exec -a name prog -x", "exec -a=name | prog -x"},
    {"gosu nobody prog -x", "gosu nobody | prog -x"},
    {"chroot --userspec=a /root prog -x", "chroot --userspec=a /root | prog -x"},
    {"xargs -0 -n1 -I{} rm -f {}", "xargs -0 -n=1 -I={} | rm -f {}"},
    {"xargs -i rm {}", "xargs -i | rm {}"},
    {"sudo -- make -x", "sudo | make -x"},
    {"sudo ^", "sudo | ^"},
    {"poetry run pytest -x", "poetry +run | pytest -x"},
    {"conda run -n env --cwd /x make -s", "conda +run -n=env --cwd=/x | make -s"},
    {"find / -name *.pyc -exec rm -f {} ; -print", "find -name=*.pyc -exec -print / | rm -f {}"},
    {"find . -type f -exec chmod 644 {} +", "find -type=f -exec . | chmod 644 {}"},
    {"find . -name x", "find -name=x ."},
    // Shells and modules
    {"sh -c script arg", "sh -c arg $ script"},
    {"bash -euxo pipefail -c script", "bash -e -u -x -o=pipefail -c $ script"},
    {"bash -c -e script", "bash -c -e $ script"},
    {"bash +x -c script", "bash +x -c $ script"},
    {"bash file -c x", "bash file -c x"},
    {"su user -c script", "su -c=script user $ script"},
    {"su -c script - user", "su -c=script - user $ script"},
    {"runuser -u user --command=script", "runuser -u=user --command=script"},
    {"python3 -m pip install -U x", "python -m=pip | pip install -U x"},
    {"python -u -m venv /v", "python -u -m=venv | venv /v"},
    {"python setup.py -m x", "python setup.py -m x"},
    {"python -c code -m x", "python -c=code -m=x | x"},
    // What is not known
    {"apt-get install ^ x", "apt-get +install ^ x"},
    {"apt-get -y^ install x", "apt-get +install -y x"},
    {"curl --^ https://example.com/x", "curl --^ https://example.com/x"},
    {"curl -o ^ https://example.com/^", "curl -o=^ https://example.com/^"},
    {"apt-get ^ x", "apt-get +^ x"},
    {"^ install x", "^ install x"},
    {"apt-get", "apt-get"},
    {"curl -o", "curl -o"},
    {"find . -exec", "find -exec ."},
};

static void test_parse(void **state) {
  const struct parse_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct words words = split(&a, c->name);
  struct command_line line;
  command_parse(&a, words.list.at, words.list.len, &line);
  assert_str_equal(show(&a, &line), str_of(c->shown));
  arena_done(&a);
}

struct action_case {
  const char *name;
  const char *manager;
  enum command_action action;
  bool yes;
  const char *packages; // name=version:arch
};

static const struct action_case action_cases[] = {
    {"apt-get install -y curl=7.1-2 libc6:i386 g++", "apt", ACTION_INSTALL, true, "curl=7.1-2 libc6:i386 g++"},
    {"apt-get -qq install x", "apt", ACTION_INSTALL, true, "x"},
    {"apt-get -q install x/stable", "apt", ACTION_INSTALL, false, "x"},
    {"apt-get install ./x.deb /tmp/y.deb z", "apt", ACTION_INSTALL, false, "z"},
    {"apt-get purge --auto-remove x", "apt", ACTION_REMOVE, false, "x"},
    {"apt-get update", "apt", ACTION_REFRESH, false, ""},
    {"apt-get dist-upgrade -y", "apt", ACTION_UPGRADE, true, ""},
    {"apt-get clean", "apt", ACTION_CLEAN, false, ""},
    {"apt-get install lib^ ^ x=^", "apt", ACTION_INSTALL, false, "lib^ x=^"},
    {"apk add curl=8.1-r0 git~=2.3 x>1 y@edge", "apk", ACTION_INSTALL, false, "curl=8.1-r0 git=~=2.3 x=>1 y"},
    {"dnf install -y nginx-1.20.1 java-1.8.0-openjdk-devel glibc.i686 zlib-1.2-3.el8.x86_64", "dnf", ACTION_INSTALL,
     true, "nginx=1.20.1 java-1.8.0-openjdk-devel glibc:i686 zlib=1.2-3.el8:x86_64"},
    {"yum update", "dnf", ACTION_UPGRADE, false, ""},
    {"dnf module install nodejs", "dnf", ACTION_INSTALL, false, "nodejs"},
    {"zypper -n in x=1 y", "zypper", ACTION_INSTALL, true, "x=1 y"},
    {"pacman -Syu --noconfirm x", "pacman", ACTION_INSTALL, true, "x"},
    {"pip install a==1.0 b>=2,<3 c[x,y]~=1 d . ./e f.whl", "pip", ACTION_INSTALL, false, "a=1.0 b=>=2,<3 c=~=1 d"},
    {"pip install a[x] git+https://example.com/b.git c;python_version<'3'", "pip", ACTION_INSTALL, false, "a c"},
    {"pip uninstall -y a", "pip", ACTION_REMOVE, false, "a"},
    {"uv pip install a==1", "uv", ACTION_INSTALL, false, "a=1"},
    {"npm install -g a@1 @s/b@2 @s/c d", "npm", ACTION_INSTALL, false, "a=1 @s/b=2 @s/c d"},
    {"npm config set prefix", "npm", ACTION_NONE, false, ""},
    {"yarn global add a@1", "npm", ACTION_INSTALL, false, "a=1"},
    {"gem install a -v 1.2 b:3", "gem", ACTION_INSTALL, false, "a=1.2 b=3"},
    {"go install example.com/a/b@v1", "go", ACTION_INSTALL, false, "example.com/a/b=v1"},
    {"go build ./x", "go", ACTION_NONE, false, ""},
    {"cargo install a --version 1.0 --locked", "cargo", ACTION_INSTALL, false, "a=1.0"},
    {"conda install -y -c x numpy=1.2=py_0 ch::b>=2", "conda", ACTION_INSTALL, true, "numpy=1.2 b=>=2"},
    {"dotnet tool install -g a --version 1", "dotnet", ACTION_INSTALL, false, "a=1"},
    {"dotnet build -c Release", "", ACTION_NONE, false, ""},
    {"composer require a/b:1.2", "composer", ACTION_INSTALL, false, "a/b=1.2"},
    {"pecl install redis-5.3", "pecl", ACTION_INSTALL, false, "redis=5.3"},
    {"dpkg -i x.deb", "dpkg", ACTION_INSTALL, false, ""},
    {"make install", "", ACTION_NONE, false, ""},
};

static void test_action(void **state) {
  const struct action_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct words words = split(&a, c->name);
  struct command_line line;
  command_parse(&a, words.list.at, words.list.len, &line);
  assert_str_equal(line.manager, str_of(c->manager));
  assert_int_equal(line.action, c->action);
  assert_int_equal(line.says_yes, c->yes);
  struct command_packages packages = command_packages(&a, &line);
  struct buf b;
  buf_init(&b, &a);
  for (uint32_t i = 0; i < packages.len; i++) {
    const struct command_package *p = &packages.at[i];
    assert_str_equal(str_slice(line.words[p->word], p->at, p->at + p->name.len), p->name);
    add_shown(&b, p->name);
    buf_add(&b, p->version.len ? STR("=") : STR(""));
    add_shown(&b, p->version);
    buf_add(&b, p->arch.len ? STR(":") : STR(""));
    add_word(&b, "", p->arch);
  }
  assert_str_equal(str_trim(buf_str(&b)), str_of(c->packages));
  arena_done(&a);
}

struct download_case {
  const char *name;
  const char *downloads; // url>output
};

static const struct download_case download_cases[] = {
    {"curl -fsSL https://example.com/a.sh", "https://example.com/a.sh>-"},
    {"curl -LO https://example.com/a.tgz", "https://example.com/a.tgz>a.tgz"},
    {"curl -o x https://example.com/a -O https://example.com/b?c=1",
     "https://example.com/a>x https://example.com/b?c=1>b"},
    {"curl --remote-name-all https://example.com/a https://example.com/b",
     "https://example.com/a>a https://example.com/b>b"},
    {"curl --output-dir /tmp -O https://example.com/a", "https://example.com/a>/tmp/a"},
    {"curl example.com/a", "example.com/a>-"},
    {"curl --url https://example.com/a", "https://example.com/a>-"},
    {"curl -I https://example.com/a", ""},
    {"curl -x https://proxy.example.com https://example.com/a", "https://example.com/a>-"},
    {"wget https://example.com/a.tgz", "https://example.com/a.tgz>a.tgz"},
    {"wget -O x -q https://example.com/a https://example.com/b", "https://example.com/a>x https://example.com/b>x"},
    {"wget -P /opt https://example.com/a#f", "https://example.com/a#f>/opt/a"},
    {"wget -qO- https://example.com/a", "https://example.com/a>-"},
    {"wget --spider https://example.com/a", ""},
    {"aria2c -x 8 -d /opt -o x https://example.com/a", "https://example.com/a>/opt/x"},
    {"git clone --depth 1 https://example.com/a.git", "https://example.com/a.git>a"},
    {"git clone git@example.com:a/b /src", "git@example.com:a/b>/src"},
    {"git config --global url.x https://example.com/", ""},
    {"pip install x https://example.com/a.whl", "https://example.com/a.whl>a.whl"},
    {"pip install git+https://example.com/a.git@v1", "git+https://example.com/a.git@v1>a.git@v1"},
    {"pip install --index-url https://example.com/simple x", ""},
    {"pip install -r https://example.com/r.txt", "https://example.com/r.txt>r.txt"},
    {"npm install https://example.com/a.tgz", "https://example.com/a.tgz>a.tgz"},
    {"rpm -i https://example.com/a.rpm", "https://example.com/a.rpm>a.rpm"},
    {"dnf install -y https://example.com/a.rpm b", "https://example.com/a.rpm>a.rpm"},
    {"cargo install --git https://example.com/a b", "https://example.com/a>a"},
    {"aws s3 cp s3://bucket/a /opt/", "s3://bucket/a>/opt/"},
    {"aws s3 ls s3://bucket", ""},
    {"curl ^ https://example.com/a", "https://example.com/a>-"},
    {"curl -o a ^", "^>a"},
    {"curl https://^/a-^.tgz -O", "https://^/a-^.tgz>a-^.tgz"},
    {"python3 -c urllib.request.urlretrieve('https://example.com/a','b');print('https://example.com/c')",
     "https://example.com/a>a https://example.com/c>c"},
    {"python3 -c print('https://example.com/a')", ""},
    {"echo https://example.com/a", ""},
    {"tool https://example.com/a", ""},
};

static void test_download(void **state) {
  const struct download_case *c = *state;
  struct arena a;
  arena_init(&a, NULL, 0);
  struct words words = split(&a, c->name);
  struct command_line line;
  command_parse(&a, words.list.at, words.list.len, &line);
  struct command_downloads downloads = command_downloads(&a, &line);
  struct buf b;
  buf_init(&b, &a);
  for (uint32_t i = 0; i < downloads.len; i++) {
    const struct command_download *d = &downloads.at[i];
    assert_str_equal(str_slice(line.words[d->word], d->at, d->at + d->url.len), d->url);
    add_shown(&b, d->url);
    add_word(&b, ">", d->output);
  }
  assert_str_equal(str_trim(buf_str(&b)), str_of(c->downloads));
  arena_done(&a);
}

static void test_columns(void **state) {
  static const str names[] = {
#define COLUMN(NAME, name) STR_INIT(name),
      COMMAND_COLUMNS(COLUMN)
#undef COLUMN
  };
  (void)state;
  for (uint32_t i = 0; i < COMMAND_COLUMN_COUNT; i++)
    assert_str_equal(know_column_name(know_table_named(STR("commands")), i), names[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_columns)};
  return cmocka_run_group_tests(tests, NULL, NULL) | RUN_CASES("command_parse", parse_cases, test_parse) |
         RUN_CASES("command_packages", action_cases, test_action) |
         RUN_CASES("command_downloads", download_cases, test_download);
}

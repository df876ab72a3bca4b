#ifndef DLINT_BASE_LIMITS_H
#define DLINT_BASE_LIMITS_H

/// Every limit of dlint, in one place. Each lies far above real use (the largest of 4,792 real Dockerfiles has 29,300
/// bytes and brackets 11 deep); what is past one is hostile or broken, and is reported, never passed over in silence.

enum {
  LIMIT_SOURCE_BYTES = 16 * 1024 * 1024, // a Dockerfile, also from standard input
  LIMIT_FILE_MEMORY = 224 * 1024 * 1024, // bytes that linting one Dockerfile may take; where all of it needs more …
  LIMIT_SCRIPTS_READ = 512 * 1024,       // … scripts are read up to so many bytes of them, …
  LIMIT_SCRIPT_COSTS = 32,               // … each counting for so many more, and where that needs more, none
  LIMIT_INSTRUCTIONS = 200000,           // of a Dockerfile; what follows is not read
  LIMIT_RULE_FILE_BYTES = 1024 * 1024,   // a rule file or a table of rules/data
  LIMIT_JSON_DEPTH = 10000,              // as Go's encoding/json, which decodes the exec form
  LIMIT_WORD_DEPTH = 100,                // `${a:-${b:-…}}` in a word of the Dockerfile
  LIMIT_ONBUILD_DEPTH = 16,              // ONBUILD ONBUILD …, of which BuildKit allows one
  LIMIT_PATTERN_STEPS = 100000,          // characters compared for the patterns of one word: `${name/pattern/…}`
  LIMIT_WILDCARD_MOVES = 200000,         // of a shell's pattern in one operation: places in it at a byte of text
  LIMIT_EVAL_STEPS = 20000,              // of executing a file on one platform (real files take 3,500), and …
  LIMIT_EVAL_STEPS_MOST = 1000000,       // … one more for each byte of it, up to so many
  LIMIT_PATH_BYTES = 4096,               // of a working directory: Linux' PATH_MAX
  LIMIT_EVAL_BYTES_A_STEP = 16,          // of text that is put together: a step for so many
  LIMIT_DOC_COMMENTS = 1000,             // comment lines before ARG or FROM that may describe a name
  LIMIT_SHELL_DEPTH = 256,               // nested constructs of a script
  LIMIT_FACT_WORK = 50000000,            // comparisons of facts with one another, and bytes read more than once
  LIMIT_TRIGGERS = 10000,                // ONBUILD instructions executed in stages that start from theirs
  LIMIT_FAULTS = 1000,                   // of the configuration that are told of, …
  LIMIT_FAULT_HINTS = 100,               // … and of these, that come with the name that may have been meant
  LIMIT_FOLDER_DEPTH = 100,              // of a tree that is searched for Dockerfiles
  LIMIT_WANTED_FILES = 64,               // compose, bake and workflow files that are read for one Dockerfile
  LIMIT_WANTED_FILE_BYTES = 256 * 1024,  // one of them
  LIMIT_YAML_DEPTH = 64,                 // nested nodes of a rule file
  LIMIT_YAML_NODES = 200000,             // of a rule file or a table
  LIMIT_RULES = 20000,                   // that are loaded at run time
  LIMIT_RULE_ENTRIES = 50000,            // of the folders that rules are looked for in
  LIMIT_PATTERN_BYTES = 4096,            // a regular expression of a rule
  LIMIT_PATTERN_GROUPS = 8,              // within each other, that are looked through for fixed texts
  LIMIT_PATTERN_CODE_BYTES = 64 * 1024,  // what is compiled of it
  LIMIT_SUBJECT_BYTES = 16 * 1024,       // what it is matched against
  LIMIT_MATCH_STEPS = 100000,            // of a match from one place on
  LIMIT_MATCH_CALLOUTS = 300000,         // items that a match may try; for rules that were loaded at run time
  LIMIT_BAIT_BYTES = 1024,               // of the bait that `dlint test` tries patterns on, …
  LIMIT_BAIT_CALLOUTS = 64 * 1024,       // … and of items there: what grows with the square needs more
  LIMIT_BAIT_FAULTS = 10,                // patterns that it refuses before it tries no more
  LIMIT_MATCH_HEAP_KIB = 20 * 1024,      // memory of a match
  LIMIT_RULE_WORK = 5000000,             // conditions that a rule tries on one file, beside …
  LIMIT_RULE_WORK_A_FACT = 256,          // … so many for each of its facts
  LIMIT_LOADED_WORK = 30000000,          // likewise of all rules that were loaded at run time
  LIMIT_INSERTIONS = 100,                // in a message
  LIMIT_MEND_WORK = 64 * 1024 * 1024,    // bytes of a file, facts and instructions that all its fixes look through
  LIMIT_MEND_WORK_LEAST = 256 * 1024,    // … of a small file at least
  LIMIT_MEND_WORK_A_BYTE = 32,           // … and so much for each of its bytes
  LIMIT_FINDINGS = 10000,                // of one file
  LIMIT_CODE_RANGES = 16,              // of ShellCheck's codes that comments name in one place; others suppress nothing
  LIMIT_SHELLCHECK_SCRIPT = 64 * 1024, // bytes of a script that ShellCheck is given
  LIMIT_SHELLCHECK_OUTPUT = 1024 * 1024,    // bytes that one call of it may write
  LIMIT_SHELLCHECK_STAGES = 100,            // of a chain of stages whose variables it is told of
  LIMIT_SHELLCHECK_SECONDS = 30,            // that it may take
  LIMIT_SHELLCHECK_FAILURES = 3,            // after which it is called no more
  LIMIT_LSP_FRAME_BYTES = 64 * 1024 * 1024, // one message of an editor
  LIMIT_LSP_DOCUMENTS = 1000,               // that an editor has open
  LIMIT_LSP_KEPT_BYTES = 64 * 1024 * 1024,  // of what was found out about them, beside the latest
};

#endif

#!/usr/bin/env python3
"""Runs fuzz targets one after the other, each for some seconds, and sums up what they did.

usage: campaign.py BUILD WORK [--seconds N] [--rounds N] [--max-len N] [--seeds FOLDER] [--merge] [TARGET…]

BUILD is made with the preset fuzz. WORK keeps the inputs found (WORK/TARGET), what failed (WORK/crashes/TARGET) and the
number of executions so far (WORK/executions.json), so that a campaign can go on another day. --seeds FOLDER: files that
FOLDER/TARGET has, beside tests/fuzz/corpus. --merge: of what is known so far, only what reaches something that nothing
else reaches is kept before the first round. Ends 1 where something failed.

Words of the dictionary are those of the parsers' own tables (dictionary.py).

Half of the time would go into libFuzzer's own statistics of inputs: hence -entropic=0."""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS, DICTIONARY = HERE / "corpus", HERE / "dictionary.py"
ASAN = "detect_leaks=1:quarantine_size_mb=4:malloc_context_size=0:max_malloc_fill_size=0:allocator_release_to_os_interval_ms=-1"
DONE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
SO_FAR = re.compile(r"^#(\d+)\s", re.M)
LIMITS = ["-rss_limit_mb=1500", "-malloc_limit_mb=1200", "-timeout=30"]


def executions(log):
    """As libFuzzer counted them; where it was stopped by what it found, as it last said."""
    numbers = DONE.findall(log) or SO_FAR.findall(log)
    return int(numbers[-1]) if numbers else 0


def fuzzer(program, *options):
    """What a run says, and whether nothing failed."""
    environment = {**os.environ, "ASAN_OPTIONS": ASAN}
    command = [program, "-entropic=0", "-print_funcs=0", *LIMITS, *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    return done.stdout.decode(errors="replace"), done.returncode == 0


def seeds(target, args):
    return [CORPUS / target] + ([args.seeds / target] if args.seeds and (args.seeds / target).is_dir() else [])


def merge(program, target, args):
    found, cut = args.work / target, args.work / f"{target}.cut"
    cut.mkdir(parents=True)
    found.mkdir(exist_ok=True)
    fuzzer(program, "-merge=1", f"-max_len={args.max_len}", cut, found, *seeds(target, args))
    shutil.rmtree(found)
    cut.rename(found)


def run(program, target, args):
    found, crashes = args.work / target, args.work / "crashes" / target
    for folder in (found, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    words = args.work / f"{target}.dict"
    words.write_bytes(subprocess.run([DICTIONARY, target], stdout=subprocess.PIPE, check=True).stdout)
    log, good = fuzzer(program, "-print_final_stats=1", f"-max_total_time={args.seconds}", f"-max_len={args.max_len}",
                       f"-dict={words}", "-reload=0", f"-artifact_prefix={crashes}/", found,
                       *([] if args.merge else seeds(target, args)))
    return executions(log), good


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2].removeprefix("usage: "))
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--max-len", type=int, default=400)
    parser.add_argument("--seeds", type=pathlib.Path)
    parser.add_argument("--merge", action="store_true")
    parser.add_argument("target", nargs="*")
    args = parser.parse_intermixed_args()
    programs = {p.name.removeprefix("fuzz_"): p for p in sorted((args.build / "tests/fuzz").glob("fuzz_*")) if p.is_file()}
    unknown = set(args.target) - set(programs)
    if unknown or not programs:
        sys.exit(f"no such target: {' '.join(unknown)}" if programs else f"no fuzz targets in {args.build}")
    args.work.mkdir(parents=True, exist_ok=True)
    ledger = args.work / "executions.json"
    counts = json.loads(ledger.read_text()) if ledger.exists() else {}
    if args.merge:
        for target in args.target or programs:
            merge(programs[target], target, args)
    failed = 0
    for _ in range(args.rounds):
        for target in args.target or programs:
            count, good = run(programs[target], target, args)
            counts[target] = counts.get(target, 0) + count
            failed += not good
            print(f"{target:12}{count:>14,} executions{'' if good else ', and something failed'}", flush=True)
            ledger.write_text(json.dumps(counts))
    print(f"{'so far':12}{sum(counts.values()):>14,} executions: "
          + ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items())))
    return failed > 0


sys.exit(main())

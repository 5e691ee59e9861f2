# SPDX-License-Identifier: GPL-2.0-only
"""Each parser of init/fmt/ under clang's libFuzzer, with AddressSanitizer and UBSan.

The seed is fixed and the number of runs too, so that a check repeats; FULL=1 goes on for five
minutes each with another seed. What it finds is kept in build/tests/fuzz/TARGET-crash-*.
"""
import fcntl
import os
import subprocess
from pathlib import Path

import pytest

import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "tests" / "fuzz"
FULL = os.environ.get("FULL", "0") not in ("", "0")
RUNS = ["-max_total_time=300"] if FULL else ["-runs=100000", "-max_total_time=3"]
SEED = os.environ.get("KNIT_SEED", "1") if FULL else "1"
FLAGS = ["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-std=gnu11", "-fno-strict-aliasing",
         "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all", "-DKNIT_HOST_TEST",
         "-include", ROOT / "tests" / "unit" / "host.h"]


def compiled(made_of, out, *words):
    """Whether clang had nothing against it; nothing is done if @out is newer than @made_of."""
    if out.exists() and out.stat().st_mtime >= max(p.stat().st_mtime for p in made_of):
        return
    done = subprocess.run(["clang-14", *FLAGS, *words, "-o", out], text=True, capture_output=True)
    assert not done.returncode, f"{out.name} does not compile:\n{done.stderr}"


def build(target):
    """The parsers are the same for all targets: compiled once, by whoever comes first."""
    (OUT / "fmt").mkdir(parents=True, exist_ok=True)
    headers = [*HERE.glob("*.h"), *(ROOT / "init").rglob("*.h"), Path(__file__)]
    parsers = {path: OUT / "fmt" / f"{path.stem}.o"
               for path in sorted((ROOT / "init" / "fmt").glob("*.c"))}
    for source, parser in parsers.items():
        with open(parser.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            compiled([source, *headers], parser, "-c", source)
    compiled([HERE / "fuzz.c", *parsers.values(), *headers], OUT / target,
             f"-DTARGET=fuzz_{target}", HERE / "fuzz.c", *parsers.values())
    return OUT / target


@pytest.mark.parametrize("target", corpus.SEEDS)
def test_fuzz(target, tmp_path):
    binary = build(target)
    corpus.write(target, OUT / "corpus" / target)
    new = tmp_path / "new"
    new.mkdir()
    done = subprocess.run([binary, f"-seed={SEED}", *RUNS, "-max_len=1200", "-timeout=5",
                           f"-artifact_prefix={OUT / target}-", new, OUT / "corpus" / target],
                          text=True, errors="replace", stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    assert not done.returncode, done.stdout[-4000:]
    assert " cov: " in done.stdout, f"nothing was instrumented:\n{done.stdout[-1000:]}"


def test_all_parsers():
    """A parser that is added to init/fmt/ must be added here."""
    fuzz = "".join(path.read_text() for path in HERE.glob("*.[ch]"))
    header = "".join((ROOT / "init" / "fmt" / name).read_text()
                     for name in ("fmt.h", "fdt.h", "kernel.h", "netboot.h"))
    names = [line.split("(")[0].split()[-1].lstrip("*") for line in header.splitlines()
             if line.endswith(");") and line[0] not in "/ \t#"]
    assert "squashfs_size" in names
    assert not [name for name in names if f"{name}(" not in fuzz]

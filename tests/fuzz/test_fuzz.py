# SPDX-License-Identifier: GPL-2.0-only
"""Each parser of init/fmt/ under clang's libFuzzer, with AddressSanitizer and UBSan.

The seed is fixed and the number of runs too, so that a check repeats; FULL=1 goes on for five
minutes each with another seed. What it finds is kept in build/tests/fuzz/TARGET-crash-*.
"""
import os
import subprocess
import sys
from pathlib import Path

import pytest

import corpus

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from objects import compiled, objects                       # noqa: E402

OUT = ROOT / "build" / "tests" / "fuzz"
FULL = os.environ.get("FULL", "0") not in ("", "0")
RUNS = ["-max_total_time=300"] if FULL else ["-runs=100000", "-max_total_time=3"]
SEED = os.environ.get("KNIT_SEED", "1") if FULL else "1"
CLANG = ["clang-14", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-std=gnu11",
         "-fno-strict-aliasing", "-fsanitize=fuzzer,address,undefined",
         "-fno-sanitize-recover=all", "-DKNIT_HOST_TEST",
         "-include", ROOT / "tests" / "unit" / "host.h"]


def build(target):
    headers = [*HERE.glob("*.h"), *(ROOT / "init").rglob("*.h"), Path(__file__)]
    parsers = objects(CLANG, sorted((ROOT / "init" / "fmt").glob("*.c")), OUT / "objects", headers)
    source = HERE / "fuzz.c"
    return compiled([*CLANG, f"-DTARGET=fuzz_{target}", source, *parsers], OUT / target,
                    [source, *parsers, *headers])


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

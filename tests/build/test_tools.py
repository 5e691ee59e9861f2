# SPDX-License-Identifier: GPL-2.0-only
"""scripts/size, scripts/bench and scripts/check: that they can fail, and what they write."""
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from contenders import STATES, Contender, Kitchen
from emulate import parse
from knitlib import boards, image, pages
from report import LOG_PAGES, RAM_LIMIT, TIME_LIMIT, WHOLE_LIMIT, Results, Row
from tree import call, cpio, elf_cpu, environment, load_script

HERE = Path(__file__).resolve().parent
CONSOLE = HERE / "bench-console.txt"    # of a run of scripts/bench: knit, router, RAM overlay


# size

@pytest.fixture
def size(checkout, monkeypatch):
    """scripts/size on one CPU, in a checkout of its own."""
    module = load_script("size")
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(module, "VARIANTS", [("mipsel", "")])
    monkeypatch.setattr(pages, "README", checkout / "README.md")
    monkeypatch.setattr(pages, "DOCUMENTATION", checkout / "Documentation")
    module.budget = checkout / "configs/core.budget"

    def run(*words):
        monkeypatch.setattr("sys.argv", ["size", *words])
        return module.main()
    module.run = run
    return module


def test_size_fails_over_a_budget(size, capsys):
    size.budget.write_text("# a remark\nmips 10\n")
    assert not size.run("--no-options", "core")
    weight = int(re.search(r"^core +mipsel +([\d,]+) +none ", capsys.readouterr().out,
                           re.M)[1].replace(",", ""))
    size.budget.write_text(f"mipsel {weight}\n")
    assert not size.run("--no-options", "core")
    assert "all within their budgets" in capsys.readouterr().err
    size.budget.write_text(f"mipsel {weight - 1}\n")
    assert size.run("--no-options", "core")
    said = capsys.readouterr()
    assert "core mipsel: 1 bytes over its budget" in said.err
    assert "all within" not in said.err


def test_size_lowers_a_budget_and_never_raises_it(size):
    size.budget.write_text("# why\nmipsel 100000\n")
    size.run("--no-options", "--lower", "core")
    lowered = size.budget.read_text()
    assert re.fullmatch(r"# why\nmipsel \d{4}\n", lowered)
    size.budget.write_text("# why\nmipsel 17\n")
    assert size.run("--no-options", "--lower", "core")
    assert size.budget.read_text() == "# why\nmipsel 17\n"


def test_size_fails_if_an_option_does_not_build(size, checkout, monkeypatch, capsys):
    monkeypatch.setattr(size, "prompts", lambda: {"KNIT_NULLFS": "that one"})
    source = checkout / "init/knit.c"
    source.write_text(source.read_text() + "\n#ifndef CONFIG_KNIT_NULLFS\n#error broken\n#endif\n")
    assert size.run("router")
    assert "KNIT_NULLFS the other way round does not build" in capsys.readouterr().err


def test_size_writes_the_pages(size, checkout, monkeypatch):
    monkeypatch.setattr(size, "prompts", lambda: {"KNIT_NULLFS": "that one"})
    before = (checkout / "README.md").read_text()
    size.run("--write", "core", "router")
    after = (checkout / "README.md").read_text()
    table = re.search(r"(?m)^\| profile .*\n\|-.*\n(\|.*\n)+", after)[0]
    assert table.count("\n") == 4 and re.search(r"\| router +\| mipsel +\| +\d\d,\d{3} \|", table)
    assert after.replace(table, "") == re.sub(r"(?m)^\| profile .*\n(\|.*\n)+", "", before)
    assert "``KNIT_NULLFS``" in (checkout / "Documentation/prices.inc").read_text()


# bench

def sample(run=100, init=1100, free=1000, below=()):
    return SimpleNamespace(run=run, init=init, free=free, below=list(below), stages=[])


def results(knit, bare=None, frees=None, log=False):
    contender = Contender("knit-router", "knit, router", log=log)
    rows = [Row(Contender("bare-ram", "bare system calls"), "ram", bare or sample(), [1000]),
            Row(contender, "ram", knit, frees or [knit.free])]
    return Results(rows)


def test_bench_reads_a_console():
    """Of a real run; what is expected stands in its lines."""
    got = parse(CONSOLE.read_text())
    assert got.run and got.init > got.run
    assert [name for name, _ in got.stages] == ["board", "flash", "overlay", "handover"]
    assert got.run < got.stages[0][1] < got.stages[-1][1] <= got.init
    free = int(re.search(r"MemFree: +(\d+) kB", CONSOLE.read_text())[1]) // 4
    lists = [int(n) for n in re.findall(r"^ +count: (\d+)$", CONSOLE.read_text(), re.M)]
    assert any(lists) and got.free == free + sum(lists)
    assert got.below == []


@pytest.mark.parametrize("line", ["Run /init as init process", "bench: init",
                                  "bench: below ends"])
def test_bench_refuses_a_console_that_lacks_a_line(line):
    text = CONSOLE.read_text()
    assert line in text
    with pytest.raises(image.ImageError):
        parse(text.replace(line, "something else"))


def test_bench_sees_what_is_left_in_the_old_root():
    text = CONSOLE.read_text().replace("bench: below:\n", "bench: below:\ninit\n")
    assert parse(text).below == ["init"]


def test_bench_limits():
    assert list(results(sample(init=100 + int(1000 * TIME_LIMIT))).broken()) == []
    slow, = results(sample(init=101 + int(1000 * TIME_LIMIT))).broken()
    assert "1 µs too many" in slow
    slower = results(sample(init=101 + int(1000 * WHOLE_LIMIT)))
    assert len(list(slower.broken())) == 2
    slower.rows[1].contender.timed = False
    assert list(slower.broken()) == [], "it does more than the bare calls do"
    assert list(results(sample(free=1000 - RAM_LIMIT)).broken()) == []
    fat, = results(sample(free=999 - RAM_LIMIT)).broken()
    assert "pages over the bare calls" in fat
    assert list(results(sample(free=1000 - RAM_LIMIT - LOG_PAGES), log=True).broken()) == []
    assert list(results(sample(free=999 - RAM_LIMIT - LOG_PAGES), log=True).broken()) != []
    assert list(results(sample(free=2000)).broken()) == [], "less than the bare calls"
    left, = results(sample(below=["init"])).broken()
    assert "the old root still holds init" in left


def test_bench_takes_all_from_power_on():
    """A contender that the kernel works for before /init is charged with that work."""
    early = results(sample(run=600, init=1100))
    row = early.rows[1]
    assert row.since_run == 500 and early.whole(row) == 1000
    late, = results(sample(run=600, init=1700)).broken()
    assert "with the work before it" in late, "1,100 µs since Run, which would do"


def test_bench_takes_the_median_of_ram():
    fat = RAM_LIMIT + 1
    assert list(results(sample(), frees=[1000, 1000 - fat, 1000]).broken()) == []
    assert list(results(sample(), frees=[1000 - fat, 1000 - fat, 1000]).broken()) != []


def test_bench_writes_the_pages(checkout, monkeypatch):
    monkeypatch.setattr(pages, "README", checkout / "README.md")
    before = pages.README.read_text()
    got = results(sample(init=1190))
    got.rows.append(Row(Contender("bare-jffs2", "bare system calls"), "jffs2", sample(), [1]))
    pages.replace_in_readme(*got.short())
    after = pages.README.read_text()
    rows = [re.split(r" *\| *", line)[1:-1] for line in after.splitlines()]
    assert ["bare system calls", "1,000", "1.00", "1,000", "1.00", "0"] in rows
    assert ["knit, router", "1,090", "1.09", "", "", "0"] in rows
    assert len(before.splitlines()) - len(after.splitlines()) == 5
    assert "1,090" in got.rst("a note") and "a note" in got.rst("a note")


def test_bench_programs_build(tmp_path, monkeypatch):
    """All that it needs but a kernel and an emulator: programs, flashes, command lines."""
    monkeypatch.setenv("PATH", os.environ["PATH"] + ":/usr/sbin:/sbin")     # mkfs.jffs2
    board = boards.find("malta-le")
    (tmp_path / "uImage").write_bytes(image.make_uimage(board, b"kernel" * 20000))
    kitchen = Kitchen(board, tmp_path, tmp_path)
    for state in STATES:
        assert kitchen.flashes[state].stat().st_size == board.flash_size
        for marks in (False, True):
            binary = cpio(kitchen.bare(state, marks).initrd)["init"][2]
            assert elf_cpu(binary) == "mipsel" and (b"bare: flash" in binary) == marks
    assert kitchen.flashes["ram"].read_bytes() != kitchen.flashes["jffs2"].read_bytes()
    assert len(kitchen.kernel().append) < 220, "malta cuts the command line at 255 bytes"


# check

@pytest.fixture
def check(checkout, monkeypatch):
    module = load_script("check")
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(pages, "DOCUMENTATION", checkout / "Documentation")
    for name in ("T", "K", "FULL"):
        monkeypatch.delenv(name, raising=False)
    return module


def test_check_adds_up_and_fails(check, monkeypatch, capsys):
    monkeypatch.setattr(check, "run_part", {"unit": [3, 0, 0], "build": [4, 1, 2]}.get)
    monkeypatch.setenv("T", "unit")
    assert check.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"
    monkeypatch.setenv("T", "unit,build")
    assert check.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 2 skipped"


def test_check_keeps_the_result_of_a_full_run_only(check, checkout, monkeypatch):
    page = checkout / "Documentation/full-check.inc"
    page.write_text("before")
    monkeypatch.setattr(check, "run_part", lambda part: [11, 0, 1])
    assert check.main() == 0 and page.read_text() == "before"
    monkeypatch.setenv("FULL", "1")
    monkeypatch.setenv("K", "word")
    assert check.main() == 0 and page.read_text() == "before"
    monkeypatch.delenv("K")
    monkeypatch.setenv("T", "unit")
    assert check.main() == 0 and page.read_text() == "before"
    monkeypatch.delenv("T")
    assert check.main() == 0
    rows = [line.split() for line in page.read_text().splitlines() if "11" in line or "all" in line]
    assert [row[0] for row in rows if row[1:2] == ["11"]] == list(check.PARTS)
    assert ["all", str(11 * len(check.PARTS)), "0", str(len(check.PARTS))] == rows[-1][:4]


@pytest.mark.parametrize("body, status, last", [
    ("def test_a(): pass\ndef test_b(): pass", 0, "2 passed, 0 failed"),
    ("def test_a(): pass\ndef test_b(): assert False", 1, "1 passed, 1 failed"),
    ("import no_such_module", 1, "0 passed, 1 failed"),
    ("", 1, "0 passed, 0 failed")])
def test_check_runs_pytest(checkout, body, status, last):
    """The whole way, with a part that holds nothing but this test."""
    for name in ("build", "fuzz", "unit"):
        shutil.rmtree(checkout / "tests" / name)
    (checkout / "tests/build").mkdir()
    (checkout / "tests/build/test_it.py").write_text(body + "\n")
    done = call(checkout / "scripts/check", env=environment(T="build", J="1"))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (status, last), done.stdout

# SPDX-License-Identifier: GPL-2.0-only
"""`knit status --svg`: any reader of XML takes it, and its bars are the boot log's figures."""
import random
import subprocess
from xml.etree import ElementTree

import pytest

import scenarios
import variants

SVG = "{http://www.w3.org/2000/svg}"
LOG = """ok 14120 us early
ok 2192 us board: MIPS Malta
failed 66424 us flash: <mtd> & "more": I/O error
ok 1918569 us window
ok 0 us handover: starting the real init
"""
ROWS = [("ok", 14120, "early"), ("ok", 2192, "board: MIPS Malta"),
        ("failed", 66424, 'flash: ?mtd? ? "more": I/O error'), ("ok", 1918569, "window"),
        ("ok", 0, "handover: starting the real init")]


@pytest.fixture(scope="module")
def knit():
    scenarios.prepare()
    return variants.build("svg").read_bytes()


@pytest.fixture
def root(knit, tmp_path):
    (tmp_path / "knit").write_bytes(knit)
    (tmp_path / "knit").chmod(0o755)
    return tmp_path


def log(root, text, where="tmp"):
    folder = root / where / "knit"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "boot.log").write_bytes(text if isinstance(text, bytes) else text.encode())


def status(root, *words):
    return subprocess.run(["chroot", root, "/knit", "status", *words], timeout=20,
                          capture_output=True, check=False)


def picture(root):
    done = status(root, "--svg")
    assert (done.returncode, done.stderr) == (0, b""), done
    return ElementTree.fromstring(done.stdout)


def rows(svg):
    """[(how it went, begin, time, message)] of the bars, and of the texts."""
    bars = [(bar.get("class", "ok"), int(bar.get("x")), int(bar.get("width")))
            for bar in svg.iter(f"{SVG}rect")]
    texts = [(text.get("class", "ok"), *(int(span.text) for span in text), text.text)
             for text in svg.findall(f"{SVG}text")[1:]]
    assert bars == [row[:3] for row in texts]
    return texts


def below(svg):
    """Each bar is below its text, and above the next one; all are within the picture."""
    bars = [int(bar.get("y")) for bar in svg.iter(f"{SVG}rect")]
    texts = [int(text.get("y")) for text in svg.findall(f"{SVG}text")[1:]]
    places = [place for pair in zip(texts, bars) for place in pair]
    assert places == sorted(set(places)) and places[-1] + 8 <= int(svg.get("height"))


@pytest.mark.parametrize("where", ["run", "tmp"])
def test_bars(root, where):
    log(root, LOG, where)
    svg = picture(root)
    begin, want = 0, []
    for how, us, message in ROWS:
        want.append((how, begin, us, message))
        begin += us
    assert rows(svg) == want
    below(svg)
    plot = svg.find(f"{SVG}svg")
    assert plot.get("viewBox") == f"0 0 {begin} {svg.get('height')}"
    assert plot.get("width") == svg.get("width")
    stripes = [path.get("d") for path in plot.iter(f"{SVG}path")]
    assert stripes == [f"M1000000 24h1000000V{svg.get('height')}H1000000"]
    assert "2001305 us in stripes of 1000000 us" in svg.find(f"{SVG}text").text


def test_without_it(root):
    """The log itself, as ever."""
    log(root, LOG)
    assert status(root).stdout.decode() == LOG


def test_no_log(root):
    done = status(root, "--svg")
    assert done.returncode == 1 and b"knit: status: /tmp/knit/boot.log: not found" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("text", ["", "ok", "\n\n\n", "ok 1 us " + "<" * 4000, "é" * 1500,
                                  "a\0b\n", "failed 4294967295 us x\n" * 100, LOG * 12])
def test_what_is_no_log(root, text):
    log(root, text)
    rows(picture(root))


@pytest.mark.parametrize("size", [4096, 5000, 40000])
def test_any_bytes(root, size):
    """Cut off if it is longer than a log can be; a picture, or words why not."""
    log(root, random.Random(size).randbytes(size))
    done = status(root, "--svg")
    if done.returncode:
        assert b"knit: status: " in done.stderr and not done.stdout
    else:
        ElementTree.fromstring(done.stdout)

# SPDX-License-Identifier: GPL-2.0-only
"""What a run leaves out unless FULL=1: for the conftest.py of several parts.

Large matrices are sampled. Of what is left, the parts that take long do a share of each file, so
that a run ends while somebody waits for it; the commits take turns, since their seeds differ.
KNIT_SEED is settled before xdist starts its workers, so that all of them take the same sample.
"""
import os
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from knitlib import seed                                         # noqa: E402

FULL = os.environ.get("FULL", "0") not in ("", "0")


def configure(config):
    seed.settle()
    config.addinivalue_line("markers", "sample(n): n of this test's cases unless FULL=1")


def draw(name, things, count):
    """Those of @things that this run leaves out: the same for one seed, whatever else runs."""
    lot = random.Random(os.environ["KNIT_SEED"] + name)
    return lot.sample(things, max(0, len(things) - count))


def left_out(items):
    """Cases of tests with the marker `sample`."""
    cases = {}
    for item in items:
        sample = item.get_closest_marker("sample")
        if sample:
            cases.setdefault((item.nodeid.split("[")[0], sample.args[0]), []).append(item)
    for (name, count), group in cases.items():
        yield from draw(name, group, count)


def shared_out(items, share):
    """All but one in @share of each file's cases."""
    files = {}
    for item in items:
        files.setdefault(item.nodeid.split("::")[0], []).append(item)
    for name, group in files.items():
        yield from draw(name, group, -(-len(group) // share))


def by_name(config):
    """Whether somebody asked for some tests, not for a part."""
    return config.option.keyword or any("::" in word or word.endswith(".py")
                                        for word in config.args)


def drop(config, items, out):
    out = set(out)
    if out:
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]


def deselect(config, items, choose=left_out, share=1):
    """Drop from @items what @choose(items) leaves out, and then all but one of @share."""
    if FULL or config.option.keyword:
        return
    drop(config, items, choose(items))
    if not by_name(config):
        drop(config, items, shared_out(items, share))

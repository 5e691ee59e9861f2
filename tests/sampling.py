# SPDX-License-Identifier: GPL-2.0-only
"""Large matrices are sampled, FULL=1 does all of them: for the conftest.py of several parts.

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


def deselect(config, items, choose=left_out):
    """Drop from @items what @choose(items) leaves out, unless somebody asked for tests by name."""
    if FULL or config.option.keyword:
        return
    out = set(choose(items))
    if out:
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]

# SPDX-License-Identifier: GPL-2.0-only
"""Tests of how knit is built: stand-alone, inside kernel trees, and what `make` offers.

They work on a copy of the checkout, so that what a build leaves there is seen, and nobody who
edits meanwhile is in the way.
"""
import os
import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/bench"), str(Path(__file__).parent)]

from tree import Tree, copy_checkout, series  # noqa: E402

FULL = os.environ.get("FULL", "0") not in ("", "0")


def pytest_configure(config):
    os.environ.setdefault("KNIT_SEED", str(random.randrange(100000)))
    config.addinivalue_line("markers", "sample(n): n of this test's cases unless FULL=1")


def pytest_collection_modifyitems(config, items):
    if FULL or config.option.keyword:
        return
    groups, out = {}, set()
    for item in items:
        marker = item.get_closest_marker("sample")
        if marker:
            groups.setdefault((item.nodeid.split("[")[0], marker.args[0]), []).append(item)
    for (name, count), group in groups.items():
        lot = random.Random(os.environ["KNIT_SEED"] + name)
        out.update(lot.sample(group, max(0, len(group) - count)))
    if out:
        config.hook.pytest_deselected(items=list(out))
        items[:] = [item for item in items if item not in out]


@pytest.fixture
def checkout(tmp_path):
    """A checkout of one's own."""
    return copy_checkout(tmp_path)


def on(version):
    """Tests that share a tree run in one xdist worker."""
    return pytest.param(version, marks=pytest.mark.xdist_group(f"linux-{version}"))


@pytest.fixture(scope="session", params=map(on, series()))
def tree(request):
    """A whole kernel tree of each series that one may adopt, and then give up again."""
    with Tree(request.param) as tree:
        yield tree

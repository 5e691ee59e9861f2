# SPDX-License-Identifier: GPL-2.0-only
"""Tests of how knit is built: stand-alone, inside kernel trees, and what `make` offers.

They work on a copy of the checkout, so that what a build leaves there is seen, and nobody who
edits meanwhile is in the way.
"""
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("scripts", "tests/bench", "tests")]
sys.path.insert(0, str(Path(__file__).parent))

import sampling                                             # noqa: E402
from tree import Tree, copy_checkout, series  # noqa: E402


def pytest_configure(config):
    sampling.configure(config)


def pytest_collection_modifyitems(config, items):
    sampling.deselect(config, items)


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

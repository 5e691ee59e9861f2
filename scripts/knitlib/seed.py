# SPDX-License-Identifier: GPL-2.0-only
"""KNIT_SEED, from which the tests draw: of one commit every run takes the same sample."""
import os
import random
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def default():
    """A number of HEAD's tree: another commit, another sample. By chance where there is no git."""
    tree = subprocess.run(["git", "rev-parse", "HEAD^{tree}"], cwd=ROOT, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    return int(tree, 16) % 100000 if tree.strip() else random.randrange(100000)


def settle():
    """KNIT_SEED, before anything is drawn: what somebody asked for, else the commit's own."""
    return os.environ.setdefault("KNIT_SEED", str(default()))

# SPDX-License-Identifier: GPL-2.0-only
"""KNIT_SEED, from which the tests draw: of the same sources every run takes the same sample."""
import hashlib
import os
import random
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


PROSE = ("Documentation", "README.md")      # their figures change after what was tested


def default():
    """A number of HEAD's files but for the prose: by chance where there is no git."""
    rows = subprocess.run(["git", "ls-tree", "HEAD"], cwd=ROOT, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    if not rows:
        return random.randrange(100000)
    kept = [row for row in rows.splitlines() if not row.endswith(tuple(f"\t{n}" for n in PROSE))]
    return int(hashlib.sha1("\n".join(kept).encode()).hexdigest(), 16) % 100000


def settle():
    """KNIT_SEED, before anything is drawn: what somebody asked for, else the commit's own."""
    return os.environ.setdefault("KNIT_SEED", str(default()))

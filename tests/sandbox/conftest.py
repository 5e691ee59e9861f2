# SPDX-License-Identifier: GPL-2.0-only
"""What one run of the sandbox leaves out: half of it is waiting for knit's deadlines."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sampling                                             # noqa: E402

SHARE = 2           # one of so many cases in one run, unless FULL=1


def pytest_configure(config):
    sampling.configure(config)


def pytest_collection_modifyitems(config, items):
    update = os.environ.get("KNIT_UPDATE")      # the lists of calls are written anew: all of them
    sampling.deselect(config, items, share=1 if update else SHARE)

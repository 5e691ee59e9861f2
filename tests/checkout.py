# SPDX-License-Identifier: GPL-2.0-only
"""A copy of what knit is built from, for tests of a board that there is not."""
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("Kbuild", "Kconfig", "Makefile", "Makefile.usr", "arch", "boards", "configs", "init",
         "scripts")


def copied(folder, path, text):
    """The copy, anew, with @text instead of what is in one of its files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__*"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    (folder / path).write_text(text, encoding="ascii")
    return folder

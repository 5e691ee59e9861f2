# SPDX-License-Identifier: GPL-2.0-only
"""Tables of measured figures: on the console, in README.md and in Documentation/."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
DOCUMENTATION = ROOT / "Documentation"


def _cells(head, rows):
    """The rows as text, the width of each column, and which columns are numbers."""
    text = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    right = [bool(column) and all(re.fullmatch(r"[-+\d,.]*", cell) for cell in column)
             for column in zip(*text)] or [False] * len(head)
    width = [max(map(len, column)) for column in zip(head, *text)]
    return text, width, right


def _put(row, width, right):
    return [cell.rjust(wide) if number else cell.ljust(wide)
            for cell, wide, number in zip(row, width, right)]


def plain(head, rows):
    """Columns for a person to read."""
    text, width, right = _cells(head, rows)
    return "\n".join("  ".join(_put(row, width, right)).rstrip() for row in [head, *text]) + "\n"


def markdown(head, rows):
    text, width, right = _cells(head, rows)
    rule = "|".join("-" * (wide + 1) + (":" if number else "-")
                    for wide, number in zip(width, right))
    lines = [f"| {' | '.join(_put(row, width, right))} |" for row in [head, *text]]
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]]) + "\n"


def rst(head, rows):
    """A simple table; a cell of its first column may not be empty."""
    text, width, right = _cells(head, rows)
    rule = " ".join("=" * wide for wide in width)
    lines = [" ".join(_put(row, width, right)).rstrip() for row in [head, *text]]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n"


def include(name, made_by, body):
    """Write Documentation/NAME.inc, a part of a page that a program makes."""
    head = f".. SPDX-License-Identifier: GPL-2.0-only\n..\n   Written by {made_by}.\n\n"
    (DOCUMENTATION / f"{name}.inc").write_text(head + body, encoding="utf-8")


def replace_in_readme(head, rows):
    """The table in README.md that has this head gets these rows."""
    before = README.read_text(encoding="utf-8")
    first = r"\| *" + r" *\| *".join(re.escape(cell) for cell in head) + r" *\|"
    after, count = re.subn(rf"^{first}\n(\|.*\n)+", lambda _: markdown(head, rows), before,
                           flags=re.M)
    if count != 1:
        raise ValueError(f"README.md has {count} tables of {', '.join(head)}")
    README.write_text(after, encoding="utf-8")

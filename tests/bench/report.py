# SPDX-License-Identifier: GPL-2.0-only
"""What the bench has found: the table, the limits, and the pages for Documentation/."""
import statistics
from dataclasses import dataclass, field

from contenders import STATES

TIME_LIMIT = 1.10           # knit against the bare calls
WHOLE_LIMIT = 1.12          # the same with the unpacking of a cpio that is ten times as large
RAM_LIMIT = 4               # pages; MemFree and the per-CPU lists together repeat to 1
LOG_PAGES = 3               # the boot log: a page of text, one each of inodes and names
HEADS = ("", "µs from \"Run /init\"", "ratio", "with work before it", "ratio",
         "bytes in the image", "pages of RAM over bare", "left in the old root")

SHORT = ("", "RAM overlay, µs", "ratio", "jffs2, µs", "ratio", "bytes in image")


@dataclass
class Row:
    contender: object
    state: str
    sample: object              # the one run with -icount
    frees: list = field(default_factory=list)   # free pages, of all runs

    @property
    def since_run(self):
        return self.sample.init - self.sample.run

    @property
    def free(self):
        return statistics.median(self.frees)

    @property
    def is_knit(self):
        return self.contender.key.startswith("knit")


class Results:
    def __init__(self, rows):
        self.rows = rows

    def of(self, state):
        return [row for row in self.rows if row.state == state]

    def bare(self, state):
        return next(row for row in self.of(state) if row.contender.key.startswith("bare"))

    def whole(self, row):
        """
        From where the bare calls start. Others have work done for them before that: the kernel
        mounts a root=, makes partitions, unpacks a larger cpio.
        """
        return row.sample.init - self.bare(row.state).sample.run

    def cells(self, row):
        bare = self.bare(row.state)
        inside = row.contender.job and not row.contender.append
        return (row.contender.title,
                f"{row.since_run:,}" if inside else "",
                f"{row.since_run / bare.since_run:.3f}" if inside else "",
                f"{self.whole(row):,}", f"{self.whole(row) / self.whole(bare):.2f}",
                f"{row.contender.cpio_bytes:,}",
                f"{bare.free - row.free:+.0f}", f"{len(row.sample.below)} names")

    def table(self):
        lines = []
        for state in dict.fromkeys(row.state for row in self.rows):
            heads = (STATES[state], *HEADS[1:])
            rows = [heads] + [self.cells(row) for row in self.of(state)]
            widths = [max(map(len, column)) for column in zip(*rows)]
            for cells in rows:
                lines.append(cells[0].ljust(widths[0]) + "".join(
                    "  " + cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])))
            lines.append("")
        return "\n".join(lines)

    def rst(self, note):
        lines = [note, ""]
        for state in dict.fromkeys(row.state for row in self.rows):
            lines += [f".. list-table:: {STATES[state]}", "   :header-rows: 1", ""]
            for cells in [HEADS] + [self.cells(row) for row in self.of(state)]:
                lines += [("   * - " if not index else "     - ") + cell
                          for index, cell in enumerate(cells)]
            lines.append("")
        return "\n".join(line.rstrip() for line in lines)

    def short(self):
        """The table of README.md, head and rows: both states side by side, in µs."""
        rows = []
        for row in self.of("ram"):
            bare = self.bare("ram")
            cells = [f"{self.whole(row):,}", f"{self.whole(row) / self.whole(bare):.2f}", "", ""]
            for other in self.of("jffs2"):
                if other.contender.title == row.contender.title:
                    ratio = self.whole(other) / self.whole(self.bare("jffs2"))
                    cells[2:] = [f"{self.whole(other):,}", f"{ratio:.2f}"]
            rows.append((row.contender.title, *cells, f"{row.contender.cpio_bytes:,}"))
        return SHORT, rows

    def broken(self):
        """What is over a limit, in words."""
        for row in self.rows:
            if not row.is_knit:
                continue
            bare, name = self.bare(row.state), f"{row.contender.title}, {STATES[row.state]}"
            for what, took, limit, most in (
                    ("", row.since_run, bare.since_run, TIME_LIMIT),
                    (" with the work before it", self.whole(row), self.whole(bare), WHOLE_LIMIT)):
                over = took - int(most * limit)
                if over > 0 and row.contender.timed:
                    yield (f"{name}: {took / limit:.3f} times the bare calls{what}, "
                           f"{most:.2f} is the limit: {over} µs too many")
            pages, most = bare.free - row.free, RAM_LIMIT + LOG_PAGES * row.contender.log
            if pages > most:
                yield f"{name}: {pages:+.0f} pages over the bare calls, {most} is the limit"
            if row.sample.below:
                yield f"{name}: the old root still holds {' '.join(row.sample.below)}"

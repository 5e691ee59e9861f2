# SPDX-License-Identifier: GPL-2.0-only
"""arch/knit-apart.lds: what stays on a node has all that it needs, and a boot its own code."""
import re

import pytest

from tree import CROSS, copy_checkout, succeed

RAISED = "raise"      # by libgcc's division by zero on arm, which there is none of


def rows(prefix, option, file, pattern):
    """What readelf says of a file, by lines."""
    return re.findall(pattern, succeed(f"{prefix}readelf", f"-{option}W", file), re.M)


class Program:
    """A linked program that has kept its relocations, and where which section lies."""

    def __init__(self, prefix, file):
        self.sections = {name: (int(at, 16), int(size, 16)) for name, at, size in rows(
            prefix, "S", file, r"^ +\[ *\d+\] (\S+) +\w+ +([0-9a-f]+) \w+ ([0-9a-f]+)")}
        self.symbols = {}
        for at, size, name in rows(prefix, "s", file, r"^ +\d+: (\w+) +(\w+) FUNC .* (\S+)$"):
            self.symbols[name] = (int(at, 16) & ~1, int(size, 0))
        self.uses = [(int(at, 16), int(value, 16) & ~1, name) for at, value, name in rows(
            prefix, "r", file, r"^([0-9a-f]+) +\w+ +R_\w+ +([0-9a-f]+) +(\S+)")]

    def within(self, at, *names):
        return any(start <= at < start + size
                   for start, size in map(self.sections.__getitem__, names))


@pytest.mark.parametrize("cpu", CROSS)
@pytest.mark.sample(2)
def test_what_stays_is_complete(tmp_path, cpu):
    """Neither its code nor its constants lie elsewhere."""
    checkout = copy_checkout(tmp_path)
    flags = checkout / "scripts/kbuild/flags.mk"
    flags.write_text(flags.read_text() + "\nuserldflags += -Wl,--emit-relocs\n")
    succeed("make", "-C", checkout, f"O={tmp_path}/o", "PROFILE=full", f"CPU={cpu}")
    program = Program(CROSS[cpu], tmp_path / "o/usr/knit/knit-full")
    alone, both = program.sections[".alone"], program.sections[".both"]
    assert alone[1] > 2048 and both[1] > 2048
    assert both[0] - 64 <= sum(alone) <= both[0], "side by side"
    assert sum(both) - alone[0] <= 3 * 4096
    start, size = program.symbols["knit_start"]     # has also the way to all the rest
    assert program.within(start, ".both")
    found = [(at, value, name) for at, value, name in program.uses
             if program.within(at, ".alone", ".both") and not start <= at < start + size]
    assert len(found) > 200
    for at, value, name in found:
        assert (program.within(value, ".alone", ".both", ".bss") or name == RAISED
                ), f"{at:x}: {name} lies elsewhere"

# SPDX-License-Identifier: GPL-2.0-only
"""What a real NOR chip would make of a board's writes, which QEMU tells us one by one.

QEMU's chip takes what it is given. In a real one a write only clears bits; to set one, its block
has to be erased. And when the power goes, what was just being written or erased is anything.
"""
import re

from knitlib.machine import Machine

EVENTS = ("pflash_write_block_erase", "pflash_data_write", "pflash_data_write_block",
          "pflash_write_block_flush", "pflash_write_block_abort")
LINE = re.compile(r"pflash_(\w+) \S+ (?:block erase offset:0x([0-9a-f]+) bytes:0x([0-9a-f]+)|"
                  r"data offset:0x([0-9a-f]+) size:(\d+) value:0x([0-9a-f]+)|)")
SHOWN = 5           # wrong writes that a failure names


class Chip:
    """The flash as it would be, and each change of it: (offset, bytes), None for an erase."""

    def __init__(self, board, flash):
        self.erase = board.erase
        self.order = "big" if board.cpu == "mips" else "little"
        self.log = flash.with_name(flash.name + ".log")
        self.log.unlink(missing_ok=True)
        self.fresh = flash.read_bytes()
        self.data = bytearray(self.fresh)
        self.changes = []
        self.wrong = []
        self._read = 0              # bytes of the log that are done with
        self._buffer = []           # writes that come into effect together

    def arguments(self):
        """QEMU's words for it."""
        return [*(word for event in EVENTS for word in ("-trace", event)), "-D", self.log]

    def erased(self, since=0):
        """The numbers of the blocks that were erased, in that order; @since: that many changes."""
        self.follow()
        return [offset // self.erase for offset, data in self.changes[since:] if data is None]

    def follow(self):
        """Read what QEMU has told meanwhile; returns the number of changes up to now."""
        if self.log.exists():
            with self.log.open("rb") as file:
                file.seek(self._read)
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    self._read += len(line)
                    self._event(line.decode())
        return len(self.changes)

    def _event(self, line):
        found = LINE.match(line)
        if not found:
            return
        event, block, length, offset, size, value = found.groups()
        if event == "write_block_erase":
            assert int(length, 16) == self.erase, line
            self._change(int(block, 16), None)
        elif event == "write_block_flush":
            self._flush()
        elif event == "write_block_abort":
            self._buffer = []
        elif offset:
            size = int(size)
            data = (int(value, 16) & ((1 << 8 * size) - 1)).to_bytes(size, self.order)
            self._buffer.append((int(offset, 16), data))
            if event == "data_write":
                self._flush()

    def _flush(self):
        """Words that lie side by side are one change."""
        joined = []
        for offset, data in self._buffer:
            if joined and joined[-1][0] + len(joined[-1][1]) == offset:
                joined[-1] = (joined[-1][0], joined[-1][1] + data)
            else:
                joined.append((offset, data))
        self._buffer = []
        for change in joined:
            self._change(*change)

    def _change(self, offset, data):
        if data is not None:
            old = self.data[offset:offset + len(data)]
            if any(new & ~was for new, was in zip(data, old)):
                self.wrong.append(f"{data.hex()} at {offset:#x}, where {old.hex()} is")
        apply(self.data, self.erase, offset, data)
        self.changes.append((offset, data))

    def check(self):
        """No bit may be set without an erase."""
        self.follow()
        assert not self.wrong, f"{len(self.wrong)} writes set bits: {self.wrong[:SHOWN]}"

    def name(self, number):
        """What a change is, for people."""
        if number == len(self.changes):
            return "behind the last"
        offset, data = self.changes[number]
        return (f"the erase of block {offset // self.erase}" if data is None else
                f"{len(data)} bytes at {offset:#x}")

    def cut(self, number, lot):
        """The flash when the power goes in change @number, counted from 0."""
        data = bytearray(self.fresh)
        for change in self.changes[:number]:
            apply(data, self.erase, *change)
        if number < len(self.changes):
            offset, new = self.changes[number]
            size = self.erase if new is None else len(new)
            old = bytes(data[offset:offset + size])
            data[offset:offset + size] = (half_erased(old, lot) if new is None else
                                          half_written(old, new, lot))
        return bytes(data)

    def moments(self, count, lot, begin=0, end=None):
        """Changes in which to cut: half of them in an erase, where real NOR spends its time.

        Where there are fewer changes than that some come twice, and are torn in another way.
        """
        all_of_them = range(begin, len(self.changes) if end is None else end)
        erases = [number for number in all_of_them if self.changes[number][1] is None]
        writes = [number for number in all_of_them if self.changes[number][1] is not None]
        chosen = lot.sample(erases, min(count // 2, len(erases)))
        chosen += lot.sample(writes, min(count - len(chosen), len(writes)))
        return sorted(chosen + lot.choices(all_of_them, k=count - len(chosen)))


def apply(flash, erase, offset, data):
    if data is None:
        flash[offset:offset + erase] = b"\xff" * erase
    else:
        flash[offset:offset + len(data)] = data


def half_written(old, new, lot):
    """Some of the bits that were to be cleared are, up to somewhere in it; or none, or all."""
    done = lot.randrange(len(new) + 1)
    rest = bytes(was & (now | noise) for was, now, noise
                 in zip(old[done:], new[done:], lot.randbytes(len(new))))
    return new[:done] + (rest if lot.random() < 0.5 else old[done:])


def half_erased(old, lot):
    """A chip clears all bits of a block before it sets them."""
    noise = lot.randbytes(len(old))
    weak = bytearray(b"\xff" * len(old))
    for _ in range(lot.randrange(9)):
        weak[lot.randrange(len(weak))] &= ~(1 << lot.randrange(8))
    return lot.choice([old, bytes(map(int.__and__, old, noise)), bytes(len(old)), noise,
                       bytes(weak)])


class Watched(Machine):
    """A board with NOR: when it is switched off, all its writes must have been possible."""

    def __init__(self, start, **kwargs):
        super().__init__(start, **kwargs)
        self.chip = None

    def __enter__(self):
        self.chip = Chip(self.board, self.start_data.flash)
        self.start_data.extra += self.chip.arguments()
        return super().__enter__()

    def __exit__(self, kind, *rest):
        super().__exit__(kind, *rest)
        if not kind:
            self.chip.check()

    def quit(self):
        super().quit()
        self.chip.check()
        assert self.chip.data == self.start_data.flash.read_bytes(), "QEMU has told only half"

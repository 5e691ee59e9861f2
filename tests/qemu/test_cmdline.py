# SPDX-License-Identifier: GPL-2.0-only
"""The longest kernel command line: only if all of it was read, the last word counts."""
import pytest

from device import every_board

LAST = " knit.init=/bin/sh"


def filled(begin, length):
    """@begin, words without a meaning, and the last one: @length bytes in all."""
    text = begin
    while len(text) + len(LAST) < length:
        text += " filler=" + "x" * 92
    return text[:length - len(LAST)] + LAST


def obeyed(machine, length):
    machine.prompt()
    assert machine.shell("echo $$") == "1"
    assert len(machine.shell("cat /proc/cmdline")) == length


@every_board("virt-riscv64")
def test_as_long_as_the_kernel_takes(device):
    """1,024 bytes with the NUL. (test_bad_flash.py has the other boards that QEMU serves.)"""
    console = f"console={device.board.console}"
    longest = device.board.longest_append
    line = filled(f"{console} knit.window=0", longest)
    with device.power_on(append=line[len(console) + 1:]) as machine:
        obeyed(machine, longest)


def set_bootargs(machine, line):
    """At U-Boot's prompt, in pieces: what it reads at a time is shorter.

    It waits for a key for a second of the emulated board, too short where much else runs; one
    that was typed before it asks counts as well.
    """
    machine.expect("Err: +serial")
    machine.type("")
    words = line.split(" ")
    for at in range(0, len(words), 2):
        machine.expect("malta # ")
        begin = "$bootargs " if at else ""
        machine.type(f"setenv bootargs \"{begin}{' '.join(words[at:at + 2])}\"")
    machine.expect("malta # ")


@every_board("malta")
@pytest.mark.uboot
def test_4096_bytes_on_mips(device):
    """QEMU's malta hands over 255 bytes, U-Boot what was typed."""
    device.make(uboot=True)
    line = filled(f"mem=256M console={device.board.console}", 4095)
    with device.power_on(kernel=False) as machine:
        set_bootargs(machine, line)
        machine.type("bootm be050000")
        machine.expect("Linux version")
        obeyed(machine, len(line))

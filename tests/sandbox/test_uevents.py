# SPDX-License-Identifier: GPL-2.0-only
"""Buttons as OpenWrt's gpio-button-hotplug tells of them: by events of the kernel."""
import os
import signal
import subprocess
import sys

import pytest

from test_failsafe_net import machines, started                 # noqa: F401

# what a driver broadcasts, sent by root into the namespace of the machine
SEND = """
import socket, sys
kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)      # NETLINK_KOBJECT_UEVENT
kernel.bind((0, 0))
kernel.sendto(b"".join(word.encode() + b"\\0" for word in sys.argv[1:]), (0, 1))
"""
COMMON = ["HOME=/", "PATH=/sbin:/bin:/usr/sbin:/usr/bin", "SUBSYSTEM=button"]


@pytest.mark.parametrize("words, asked", [
    (["pressed@", *COMMON, "ACTION=pressed", "BUTTON=reset", "SEEN=12", "SEQNUM=400"], True),
    (["released@", *COMMON, "ACTION=released", "BUTTON=wps", "SEEN=1", "SEQNUM=400"], True),
    (["pressed@", *COMMON, "ACTION=pressed", "BUTTON=rfkill", "TYPE=switch", "SEEN=12",
      "SEQNUM=400"], False),
    (["change@/devices/x", "SUBSYSTEM=block", "ACTION=pressed", "BUTTON=wps"], False),
    (["x" * 2100], False),
], ids=["pressed", "released", "switch", "no-button", "too-long"])
def test_button(words, asked):
    with started(5) as box:
        assert box.read(lambda: "[f]" in box.run.console, 10)
        subprocess.run(["nsenter", "-t", str(box.run.pid), "-n", sys.executable, "-c", SEND,
                        *words], check=True)
        run = box.boot()
    assert ("a button was pressed, failsafe follows" in run.console) == asked
    assert run.reached() == ("shell" if asked else "init")


def test_events_are_lost():
    """More of them than the kernel keeps, while process 1 cannot read: the next one counts."""
    flood = SEND + "for _ in range(4000):\n    kernel.sendto(b'x' * 1000, (0, 1))\n"
    pressed = ["pressed@", *COMMON, "ACTION=pressed", "BUTTON=reset"]
    with started(8) as box:
        assert box.read(lambda: "[f]" in box.run.console, 10)
        enter = ["nsenter", "-t", str(box.run.pid), "-n", sys.executable, "-c"]
        os.kill(box.run.pid, signal.SIGSTOP)
        subprocess.run([*enter, flood, "add@/devices/x"], check=True)
        os.kill(box.run.pid, signal.SIGCONT)
        box.read(lambda: False, 1)
        subprocess.run([*enter, SEND, *pressed], check=True)
        run = box.boot()
    assert "ENOBUFS" in run.trace
    assert "a button was pressed, failsafe follows" in run.console

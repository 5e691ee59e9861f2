# SPDX-License-Identifier: GPL-2.0-only
"""Buttons as OpenWrt's gpio-button-hotplug tells of them: by events of the kernel."""
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

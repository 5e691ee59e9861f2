# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of the network share: its times, who hears a message, who answers a ping."""
import os
import time
from contextlib import contextmanager

import pytest

from knitlib.machine import SCALE
from knitlib.panel_net import Cable

ADDRESS = "192.168.1.1"
PROMPT = "Please press button now to enter failsafe"
LONG = "knit.window=60"     # what ends the window early does so at once
FOLLOW = 6                  # seconds until failsafe has seen that the cable is elsewhere
BUSY = 4 * SCALE            # more, where other tests have the processor

root_only = pytest.mark.skipif(os.geteuid() != 0,
                               reason="only root can make a network namespace")


@contextmanager
def plugs(folder, count):
    """So many cables, to be used as power_on(cables=...)."""
    cables = [Cable(folder, number) for number in range(count)]
    try:
        yield cables
    finally:
        for cable in cables:
            cable.close()


def wait_for(condition, seconds):
    """How long it took until @condition() held; None if it did not in @seconds."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > seconds:
            return None
        time.sleep(0.05)
    return time.monotonic() - begin


def ask_for_failsafe(machine):
    """Type f while the window is open; failsafe's shell answers."""
    machine.expect("to enter failsafe mode")
    machine.expect("to select the debug level")
    machine.type("f")
    machine.expect("knit: failsafe: window: f was typed")
    machine.prompt()


def both_taps(lan):
    """An address on the second port of a Lan, too; the first has 192.168.1.2."""
    lan.run("ip", "address", "add", "192.168.1.3/24", "dev", lan.taps[1].device, check=True)


def answers(lan, port=0, address=ADDRESS):
    """Whether a ping through that port comes back."""
    return lan.run("ping", "-c", "1", "-W", "1", "-I", lan.taps[port].device,
                   address).returncode == 0

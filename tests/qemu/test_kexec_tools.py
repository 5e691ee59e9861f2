# SPDX-License-Identifier: GPL-2.0-only
"""The same kernels, started by Debian's kexec-tools: what knit must not do worse than."""
import pytest

from device import every_board
from kexecing import KERNEL, differences, given, installed, tools

pytestmark = pytest.mark.profile("full")
WITH_TREE = ("virt-arm", "virt-arm64")


def by_tools(device):
    """What is not as the first kernel was told, after kexec -l and -e."""
    installed(device, tools(device))
    with device.power_on(append="first=1") as machine:
        machine.boot()
        direct = given(machine)
        machine.shell(f'/sbin/kexec -l {KERNEL} --command-line="$(cat /proc/cmdline) second=1"')
        machine.type("/sbin/kexec -e")
        machine.boot()
        return differences(direct, given(machine), "second=1")


@every_board(*WITH_TREE, "x86")
@pytest.mark.full
def test_nothing_is_lost(device):
    assert by_tools(device) == []


@every_board("malta-le", "malta")
@pytest.mark.full
def test_no_arguments_on_malta(device):
    """The command line and most of the memory are lost there; with knit they are not."""
    lost = " ".join(by_tools(device))
    assert "command line" in lost and "memory" in lost

# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe's server for logins: Debian's dropbear in the ROM, OpenSSH at the other end."""
import re

import pexpect
import pytest

from device import PASSWD, PASSWORD, every_board
from knitlib import artefacts
from knitlib.machine import COMMAND
from knitlib.panel_net import Lan
from network import ADDRESS, BUSY, FOLLOW, LONG, ask_for_failsafe, root_only, wait_for

SERVER = "dropbear"
HOST_KEY = "/tmp/dropbear_failsafe_host_key"
KEY_SECONDS = 30    # a machine that has just been started waits for its random numbers
# Nothing of the host's user; the host key is another one at each boot. A server that is
# killed with the network taken down behind it cannot say goodbye.
CLIENT = ("ssh", "-F", "/dev/null", "-o", "UserKnownHostsFile=/dev/null",
          "-o", "GlobalKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no",
          "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=5", "-o", "ServerAliveInterval=3",
          "-o", "ServerAliveCountMax=2", "-o", "PubkeyAuthentication=no",
          "-o", "NumberOfPasswordPrompts=1", f"root@{ADDRESS}")

pytestmark = root_only


def with_server(device, extra=None, **more):
    """A ROM with dropbear, the way that a router's has it, and with @extra files."""
    folder = artefacts.script("dropbear", device.board.cpu)
    files = {f"/{path.relative_to(folder)}": path.read_bytes()
             for path in sorted(folder.rglob("*")) if path.is_file()}
    return device.make(device.rootfs({**files, **(extra or {})}, **more))


def ssh(lan, command):
    """(status of ssh, what it printed): 255 if nobody lets us in."""
    done = lan.run(*CLIENT, "-o", "BatchMode=yes", command)
    return done.returncode, done.stdout.strip()


def login(lan):
    """Wait until one works."""
    took = wait_for(lambda: ssh(lan, "true")[0] == 0, KEY_SECONDS + BUSY)
    assert took is not None, ssh(lan, "true")[1]


def host_key(lan):
    """The key that the server shows to everybody."""
    keys = lan.run("ssh-keyscan", "-t", "ed25519", ADDRESS).stdout
    return re.search(r"ssh-ed25519 (\S+)", keys)[1]


def server(machine):
    """The server's process, None if there is none. Sessions have its name, but no -F."""
    found = re.findall(rf"^ *(\d+) .*{SERVER} -F", machine.shell("ps"), re.M)
    assert len(found) < 2, found
    return found[0] if found else None


def refused(lan):
    """Whether the machine answers that nobody is there."""
    return "Connection refused" in ssh(lan, "true")[1]


@every_board("virt-arm64", "virt-arm")      # whose flash has the room
def test_login(device):
    """Without a password, as the ROM has it; the server comes back, and goes with failsafe."""
    before = with_server(device).read()
    with Lan() as lan, device.power_on(LONG, cables=lan.taps) as machine:
        ask_for_failsafe(machine)
        login(lan)
        assert ssh(lan, "id -u; cat /tmp/.failsafe; echo; hostname; exit 3") == \
            (3, "0\n1\nOpenWrt-failsafe")
        a_terminal(lan)
        made_in_ram(lan, machine)
        killed(lan, machine)
        assert device.read() == before, "something was written"
        # from here, the boot that goes on ends the session
        assert ssh(lan, "knit boot; sleep 60")[0] == 255
        machine.boot()
        assert server(machine) is None
        machine.shell("ip link set eth0 up; ip addr add 192.168.1.1/24 dev eth0")
        assert wait_for(lambda: refused(lan), BUSY) is not None


def a_terminal(lan):
    """A shell of its own, for a person."""
    words = [*lan.wrapper, *CLIENT]
    with pexpect.spawn(words[0], words[1:], encoding="utf-8", timeout=COMMAND) as child:
        child.expect("# ")
        child.sendline("echo \"<$FAILSAFE $(tty)>\"; exit")
        child.expect(r"<1 /dev/pts/\d+>")
        child.expect(pexpect.EOF)


def made_in_ram(lan, machine):
    """The host key: nobody else's, and nowhere but there."""
    assert "/tmp tmpfs" in machine.shell("cat /proc/mounts")
    public = machine.shell(f"dropbearkey -y -f {HOST_KEY}")
    assert host_key(lan) in public
    assert machine.shell(f"stat -c %a {HOST_KEY}") == "600"


def killed(lan, machine):
    first = server(machine)
    assert first
    machine.shell(f"kill -9 {first}")
    assert wait_for(lambda: server(machine) not in (first, None), FOLLOW + BUSY) is not None
    login(lan)


@every_board("virt-arm64")
def test_nobody_on_the_consoles(device):
    """The reason is all that they show; with the ROM's password the network lets root in."""
    with_server(device, {"/etc/passwd": PASSWD})
    initrd = device.other_knit(FAILSAFE_ACCESS_NONE="y", FAILSAFE_REBOOT=10)
    with Lan() as lan, device.power_on("failsafe=", initrd=initrd, cables=lan.taps) as machine:
        for _ in range(3):          # 20 s, and no restart though that is due after 10
            machine.expect("knit: failsafe: window: failsafe=")
        assert machine.text().count("Linux version") == 1
        assert ssh(lan, "true")[0] == 255, "no password, no shell"
        with pexpect.spawn(lan.wrapper[0], [*lan.wrapper[1:], *CLIENT, "id -u; knit boot"],
                           encoding="utf-8", timeout=COMMAND) as child:
            child.expect("password: ")
            child.sendline(PASSWORD)
            child.expect("\n0\r")
        begin = machine.text()
        assert not re.search(r"[/~] # |login: ", begin)
        machine.boot()


def processes(machine, seconds):
    """How many begin in that time."""
    first, last = [int(pid) for pid in machine.shell(
        f"sh -c 'echo $$'; sleep {seconds}; sh -c 'echo $$'").split()]
    return last - first


@every_board("virt-arm64", "malta-le")
@pytest.mark.sample(1)
def test_no_server_in_the_rom(device):
    """It is tried again now and then, quietly: somebody may have mounted one."""
    with Lan() as lan, device.power_on(LONG, cables=lan.taps) as machine:
        ask_for_failsafe(machine)
        begin = len(machine.text())
        assert wait_for(lambda: refused(lan), FOLLOW + BUSY) is not None
        assert processes(machine, FOLLOW + 2) < 20
        assert "dropbear" not in machine.text()[begin:]
        assert "knit: " not in machine.text()[begin:]


@every_board("virt-arm64")
def test_a_server_that_ends_at_once(device):
    """Without the program that makes its key."""
    with_server(device, without=("usr/bin/dropbearkey",))
    with Lan() as lan, device.power_on(LONG, cables=lan.taps) as machine:
        ask_for_failsafe(machine)
        assert processes(machine, FOLLOW + 2) < 20
        assert refused(lan)

# SPDX-License-Identifier: GPL-2.0-only
"""A network node from power-on to the login of its image, with the real server: tools/netboot."""
import hashlib
import os
import re
import signal
import stat
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from knitlib import artefacts, dtb, nodes, qemu
from knitlib.machine import SCALE, Machine
from nodenet import TOOLS, Bed, until
from test_panel import late

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces"),
              pytest.mark.profile("full"), pytest.mark.variant("nfs"),
              pytest.mark.xdist_group("nodes")]
X86 = pytest.mark.parametrize("board", ["x86"], indirect=True)
ARM64 = pytest.mark.parametrize("board", ["virt-arm64"], indirect=True)
LOGIN = r"(\S+) login: "
LOGIN_WITHIN = 300 * SCALE
SCRIPT = Path(artefacts.SCRIPTS / "node")


def kernel_of(board):
    return artefacts.kernel(artefacts.kernel_dir(board.name, "nfs", "full"))


def tree(folder):
    """All that an image is made of, for a comparison: names, modes, owners, times, contents."""
    found = {}
    for top, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(top, name)
            facts = os.lstat(path)
            content = os.readlink(path) if stat.S_ISLNK(facts.st_mode) else \
                hashlib.sha256(Path(path).read_bytes()).hexdigest() \
                if stat.S_ISREG(facts.st_mode) else facts.st_rdev
            found[os.path.relpath(path, folder)] = (facts.st_mode, facts.st_uid, facts.st_gid,
                                                    facts.st_mtime_ns, content)
    return found


def power_on(bed, board, loader="knit", panel=()):
    start = nodes.start(board.name, kernel_of(board), loader, bed.taps[0])
    start.overlays = panel
    if loader != "knit":            # it has no cable that says where it runs
        command = start.command()
        start.command = lambda: [*bed.wrapper, *command]
    return Machine(start)


def log_in(machine):
    """The name at the login; then root's shell."""
    name = machine.expect(LOGIN, LOGIN_WITHIN).group(1)
    machine.type("root")
    machine.prompt()
    return name


@pytest.fixture
def bed(board):
    """A server with a busybox image for the board."""
    layout = nodes.image(board.name, kernel_of(board), f"busybox-{board.cpu}")
    with Bed(f"oci:{layout}:{{model}}") as net:
        net.start()
        yield net


@pytest.fixture
def later(board, tmp_path):
    """A server whose image, one of WalT's, is elsewhere as yet, and what makes that come."""
    (tmp_path / "env").write_text(f"export walt_server_ip='{nodes.SERVER}'\n")
    layout = nodes.image(board.name, kernel_of(board), f"busybox-{board.cpu}",
                         [f"{tmp_path}/env=/bin/walt-env"])
    with Bed(f"oci:{tmp_path}/oci:{{model}}") as net:
        net.start()
        yield net, lambda: (tmp_path / "oci").symlink_to(layout)


MAC = qemu.mac(0)


@contextmanager
def sniffing(bed, capture):
    """All packets of the nodes' network meanwhile."""
    capture.touch(mode=0o666)
    said = capture.with_suffix(".said")
    with open(said, "wb") as file:
        sniffer = bed.also("tshark", "-q", "-i", "nodes", "-w", capture, stderr=file)
    until("tshark", lambda: b"Capturing on" in said.read_bytes())
    yield
    time.sleep(1)
    sniffer.terminate()
    sniffer.wait()


def decoded(capture, condition, field):
    """What tshark reads in a field of those packets, one word or list a line."""
    return subprocess.run(["tshark", "-r", capture, "-Y", condition, "-T", "fields", "-e", field],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=True).stdout.split("\n")[:-1]


def packets(capture):
    """Those of a boot: whole, and asking what a WalT server wants to be asked."""
    assert decoded(capture, "_ws.malformed || _ws.expert.severity == error", "frame.number") == []
    asked = f"dhcp.hw.mac_addr == {MAC} && dhcp.type == 1"
    kinds = decoded(capture, asked, "dhcp.option.dhcp")
    assert "1" in kinds and "3" in kinds                        # discover, request
    assert set(decoded(capture, asked, "dhcp.option.vendor_class_id")) == {"walt.node.pc-x86-64"}
    assert set(decoded(capture, asked, "dhcp.option.hostname")) == {""}
    wanted = set(decoded(capture, asked, "dhcp.option.request_list_item")[0].split(","))
    assert {"1", "3", "6", "12", "15", "17", "28", "42"} <= wanted
    assert decoded(capture, "nfs && rpc.msgtyp == 1", "frame.number")


@X86
def test_to_the_login(later, board, tmp_path):
    """The first attempt is in vain, since its image can't be had yet; a later one gets there, and
    what it writes stays with it, but for what is in /persist: that is on the server. No packet is
    one that tshark can't read.
    """
    bed, image_comes = later
    with sniffing(bed, tmp_path / "packets"), power_on(bed, board) as machine:
        machine.expect("netboot: nothing is started: not found")
        bed.says("no image for")
        image_comes()
        assert log_in(machine) == "node-" + MAC.replace(":", "")[-6:]
        record = bed.record(MAC)
        assert record["model"] == nodes.MODELS[board.name].name
        fs = bed.folder / "tftp/images" / record["image"] / "fs"
        before = tree(fs)
        assert machine.shell("grep ' / ' /proc/mounts | tail -n 1").split()[2] == "overlay"
        machine.shell("echo mine >/etc/mine; echo more >>/etc/passwd; rm /etc/group; sync")
        machine.shell("test ! -e /persist/kept && echo kept >/persist/kept && sync")
        words = machine.shell("cat /proc/cmdline")
        assert f"nfsroot={nodes.SERVER}:/var/lib/walt/nodes/{MAC}/fs" in words
        assert f"walt.server.ip={nodes.SERVER}" in words and "BOOTIF=01-" in words
        machine.type("reboot")
        log_in(machine)
        assert machine.shell("cat /etc/mine /etc/group", check=False).split() != ["mine"]
        machine.shell("test ! -e /etc/mine; test -e /etc/group")
        assert machine.shell("cat /persist/kept") == "kept"
        machine.quit()
    assert tree(fs) == before
    assert (bed.folder / "persist" / record["name"] / "kept").read_text() == "kept\n"
    packets(tmp_path / "packets")
    assert re.search(r"GET /boot/kernel", (bed.folder / "log/nginx.log").read_text())


@X86
def test_ipxe_does_the_same(bed, board):
    """With the image's own script, which is WalT's in its words; it has a name from the start."""
    with power_on(bed, board, "ipxe") as machine:
        assert log_in(machine) == "node-" + MAC.replace(":", "")[-6:]
        assert bed.record(MAC)["model"] == nodes.MODELS[board.name].name
        machine.quit()


@X86
def test_restarts(bed, board):
    """Because a person wants it, and because the root is gone: NFS is stopped, not ended, so that
    what the node asks is not even refused. It is back when NFS is. A new node has its name from the
    start, also where the image of its model is there.
    """
    bed.client().dhcp(vendor=f"walt.node.{nodes.MODELS[board.name].name}")
    bed.says("boots .* from now on")
    with power_on(bed, board) as machine:
        assert log_in(machine) == "node-" + MAC.replace(":", "")[-6:]
        done = bed.tool("reboot", MAC)
        assert (done.returncode, done.stdout) == (0, "")
        machine.expect("Linux version", 60 * SCALE)
        log_in(machine)
        pid = bed.pid_of("ganesha.nfsd")
        os.kill(pid, signal.SIGSTOP)
        machine.expect("Linux version", 120 * SCALE)
        os.kill(pid, signal.SIGCONT)
        log_in(machine)
        machine.quit()


def blinks(bed, panel, ms):
    """The LED at the board's GPIO does, while knit-node wants it to; then that of a system that
    runs shines.
    """
    seeker = bed.popen(TOOLS / "knit-node", "--directory", bed.folder, "blink", MAC, "5")
    panel.expect("green:boot", (ms, ms))
    assert seeker.wait(60) == 0
    panel.expect("green:boot", False)
    panel.expect("green:running", True)


@ARM64
@pytest.mark.parametrize("tree_file", ("dtb", "nodtb"))
def test_without_a_script(board, tmp_path, tree_file):
    """The files kernel and dtb, or nodtb where the machine's own device tree will do. Both have
    LEDs, which are the node's.
    """
    (tmp_path / "nodtb").write_bytes(b"")
    marker = dtb.make(board) if tree_file == "dtb" else tmp_path / "nodtb"
    layout = nodes.image(board.name, kernel_of(board), None, [f"{marker}=/boot/{tree_file}"], "")
    with Bed(f"oci:{layout}:{{model}}") as net:
        net.start()
        with power_on(net, board, panel=dtb.PANEL) as machine:
            log_in(machine)
            assert machine.shell("grep ' / ' /proc/mounts | tail -n 1").split()[2] == "overlay"
            blinks(net, machine.panel, late(SimpleNamespace(kernels=kernel_of(board).parent), 100))
            machine.quit()
        assert tree_file in (net.folder / "log/nginx.log").read_text()


# make node

def left():
    """Namespaces, mounts and programs that a run might leave; not those of other tests' servers
    (nodenet.py), which may run beside it.
    """
    namespaces = subprocess.run(["lsns", "-n", "-o", "NS,COMMAND"], stdout=subprocess.PIPE,
                                text=True, check=False).stdout
    return [line for line in namespaces.splitlines() if "/knit-nodes-" not in line and
            ("knit-netboot" in line or "scripts/node" in line)]


@X86
def test_make_node(board, tmp_path):
    """With Debian as the image, on a server that knows nothing."""
    del tmp_path
    done = subprocess.run([SCRIPT, board.name, "--batch"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", timeout=900 * SCALE, check=False)
    assert not done.returncode, done.stdout[-3000:]
    assert f"{MAC} is new: node-" in done.stdout and " is at its login, " in done.stdout
    assert "all servers are stopped" in done.stdout
    assert left() == []


@X86
@pytest.mark.sample(1)
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM, signal.SIGKILL))
def test_make_node_is_interrupted(board, tmp_path, number):
    """As by Ctrl-C, by kill, and by what nobody can answer."""
    output = tmp_path / "said"
    with open(output, "wb") as said:
        process = subprocess.Popen([SCRIPT, board.name, "--batch"], stdin=subprocess.DEVNULL,
                                   stdout=said, stderr=said, start_new_session=True)
    until("the node", lambda: b"is new: node-" in output.read_bytes(), 300 * SCALE)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)          # what a terminal does
    else:
        process.send_signal(number)
    assert process.wait(60) == {signal.SIGINT: 130, signal.SIGTERM: 143,
                                signal.SIGKILL: -9}[number]
    time.sleep(.5)
    until("nothing left", lambda: left() == [], 30)

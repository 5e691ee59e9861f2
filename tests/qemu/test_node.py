# SPDX-License-Identifier: GPL-2.0-only
"""A network's node: its root on a real NFS server, RAM on top of it (x86)."""
import hashlib
import os
import stat
import subprocess
import time

import pytest

from device import cpio, every_board
from knitlib import artefacts
from network import root_only
from knitlib.panel_net import Lan
from nfs import ADDRESS, Server

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("nfs"), every_board("x86"),
              root_only]
TOOLS = artefacts.ROOT / "tools/netboot"
OWN = "192.168.1.7"
IP = f"ip={OWN}:{ADDRESS}::255.255.255.0:box:eth0:off"
NAMES = {3: "{path},vers=3,nolock", 4: "{path},vers=4"}


def summed(tree):
    """What is in a folder: kinds, modes, owners, times and contents."""
    rows = []
    for path in sorted([tree, *tree.rglob("*")]):
        info = path.lstat()
        what = (os.readlink(path) if path.is_symlink() else
                hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        rows.append((str(path), stat.filemode(info.st_mode), info.st_uid, info.st_gid,
                     info.st_mtime_ns, what))
    return rows


def words(path, version, by_knit):
    """The command line."""
    nfsroot = f"nfsroot={ADDRESS}:{NAMES[version].format(path=path)}"
    by = "" if by_knit else "rdinit=/none root=/dev/nfs init=/sbin/knit "
    return f"{by}{nfsroot} {IP}"


@pytest.fixture
def image(device, tree):
    """The root, with a knit that knows what to do with it."""
    (tree / "sbin/knit").write_bytes(device.knit_with(NODE="y"))
    return tree


@pytest.fixture
def lan():
    with Lan() as lan:
        yield lan


@pytest.fixture
def server(lan, tmp_path, image):
    with Server(lan, tmp_path, image) as server:
        yield server


def power_on(device, lan, image, version=3, by_knit=True, append="", **more):
    """A kernel without knit in its cpio has a folder there on which it mounts the root."""
    append = f"{words(image, version, by_knit)} {append}".strip()
    initrd = None
    if not by_knit:
        folder = device.folder / "mount-point"
        (folder / "root").mkdir(parents=True, exist_ok=True)
        initrd = cpio(folder, device.folder / "mount-point.cpio")
    return device.power_on(append=append, flash=False, initrd=initrd, cables=lan.taps, **more)


@pytest.mark.parametrize("by_knit", [False, True])
@pytest.mark.parametrize("version", [3, 4])
def test_union(device, lan, server, image, version, by_knit):
    """It is writable, and nothing of that is on the server."""
    before = summed(image)
    with power_on(device, lan, image, version, by_knit) as machine:
        machine.boot()
        assert machine.shell("grep ' / ' /proc/mounts | cut -d' ' -f3") == "overlay"
        assert machine.shell("hostname") == "box"
        machine.shell("echo new >/etc/new; echo more >>/etc/inittab; rm /etc/hostname;"
                      "mkdir /srv; mv /etc/new /srv/; chmod 4755 /srv/new; mknod /srv/n c 1 3;"
                      "echo x >/srv/n")
        ram = "/run/walt/rootfs/mnt"
        assert machine.shell(f"cat {ram}/fs_rw/srv/new") == "new"
        assert machine.shell(f"ls -1 {ram}") == "finalfs\nfs_rw\nfs_work\nnfsroot"
        assert "/sbin" in machine.shell(f"ls -d {ram}/nfsroot/sbin")
        assert machine.shell("ls -ld /run | cut -c1-10") == "drwxr-xr-x"
        assert machine.shell(f"touch {ram}/nfsroot/x 2>&1", check=False).endswith(
            "Read-only file system")
        machine.shell("sync")
    assert summed(image) == before


def test_name_of_the_root(device, tmp_path, lan, image):
    """One command line for many nodes: each has a folder of its name, or of its address."""
    folder = tmp_path / "nodes"
    folder.mkdir()
    image.rename(folder / "box")
    with Server(lan, tmp_path, folder):
        for name, ip in (("box", IP), (OWN, IP.replace(":box:", "::"))):
            with device.power_on(append=f"nfsroot={folder}/%s,vers=3,nolock {ip}", flash=False,
                                 cables=lan.taps) as machine:
                machine.expect(f"knit: union: {ADDRESS}:{folder}/{name}, RAM on top")
                boot(machine)
            if name == "box":
                (folder / "box").rename(folder / OWN)


ASK = """
import socket, sys, time
s = socket.create_connection((sys.argv[1], 12346), 20, (sys.argv[2], 0))
s.settimeout(25)
for text in sys.argv[3:]:
    s.sendall(text.encode())
    time.sleep(.5)
try:
    while True:
        data = s.recv(999)
        if not data:
            break
        print(data.decode(), end="")
except ConnectionResetError:    # it has not read all that was sent
    pass
"""


def ask(lan, *texts, source=ADDRESS):
    """What the node answers to texts that are sent one after the other, until it hangs up."""
    done = lan.run("/usr/bin/python3", "-c", ASK, OWN, source, *texts)
    assert not done.returncode, done.stdout
    return done.stdout


def boot(machine):
    """What the node has to say later is seen, too."""
    machine.boot()
    machine.shell("dmesg -n 8")


def test_requests(device, lan, server, image):
    """As WalT's servers of all releases put them, and what is no request."""
    (image / "bin/blink").write_text("#!/bin/sh\necho $1 >/tmp/blinks\n")
    (image / "bin/blink").chmod(0o755)
    with power_on(device, lan, image) as machine:
        boot(machine)
        assert ask(lan, "MODE single\nPING\n") == "OK\n"
        assert ask(lan, "MODE single\nBLINK 1\n") == "OK\n"
        assert machine.shell("cat /tmp/blinks") == "1"
        assert ask(lan, "BLINK 0\n") == "OK\n"
        assert machine.shell("cat /tmp/blinks") == "0"
        assert ask(lan, "MODE multi\nPING\nBLINK 1\nPING\nCLOSE\n") == \
            "OK\nOK\nOK\nOK Closing on my side.\n"
        assert ask(lan, "DMESG\n").startswith("KO Start by specifying")
        assert ask(lan, "MODE single\nDANCE\n").startswith("KO ")
        assert ask(lan, "MODE single\n" + "x" * 1000 + "\n").startswith("KO ")
        assert ask(lan, "MODE si", "ngle\nPING\n") == "OK\n"
        assert ask(lan, "MODE multi\n") == "TIMEOUT Closing on my side.\n"
        lan.run("ip", "address", "add", "192.168.1.3/24", "dev", lan.taps[0].device, check=True)
        assert ask(lan, source="192.168.1.3") == ""
        machine.shell("rm /bin/blink")
        assert ask(lan, "BLINK 1\n") == "KO /bin/blink unavailable or not executable on image\n"


def test_restart_that_is_asked_for(device, lan, server, image):
    """At once without a script of the image's, else by that."""
    name = "/bin/walt-reboot"
    (image / name[1:]).write_text("#!/bin/sh\necho the script >/dev/console; reboot\n")
    with power_on(device, lan, image) as machine:
        boot(machine)
        assert ask(lan, "REBOOT\n") == "KO the reboot script is not executable on image\n"
        machine.shell(f"rm {name}")
        assert ask(lan, "MODE single\nREBOOT\n") == "OK\n"
        machine.expect("knit: node: as asked for, restarting")
        boot(machine)
        machine.shell(f"chmod 755 {name}")
        assert ask(lan, "REBOOT\n") == "OK\n"
        machine.expect("the script")
        boot(machine)
        machine.shell(f"echo exit 1 >{name}; chmod 755 {name}")
        assert ask(lan, "REBOOT\n") == "OK\n"
        machine.expect("knit: node: as asked for, restarting")
        boot(machine)


@pytest.mark.parametrize("by_knit", [False, True])
def test_server_that_dies(device, lan, server, image, by_knit):
    """The node restarts, and comes back when the server has done so; a short absence is none."""
    with power_on(device, lan, image, 3, by_knit) as machine:
        boot(machine)
        server.__exit__()
        time.sleep(5)
        server.__enter__()
        assert not machine.says("restarting", 25)
        server.__exit__()
        begin = time.monotonic()
        machine.expect("knit: node: the server does not answer, restarting", 60)
        assert 14 < time.monotonic() - begin < 30
        machine.expect("Linux version")
        time.sleep(15)
        server.__enter__()
        boot(machine)


def test_cable(device, lan, server, image):
    """10 s without it are nothing, 60 s are too long; then it starts again."""
    with power_on(device, lan, image) as machine:
        boot(machine)
        machine.plug(up=False)
        time.sleep(10)
        machine.plug()
        assert not machine.says("restarting", 25)
        assert machine.shell("ls -d /run/walt/rootfs/mnt/nfsroot/sbin")
        machine.plug(up=False)
        begin = time.monotonic()
        machine.expect("knit: node: the server does not answer, restarting", 60)
        time.sleep(max(0, begin + 60 - time.monotonic()))
        machine.plug()
        boot(machine)


@pytest.mark.parametrize("profile", [pytest.param("node", marks=pytest.mark.profile("node")),
                                     "full"])
def test_resident_needs_nothing(device, lan, server, image, profile):
    """No file system, little memory, and that is locked: the part of the program that it needs."""
    with power_on(device, lan, image) as machine:
        machine.boot()      # the kernel keeps quiet
        find = "for p in /proc/[0-9]*; do grep -q @knit-node $p/cmdline && echo $p; done"
        own = machine.shell(find, check=False).split()
        assert len(own) == 1
        assert machine.shell(f"readlink {own[0]}/exe").startswith("/memfd:knit")
        assert machine.shell(f"ls -A {own[0]}/root/") == "dev"
        assert machine.shell(f"wc -w <{own[0]}/cwd/uptime") == "2"
        links = machine.shell(f"ls -l {own[0]}/fd | sed -n 's/.* -> //p'").split("\n")
        assert {link.split(":")[0] for link in links} <= {"/dev/null", "socket", "/"}
        files = machine.shell(f"sed 's/.* //' {own[0]}/maps")
        assert "/" not in files.replace("/memfd:knit", "")
        status = dict(line.split(":\t") for line in
                      machine.shell(f"cat {own[0]}/status").split("\n") if ":\t" in line)
        print(profile, *(status[name] for name in ("VmRSS", "RssAnon", "RssFile", "RssShmem")))
        assert int(status["VmRSS"].split()[0]) <= 32
        assert int(status["VmLck"].split()[0]) > 0
        assert machine.shell(f"cat {own[0]}/oom_score_adj") == "-1000"


WALT = """
export walt_server_ip="192.168.1.2"
export walt_image_id='0123abc'
"""
SERVER = """
import socket
s = socket.create_server(("192.168.1.2", 12347))
line = b"0\\n"
while line in (b"0\\n", b"17\\n"):     # the boot log; what it does not know
    c, peer = s.accept()
    c.settimeout(60)
    f = c.makefile("rwb", buffering=0)
    line = f.readline()
    if line == b"17\\n":
        f.close()
        c.close()
print(peer[0], line, flush=True)
f.write(b"OK\\n")
print(f.readline(), flush=True)
for text in b"BLINK 1\\n", b"REBOOT\\n":
    f.write(text)
    print(next(line for line in iter(f.readline, b"") if line != b"\\n"), flush=True)
"""


# The protocols of tools/netboot, which are those of WalT's server
WALTS_OWN = """
import sys, time
sys.path.insert(0, sys.argv[1])
from netboot import protocol
class Status:
    def up(self, ip, link): print("up", ip, flush=True)
    def down(self, ip, link): pass
    def log(self, ip, stream, stamp, text): print(ip, stream, text, flush=True)
protocol.serve("192.168.1.2", Status())
time.sleep(600)
"""


def test_clock_and_log(device, lan, server, image):
    """A machine that has been off for years gets the server's time before its init runs, and the
    server gets the boot log; without such a server it boots, too.
    """
    (image / "bin/walt-env").write_text(WALT)
    (image / "etc/inittab").write_text("::sysinit:/bin/sh -c 'date +%s >/tmp/began'\n" +
                                       (image / "etc/inittab").read_text())
    past = ["-rtc", "base=2015-06-01T12:00:00"]
    with power_on(device, lan, image, extra=past) as machine:
        machine.expect("knit: clock: .*192.168.1.2: nobody listens there")
        boot(machine)
        assert machine.shell("date +%Y") == "2015"
    told = lan.popen("/usr/bin/python3", "-c", WALTS_OWN, TOOLS, stdout=subprocess.PIPE, text=True)
    with power_on(device, lan, image, extra=past) as machine:
        machine.expect("knit: clock: that of 192.168.1.2")
        boot(machine)
        assert abs(int(machine.shell("date +%s")) - time.time()) < 5
        assert abs(int(machine.shell("cat /tmp/began")) - time.time()) < 120
        said = iter(told.stdout.readline, "")
        log = [next(said)]
        while " clock: " not in log[-1]:
            log.append(next(said))
        assert all(line.startswith(f"{OWN} walt-init ok ") for line in log)
        assert any(" union: " in line for line in log)
        time.sleep(1.5)
        find = "cat $(grep -l @knit-node /proc/[0-9]*/cmdline)"
        assert "union" not in machine.shell(find, check=False)
    told.terminate()
    assert "<disconnected!>" not in told.communicate()[0]


# Release 11's: an answer for each node that asks, once that has said that this is all
ANSWERS = """
import socket, sys, threading
answers = iter(sys.argv[1:])
def serve(link):
    with link, link.makefile("rwb", buffering=0) as file:
        line = file.readline()
        print("asked", line, flush=True)
        if line == b"17\\n" and file.read() == b"":
            file.write(next(answers).encode())
            print("answered", flush=True)
listener = socket.create_server(("192.168.1.2", 12347))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],)).start()
"""


def test_release_11(device, lan, server, image):
    """RAM on top of the root, also for what knit does not know; and a root of the node's own."""
    (image / "bin/walt-env").write_text(WALT)
    (image / "kept").mkdir()
    before = summed(image)
    told = lan.popen("/usr/bin/python3", "-c", ANSWERS, *(
        f"export walt_boot_mode={mode}\nexport walt_persist_path={persist}\n"
        "export walt_vnode_mode=0\n" for mode, persist in (
            ("hybrid-volatile", f"{ADDRESS}:{image}/kept"), ("network-persistent", ""),
            ("network-persistent", ""))), stdout=subprocess.PIPE, text=True)
    with power_on(device, lan, image) as machine:
        machine.expect("knit: union: .*, hybrid-volatile is not known, RAM on top, /persist")
        boot(machine)
        assert told.stdout.readline() == "asked b'17\\n'\n"
        assert told.stdout.readline() == "answered\n"
        assert machine.shell("tail -n 3 /bin/walt-env").split("\n") == [
            "export walt_boot_mode=network-volatile",
            f"export walt_persist_path={ADDRESS}:{image}/kept", "export walt_vnode_mode=0"]
        assert machine.shell("readlink /persist") == "/run/walt/rootfs/persist"
        assert "walt_boot_mode=network-volatile" in machine.shell(
            "tr '\\0' '\\n' </proc/1/environ").split("\n")
        assert summed(image) == before
        machine.shell("echo mine >/persist/mine; echo gone >/etc/gone; sync")
    assert (image / "kept/mine").read_text() == "mine\n" and not (image / "etc/gone").exists()
    for by_knit in (True, False):
        with power_on(device, lan, image, 3, by_knit) as machine:
            machine.expect("knit: union: .*of its own\r")
            boot(machine)
            assert machine.shell("grep ' / ' /proc/mounts | cut -d' ' -f3") == "nfs"
            assert "walt_boot_mode=network-persistent" in machine.shell(
                "tr '\\0' '\\n' </proc/1/environ").split("\n")
            machine.shell(f"test ! -e /etc/gone; echo {by_knit} >>/etc/here; sync")
    assert (image / "etc/here").read_text() == "True\nFalse\n"
    assert (image / "bin/walt-env").read_text().count("walt_boot_mode") == 1
    told.kill()
    assert told.communicate()[0].count("answered") == 2


def test_image_of_a_walt_server(device, lan, server, image):
    """What such an image finds; the server is told that it is up, and asks over that, too."""
    (image / "bin/walt-env").write_text(WALT)
    (image / "bin/on-bootup").write_text("#!/bin/sh\ntouch /run/hook\n")
    (image / "bin/on-bootup").chmod(0o755)
    with power_on(device, lan, image) as machine:
        boot(machine)
        assert machine.shell("tail -n 1 /bin/walt-env") == "export walt_boot_mode='network'"
        env = machine.shell("tr '\\0' '\\n' </proc/1/environ").split("\n")
        assert {"walt_server_ip=192.168.1.2", "walt_image_id=0123abc", "walt_boot_mode=network",
                "walt_init_done=1"} <= set(env)
        machine.shell("touch /run/nologin")
        told = lan.popen("/usr/bin/python3", "-c", SERVER, stdout=subprocess.PIPE, text=True)
        machine.shell("(nc -l -p 22 </dev/null >/dev/null 2>&1 &)")
        said = [told.stdout.readline().strip() for _ in range(3)]
        assert said == [f"{OWN} b'14\\n'", "b'\\n'",
                        "b'KO /bin/blink unavailable or not executable on image\\n'"]
        machine.shell("test -e /run/hook -a ! -e /run/nologin -a -s /run/uptime-ready")
        assert told.stdout.readline().strip() == "b'OK\\n'"
        machine.expect("knit: node: as asked for, restarting")
        told.wait(10)
        boot(machine)

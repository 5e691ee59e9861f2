# SPDX-License-Identifier: GPL-2.0-only
"""`knit netboot -n` in network namespaces, with servers that others have made, and bad ones."""
import os
import re
import time

import pytest

import hostile
from scenarios import tool
from servers import ADDRESS, Lan, Load

FULL = os.environ.get("FULL", "0") not in ("", "0")
NODES = 200 if FULL else 10
CLASS = "walt.node.pc-x86-64"
KERNEL = os.urandom(1 << 20) * 3 + b"kernel"
INITRD = os.urandom(300001)
SCRIPT = """#!ipxe
set words root=/dev/nfs nfsroot=${next-server}:/srv ip=${ip} BOOTIF=01-${mac:hexhyp}
chain missing.ipxe || echo there is none
chain more.ipxe ||
iseq ${from} more || goto wrong
imgfree
kernel kernel ${words} ${from}
initrd initrd
initrd small
sleep 4
boot
:wrong
echo wrong
"""


def fill(lan, script=SCRIPT):
    lan.file("kernel", KERNEL)
    lan.file("initrd", INITRD)
    lan.file("small", b"small")
    lan.file("more.ipxe", "#!ipxe\nset from more\n")
    if script:
        lan.file("start.ipxe", script)


def serve(lan, which):
    """Two sets of servers, and HTTP."""
    if which == "dnsmasq":
        lan.dnsmasq(f"--dhcp-option=option:router,{ADDRESS}")
    else:
        lan.dhcpd('option root-path "/srv/one";')
        lan.tftpd()
    if which == "http":
        lan.nginx()


@pytest.mark.parametrize("which", ["dnsmasq", "isc", "http"])
def test_script(tmp_path, which):
    """All to the byte, and the command line that the script has put together."""
    with Lan(tmp_path) as lan:
        fill(lan)
        serve(lan, which)
        node = lan.boot()
        address = re.search(r"eth0: ([\d.]+), " + CLASS, node.line("eth0: "))[1]
        node.line("small, 5 bytes")
        files = node.files()
        assert files[0] == KERNEL
        assert files[1] == INITRD + bytes(-len(INITRD) % 4) + b"small"
        status, output = node.end()
        assert status == 0
        mac = re.search(r"BOOTIF=01-(([0-9a-f]{2}-){5}[0-9a-f]{2})", output)[1]
        assert output.splitlines()[-1] == (
            f"cmdline: root=/dev/nfs nfsroot={ADDRESS}:/srv ip={address} BOOTIF=01-{mac} more")
        assert "there is none" in output and "wrong" not in output
        where = f"http://{ADDRESS}/boot/kernel" if which == "http" else f"tftp://{ADDRESS}/kernel"
        assert f"{where}, {len(KERNEL)} bytes" in output
        # and everything is as it was
        rows = tool("ip", "-n", node.name, "addr", "show", "eth0")
        assert "inet " not in rows and "UP" not in rows.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("which", ["dnsmasq", "isc", "http"])
def test_no_script(tmp_path, which):
    """The kernel, and a command line as WalT's nodes have it."""
    with Lan(tmp_path) as lan:
        fill(lan, script=None)
        serve(lan, which)
        status, output = lan.boot().end()
        assert status == 0
        words = output.splitlines()[-1].split()
        assert f"walt.server.ip={ADDRESS}" in words and "walt.node.model=pc-x86-64" in words
        assert "init=/bin/walt-init" in words and "root=/dev/nfs" in words
        root = [word for word in words if word.startswith("nfsroot=")][0]
        mac = [word for word in words if word.startswith("BOOTIF=01-")][0][10:].replace("-", ":")
        assert root.startswith("nfsroot=" + (f"{ADDRESS}:/var/lib/walt/nodes/{mac}/fs,"
                                             if which == "dnsmasq" else "/srv/one,"))


def test_folder_of_its_own(tmp_path):
    """The seed's nodes/MAC/MODEL/kernel; what belongs to it lies beside it."""
    with Lan(tmp_path) as lan:
        lan.dnsmasq()
        folder = "nodes/02:00:00:00:00:07/pc-x86-64"
        lan.file(f"{folder}/kernel", KERNEL)
        lan.file(f"{folder}/initrd", INITRD)
        status, output = lan.boot(mac="02:00:00:00:00:07").end()
        assert status == 0 and f"{ADDRESS}/{folder}/initrd, {len(INITRD)} bytes" in output
        status, output = lan.boot(mac="02:00:00:00:00:08").end()
        assert status == 1
        assert "nodes/02:00:00:00:00:08/pc-x86-64/kernel: not found" in output


@pytest.mark.parametrize("cpu, qemu", [
    ("mipsel", "qemu-mipsel"), ("mips", "qemu-mips"), ("arm", "qemu-arm"),
    ("arm64", "qemu-aarch64"), ("riscv64", "qemu-riscv64")])
def test_each_cpu(tmp_path, cpu, qemu):
    """Structures and byte order are not the same everywhere; and a device tree is asked for."""
    with Lan(tmp_path, cpu=cpu) as lan:
        fill(lan, script=None)
        lan.file("nodtb", "")
        lan.dnsmasq()
        lan.nginx()
        status, output = lan.boot(before=[qemu]).end()
        assert status == 0, output
        assert re.search(r"http://\S+/nodtb, 0 bytes", output)
        assert f"kernel: {len(KERNEL)} bytes" in output and " ip=10.9.0." in output


def test_packets(tmp_path):
    """As tshark reads them: none is malformed, and the options are those that were asked for."""
    with Lan(tmp_path) as lan:
        fill(lan)
        serve(lan, "dnsmasq")
        packets = lan.capture()
        assert lan.boot().end()[0] == 0
        packets.stop()
        assert packets.read("_ws.malformed || _ws.expert.severity == error", "frame.number") == []
        rows = packets.read("dhcp.type == 1", "dhcp.option.dhcp", "dhcp.option.type",
                            "dhcp.option.request_list_item", "dhcp.option.vendor_class_id",
                            "dhcp.flags.bc", "udp.srcport", "ip.src", "ip.dst")
        assert [row[0] for row in rows][0] == "1" and [row[0] for row in rows][-1] == "3"
        for row in rows:
            types = row[1].split(",")
            assert "12" not in types and {"60", "77", "55"} <= set(types)
            assert row[2] == "1,3,6,12,15,17,28,42,66,67,119" and row[3] == CLASS
            assert row[4:] in (["1", "68", "0.0.0.0", "255.255.255.255"],
                               ["True", "68", "0.0.0.0", "255.255.255.255"])
        rows = packets.read("tftp.opcode == 1", "tftp.source_file", "tftp.option.name")
        assert ["kernel", "blksize,windowsize,tsize"] in rows
        payload = packets.read("tftp.opcode == 3", "udp.length")
        assert max(int(row[0]) for row in payload) == 8 + 4 + 1468


def test_many_and_a_restart(tmp_path):
    """All at once, on 100 Mbit/s; their server is killed in the middle, and comes again."""
    with Lan(tmp_path, size=16) as lan:
        lan.file("kernel", KERNEL * (1 if FULL else 2))
        tool("ip", "netns", "exec", lan.server, "tc", "qdisc", "add", "dev", "br0", "root",
             "tbf", "rate", "1gbit" if FULL else "100mbit", "burst", "100k", "latency", "50ms")
        server = lan.dnsmasq()
        with Load(lan, server) as load:
            nodes = [lan.boot() for _ in range(NODES)]
            nodes[-1].line("eth0: ")
            time.sleep(1.5)
            server.kill()
            server.wait()
            time.sleep(3)
            load.program = lan.dnsmasq()
            ends = [node.end() for node in nodes]
        print(load.text())
        assert [output for status, output in ends if status] == []
        assert load.rows[-1][1] - load.rows[0][1] > NODES * len(KERNEL)
        assert load.rows[-1][3] == NODES
        again = sum("took too long" in output for _, output in ends)
        print(f"{again} of {NODES} had to ask again")
        assert again


@pytest.mark.parametrize("how", ["overload", "nak"])
def test_hostile_dhcp(tmp_path, how):
    """A server that sends a lot of nonsense before each answer, and has that in odd places."""
    with Lan(tmp_path) as lan:
        lan.hostile("dhcp", how)
        lan.file("file", "#!ipxe\nkernel file ${hostname} ${root-path} ${netmask}\nboot\n")
        lan.tftpd()
        status, output = lan.boot().end()
        assert status == 0, output
        assert "eth0: 10.9.0.77, " in output
        assert output.splitlines()[-1] == "cmdline: load /over 255.255.255.0"


# how often it is tried, and why it fails
TFTP = {"endless": (1, "no space"), "short": (5, "cannot be read"),
        "options": (1, "refused: damaged or wrong contents"),
        "huge": (1, "refused: damaged or wrong contents"),
        "garbage": (1, "refused: damaged or wrong contents")}


@pytest.mark.parametrize("how", TFTP)
def test_hostile_tftp(tmp_path, how):
    with Lan(tmp_path) as lan:
        lan.dnsmasq("--dhcp-boot=kernel", tftp=False)
        lan.hostile("tftp", how)
        # memory is a file here: 20 MiB of it, as if the machine had no more
        limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 20480; exec \"$@\"", "sh"]
        status, output = lan.boot(before=limited).end()
        times, why = TFTP[how]
        assert status == 1
        assert output.count(f"knit: netboot: tftp://{ADDRESS}/kernel: {why}") == times, output


@pytest.mark.parametrize("loss", [0, 50])
def test_windows(tmp_path, loss):
    """RFC 7440, with blocks that get lost."""
    with Lan(tmp_path) as lan:
        lan.dnsmasq("--dhcp-boot=kernel", tftp=False)
        lan.hostile("tftp", "window", str(loss))
        status, output = lan.boot().end()
        assert status == 0 and f"kernel: {len(hostile.FILE)} bytes" in output, output


HTTP = {"header": (1, "too long"), "lines": (1, "too long"),
        "negative": (1, "refused: damaged or wrong contents"),
        "nolength": (1, "refused: damaged or wrong contents"),
        "large": (1, "too large"), "chunk": (1, "too large"),
        "nochunk": (1, "refused: damaged or wrong contents"),
        "loop": (1, "refused: damaged or wrong contents"),
        "name": (1, "refused: damaged or wrong contents"),
        "none": (1, "refused: damaged or wrong contents"),
        "forbidden": (1, "not allowed"), "short": (5, "cannot be read")}


@pytest.mark.parametrize("how", HTTP)
def test_hostile_http(tmp_path, how):
    with Lan(tmp_path) as lan:
        lan.dnsmasq(f"--dhcp-boot=http://{ADDRESS}/file", tftp=False)
        lan.hostile("http", how)
        status, output = lan.boot().end()
        times, why = HTTP[how]
        assert status == 1
        assert output.count(f"knit: netboot: http://{ADDRESS}/file: {why}") == times, output


def test_http_elsewhere(tmp_path):
    """302, a script in chunks, and what is behind the end of a file."""
    with Lan(tmp_path) as lan:
        lan.dnsmasq(f"--dhcp-boot=http://{ADDRESS}/a/file", tftp=False)
        lan.hostile("http", "elsewhere")
        status, output = lan.boot().end()
        assert f"http://{ADDRESS}/a/file, 26 bytes" in output
        assert f"http://{ADDRESS}/a/b/good, 5 bytes" in output
        assert status == 1 and "the script has started nothing: not found" in output


def test_script_comes_late(tmp_path):
    """A server that has no script at first, but a kernel and a script a moment later."""
    with Lan(tmp_path) as lan:
        lan.dnsmasq()
        lan.hostile("http", "late")
        status, output = lan.boot().end()
        assert status == 0, output
        assert output.count(f"http://{ADDRESS}/boot/kernel, 6 bytes") == 2
        assert output.splitlines()[-1] == "cmdline: late"


@pytest.mark.skipif(not FULL, reason="takes more than a minute")
def test_nobody(tmp_path):
    """No server: it ends, and says what it has waited for."""
    with Lan(tmp_path) as lan:
        begin = time.monotonic()
        status, output = lan.boot().end()
        assert status == 1 and "an answer of a DHCP server: took too long" in output
        assert 35 < time.monotonic() - begin < 130

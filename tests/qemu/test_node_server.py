# SPDX-License-Identifier: GPL-2.0-only
"""The server of network nodes (tools/netboot), with busybox as the node: registration, images from
an OCI layout and from a registry, what is there before and after, and what goes wrong.
"""
import os
import shutil
import subprocess
import time

import pytest

from knitlib import artefacts
from nodenet import MODEL, SERVER, TOOLS, Bed, until

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces")

READY = r"node-\w+ boots \w+ from now on"
KERNEL = os.urandom(300_000)


def layout(tmp_path, model=MODEL, name="/boot/kernel", mode=0o644):
    """An OCI layout with an image that has nothing to boot but a file of that name."""
    kernel = tmp_path / "a-kernel"
    kernel.write_bytes(KERNEL)
    oci = artefacts.script("node-image", model, "busybox-x86_64", f"{kernel}={name}")
    own = tmp_path / "oci"
    shutil.copytree(oci, own)
    shutil.rmtree(oci.parent)                  # the kernel is another one each time
    return own


def utc():
    """As records have it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def bed(source, **more):
    return Bed(source, ports=0, **more)


@pytest.fixture
def oci(tmp_path):
    return layout(tmp_path)


def test_a_new_node(tmp_path, oci):
    """Registered by its first request for an address; its files are there when its image is."""
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        assert node.tftp("kernel") is None and node.http("boot/kernel") is None
        net.says(READY)
        record = net.record(node.mac)
        assert (record["ip"], record["model"], record["name"]) == \
            (node.address, MODEL, "node-" + node.mac.replace(":", "")[-6:])
        assert record["first_seen"] <= record["last_seen"]
        dashes = node.mac.replace(":", "-")
        for name in (node.mac, dashes, node.address):
            link = net.folder / "tftp/nodes" / name
            assert link.resolve() == net.folder / "tftp/images" / record["image"] / "fs"
        for name in ("kernel", "/kernel", f"nodes/{node.mac}/{MODEL}/kernel",
                     f"nodes/{dashes}/{MODEL}/kernel"):
            assert node.tftp(name) == KERNEL, name
        for name in ("boot/kernel", "kernel", f"nodes/{node.mac}/{MODEL}/kernel",
                     f"boot/kernel?node_ip={node.address}"):
            assert node.http(name) == KERNEL, name
        assert node.http("boot/kernel?node_ip=../images") is None or \
            node.http("boot/kernel?node_ip=../images") == KERNEL
        assert node.tftp("../../records/" + node.mac) is None
        other = net.client()
        other.dhcp()
        assert other.tftp("kernel") is None and net.record(other.mac) == {}
        said = net.tool("list").stdout
        assert node.mac in said and record["image"] in said and other.mac not in said
        net.stop()
        assert net.pids() == []


def test_it_is_told_its_name(tmp_path, oci):
    """From the first address on, since WalT's image mounts its /persist by it, also where the image
    is there already; and with the next one, too.
    """
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        script = tmp_path / "script"
        script.write_text(f"#!/bin/sh\nenv >>{tmp_path}/options\n")
        script.chmod(0o755)
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        begin = len(net.said())
        node = net.client()
        for _ in range(2):
            node.dhcp(vendor=f"walt.node.{MODEL}", script=script)
            net.says(READY, begin)
        options = (tmp_path / "options").read_text()
        assert options.count(f"hostname={net.record(node.mac)['name']}\n") == 2
        assert net.record(node.mac)["name"] == "node-" + node.mac.replace(":", "")[-6:]
        assert f"siaddr={SERVER}" in options and "router=" not in options
        assert f"tftp={SERVER}" in options and "domain=walt" in options


@pytest.mark.parametrize("first, second", (
    ({"vendor": "PXEClient:Arch:00000:UNDI:002001"}, {"vendor": f"walt.node.{MODEL}"}),
    ({"vendor": "PXEClient:Arch:00000:UNDI:002001", "user": "iPXE"},
     {"vendor": "PXEClient:Arch:00000:UNDI:002001", "user": f"walt.node.{MODEL}"}),
), ids=("vendor", "user"))
def test_a_network_card_asks_first(tmp_path, oci, first, second):
    """Firmware that is no node gets an address, and is none; the loader that follows is."""
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(**first)
        assert node.tftp("pxe/first.ipxe").startswith(b"#!ipxe")
        assert net.record(node.mac) == {}
        node.dhcp(**second)
        net.says(READY)
        assert node.tftp("kernel") == KERNEL
        assert node.tftp("pxe/first.ipxe").startswith(b"#!ipxe")


def test_all_is_there_after_a_restart(tmp_path, oci):
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        before = net.record(node.mac)
        net.stop()
        shutil.rmtree(oci)                      # nothing to fetch again
        net.start()
        assert node.tftp("kernel") == KERNEL
        until("another second", lambda: utc() > before["last_seen"])
        node.dhcp(vendor=f"walt.node.{MODEL}")
        until("seen again", lambda: net.record(node.mac)["last_seen"] > before["last_seen"])
        assert net.record(node.mac)["image"] == before["image"]
        assert "no image" not in net.said()


def test_a_newer_image(tmp_path, oci):
    """Fetched when somebody asks for it; what a node asks for is the old or the new, never none."""
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        old = net.record(node.mac)["image"]
        (tmp_path / "newer").write_bytes(KERNEL[::-1])
        subprocess.run(["umoci", "insert", "--image", f"{oci}:{MODEL}", tmp_path / "newer",
                        f"/boot/{MODEL}/kernel"], check=True, stdout=subprocess.DEVNULL)
        assert not net.tool("update", MODEL).returncode
        net.says(rf"(?s){READY}.*{READY}")
        kernels = set()
        until("the new kernel", lambda: kernels.add(node.tftp("kernel")) or
              KERNEL[::-1] in kernels)
        assert kernels <= {KERNEL, KERNEL[::-1]}
        assert net.record(node.mac)["image"] != old


@pytest.mark.sample(2)
@pytest.mark.parametrize("model", ("../../etc", "a b", "A", "x" * 64, "", "a\nb"))
def test_no_model(tmp_path, model):
    """What comes from the network is part of no path before it has been looked at."""
    with bed(f"oci:{tmp_path}/none:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{model}")
        time.sleep(.5)
        assert net.record(node.mac) == {} and not list((net.folder / "records").iterdir())
        node.dhcp(vendor="walt.node.good")
        until("a good one", lambda: net.record(node.mac).get("model") == "good")


def test_the_hook_fails(tmp_path, oci):
    """Whoever can't be told is asked again by the node's next attempt."""
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        control = net.folder / "run/control"
        control.rename(tmp_path / "away")
        node.dhcp(vendor=f"walt.node.{MODEL}")
        log = net.folder / "log/dnsmasq.log"
        until("its log", lambda: "the server can't be told" in log.read_text())
        assert net.record(node.mac) == {}
        (tmp_path / "away").rename(control)
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        assert node.tftp("kernel") == KERNEL


def bad_layer(oci):
    """Its largest blob is not what its name says."""
    blob = max((oci / "blobs/sha256").iterdir(), key=lambda path: path.stat().st_size)
    blob.write_bytes(blob.read_bytes()[:-1000] + b"\0" * 1000)


@pytest.mark.parametrize("harm, words", (
    (shutil.rmtree, "skopeo failed"), (bad_layer, "failed"),
    (lambda oci: (oci / "index.json").write_text("{"), "failed")), ids=("none", "layer", "index"))
def test_a_broken_image(tmp_path, oci, harm, words):
    """Said, nothing left of it; the node's next attempt finds it mended."""
    good = tmp_path / "good"
    shutil.copytree(oci, good)
    harm(oci)
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        assert words in net.says(r"no image for \S+: (.*)")[1]
        until("nothing left", lambda: not list((net.folder / "tftp/images").iterdir()))
        assert node.tftp("kernel") is None
        shutil.rmtree(oci, ignore_errors=True)
        good.rename(oci)
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        assert node.tftp("kernel") == KERNEL


def test_an_image_of_another_model(tmp_path):
    oci = layout(tmp_path, name="/boot/vmlinuz")
    with bed(f"oci:{oci}:{{model}}") as net:
        net.start()
        net.client().dhcp(vendor=f"walt.node.{MODEL}")
        net.says(rf"no image for {MODEL}: .* it has no boot/{MODEL}/kernel")
        until("nothing left", lambda: not list((net.folder / "tftp/images").iterdir()))


def test_killed_while_it_fetches(tmp_path, oci):
    """Whenever that is: the next start finds no half of an image, and gets the whole one."""
    with bed(f"oci:{oci}:{{model}}") as net:
        for delay in (0, .2):
            net.start()
            node = net.client()
            node.dhcp(vendor=f"walt.node.{MODEL}")
            net.says("fetching it", net.said().rfind("ready on"))
            time.sleep(delay)
            net.server.kill()
            net.server.wait()
            for image in (net.folder / "tftp/images").iterdir():
                assert image.name.startswith(".part-") or \
                    (image / f"fs/boot/{MODEL}/kernel").read_bytes() == KERNEL
        net.start()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        until("the kernel", lambda: node.tftp("kernel") == KERNEL)
        assert not list((net.folder / "tftp/images").glob(".part-*"))


def registry(net, tmp_path):
    """Debian's, with one image in it."""
    config = tmp_path / "registry.yml"
    config.write_text("version: 0.1\nstorage:\n  filesystem:\n"
                      f"    rootdirectory: {tmp_path}/blobs\n"
                      f"http:\n  addr: {SERVER}:5000\nlog:\n  level: error\n")
    net.also("docker-registry", "serve", config, stderr=subprocess.DEVNULL)

    def push():
        return not net.run("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false",
                           f"oci:{tmp_path}/oci:{MODEL}",
                           f"docker://{SERVER}:5000/{MODEL}-default:latest").returncode
    until("the image in the registry", push)


def test_a_registry(tmp_path, oci):
    source = f"docker://{SERVER}:5000/{{model}}-default:latest"
    with bed(source, plain_http=True) as net:
        registry(net, tmp_path)
        net.start()
        node = net.client()
        node.dhcp(vendor="walt.node.unknown")
        net.says("no image for unknown")
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        assert node.tftp("kernel") == KERNEL
        del oci


def test_a_registry_with_half_a_layer(tmp_path, oci):
    """As when a download ends early: nothing of it is used, and the next attempt is a whole one."""
    del oci
    source = f"docker://{SERVER}:5000/{{model}}-default:latest"
    with bed(source, plain_http=True) as net:
        registry(net, tmp_path)
        blob = max((path for path in (tmp_path / "blobs").rglob("data") if path.is_file()),
                   key=lambda path: path.stat().st_size)
        whole = blob.read_bytes()
        blob.write_bytes(whole[:len(whole) // 2])
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says("no image for .* skopeo failed")
        until("nothing left", lambda: not list((net.folder / "tftp/images").iterdir()))
        assert node.tftp("kernel") is None
        blob.write_bytes(whole)
        node.dhcp(vendor=f"walt.node.{MODEL}")
        net.says(READY)
        assert node.tftp("kernel") == KERNEL


# The commands, against a net service that says what the reference says nodes say

class NetService:
    """TCP 12346 of a node, as it is or as it should not be: an answer for each connection."""

    SCRIPT = """
import socket, sys
listener = socket.create_server(("", 12346))
print("listening", flush=True)
for answer in sys.argv[1:]:
    link, _ = listener.accept()
    request = b""
    while request.count(b"\\n") < 2:
        request += link.recv(100)
    print(repr(request), flush=True)
    link.sendall(answer.encode())
    link.close()
"""

    def __init__(self, client, answers):
        self.process = subprocess.Popen(
            ["nsenter", f"--net=/run/netns/{client.name}", "/usr/bin/python3", "-c", self.SCRIPT,
             *answers], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "listening"

    def requests(self):
        return [line.strip() for line in self.process.stdout]

    def end(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A server that knows a node, whose image can't be had."""
    folder = tmp_path_factory.mktemp("known")
    with bed(f"oci:{folder}/none:{{model}}") as net:
        net.start()
        node = net.client()
        node.dhcp(vendor=f"walt.node.{MODEL}")
        until("its record", lambda: net.record(node.mac))
        yield net, node


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", ("mac", "dashes", "ip", "name", "MAC"))
def test_reboot(known, name):
    net, node = known
    word = {"mac": node.mac, "dashes": node.mac.replace(":", "-"), "ip": node.address,
            "name": net.record(node.mac)["name"], "MAC": node.mac.upper()}[name]
    service = NetService(node, ["OK\n"])
    done = net.tool("reboot", word)
    assert (done.returncode, done.stdout) == (0, "")
    assert service.requests() == [repr(b"MODE single\nREBOOT\n")]


def test_blink(known):
    """On, and off again afterwards."""
    net, node = known
    service = NetService(node, ["OK\n", "OK\n"])
    assert net.tool("blink", node.mac, "0.2").returncode == 0
    assert service.requests() == [repr(b"MODE single\nBLINK 1\n"), repr(b"MODE single\nBLINK 0\n")]


@pytest.mark.sample(2)
@pytest.mark.parametrize("answer, words", (
    ("KO /bin/blink unavailable or not executable on image\n", "/bin/blink unavailable or not"),
    ("", "did not respond properly"), ("OKAY\n", "did not respond properly"),
    ("KO", "did not respond properly"), ("x" * 5000, "did not respond properly")))
def test_a_node_that_refuses(known, answer, words):
    net, node = known
    service = NetService(node, [answer])
    done = net.tool("reboot", node.mac)
    service.end()
    assert done.returncode == 1 and words in done.stdout


def test_nobody_there(known):
    net, node = known
    done = net.tool("reboot", node.mac)
    assert done.returncode == 1 and "no connection" in done.stdout
    done = net.tool("reboot", "node-none")
    assert done.returncode == 1 and "no node node-none is known" in done.stdout


# What a running node tells the server

TALK = """
import socket, sys, time
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
s.settimeout(5)
for word in sys.argv[3:]:
    if word.startswith("-"):
        time.sleep(float(word[1:]))
    elif word == "?":
        sys.stdout.write(s.recv(1000).decode() or "closed")
        sys.stdout.write("|"); sys.stdout.flush()
    else:
        s.sendall(word.encode().decode("unicode_escape").encode())
"""


def talk(node, port, *words, **more):
    return subprocess.Popen(["nsenter", f"--net=/run/netns/{node.name}", "/usr/bin/python3", "-c",
                             TALK, SERVER, str(port), *words], stdout=subprocess.PIPE, text=True,
                            **more)


@pytest.mark.parametrize("word", ("REQ_NOTIFY_BOOTUP_STATUS", "14"))
def test_booted(known, word):
    """From the first byte after the answer to the end of the connection."""
    net, node = known
    begin = len(net.said())
    process = talk(node, 12347, f"{word}\\n", "?", "-1", "\\n", "-2")
    assert process.stdout.read(3) == "OK\n"
    assert "not booted" in net.tool("list").stdout
    net.says("has booted", begin)
    assert "not booted" not in net.tool("list").stdout
    process.wait()
    net.says("is gone", begin)
    assert "not booted" in net.tool("list").stdout


def test_clock(known):
    """The whole second, when it begins."""
    _, node = known
    text = talk(node, 12345, "REQ_API_SESSION\\nNSAPI\\n('API_CALL', 'sync_clock', (), {})\\n",
                "-1.2", "?", "('CLOSE')\\n", "?").communicate()[0]
    version, result = text.split("|")[0].split("\n")[:2]
    assert version == "10.0"
    assert result.startswith("('RESULT', ") and abs(int(result[11:-1]) - time.time()) < 5
    assert "closed" in text


@pytest.mark.sample(2)
@pytest.mark.parametrize("port, words", (
    (12347, "REQ_UNKNOWN\\n"), (12345, "14\\n"), (12345, "17\\n"),
    (12345, "REQ_API_SESSION\\nSSAPI\\n"),
    (12345, "REQ_API_SESSION\\nNSAPI\\n__import__('os').abort()\\n")))
def test_what_nobody_knows_is_closed(known, port, words):
    _, node = known
    assert talk(node, port, words, "-.3", "?", "?").communicate()[0].endswith("closed|")


@pytest.mark.sample(1)
@pytest.mark.parametrize("word", ("REQ_FETCH_NODE_CONFIG", "17"))
def test_config(known, word):
    """Three lines for a node, nothing for anybody else."""
    net, node = known
    said = talk(node, 12347, f"{word}\\n", "-.3", "?", "?").communicate()[0]
    assert said.split("|") == [
        "export walt_boot_mode=network-volatile\nexport walt_persist_path="
        f"{SERVER}:/var/lib/walt/nodes/{net.record(node.mac)['name']}/persist\n"
        "export walt_vnode_mode=1\n", "closed", ""]
    other = net.client()
    other.dhcp()
    assert talk(other, 12347, f"{word}\\n", "?").communicate()[0] == "closed|"


def test_logs(known):
    net, node = known
    talk(node, 12347, "REQ_NEW_INCOMING_LOGS\\nwalt-init\\nNO_TIMESTAMPS\\nStarting up.\\nCLOSE\\n",
         "?").communicate()
    talk(node, 12347, "0\\nwalt-init\\nTIMESTAMPS_INSIDE\\n12.5 again\\n", "-.2").communicate()
    log = net.folder / "log" / (net.record(node.mac)["name"] + ".log")
    until("the log", lambda: "disconnected" in log.read_text())
    lines = log.read_text().splitlines()
    assert lines[0].endswith("Z walt-init: Starting up.") and lines[1] == "12.5 walt-init: again"


# The programs behind it

@pytest.mark.sample(1)
@pytest.mark.parametrize("program", ("ganesha.nfsd", "nginx", "dnsmasq", "rpcbind"))
def test_a_program_that_dies(known, program):
    """It is started again, and that it has died is said."""
    net, node = known
    begin = len(net.said())
    pid = net.pid_of(program)
    os.kill(pid, 9)
    net.says("has ended: -9", begin)
    until(f"another {program}", lambda: net.pid_of(program) not in (None, pid), 30)
    node.dhcp(vendor=f"walt.node.{MODEL}")


def test_a_folder_that_is_closed(tmp_path):
    """As pytest's own is: dnsmasq could read nothing in there."""
    tmp_path.chmod(0o700)
    done = subprocess.run([TOOLS / "knit-netboot", tmp_path / "server", "--interface", "lo",
                           "--address", "10.77.0.1/24", "--images", "x"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "is closed to others" in done.stderr


def test_no_root_no_server():
    done = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", TOOLS / "knit-netboot",
                           "/none", "--interface", "lo", "--address", "10.77.0.1/24",
                           "--images", "x"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr == "netboot: only root can serve NFS\n"

# SPDX-License-Identifier: GPL-2.0-only
"""A server and its nodes in network namespaces, a switch between them, and programs that serve.

Each node runs `knit netboot -n`, which does all that a boot does, up to the start of the kernel.
"""
import fcntl
import itertools
import json
import os
import subprocess
import threading
import time
from pathlib import Path

from sandbox import HERE, OUT
from scenarios import tool

ADDRESS = "10.9.0.1"
NUMBERS = itertools.count()
HOSTILE = HERE / "hostile.py"
TIMEOUT = 240           # seconds, also where many others have the processor


def knit(cpu="x86_64"):
    """With all it can, once for all workers of a test run."""
    out = OUT / f"netboot-{cpu}"
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tool("make", f"CPU={cpu}", f"O={out}", "full_defconfig", "all")
    return out / "knit"


class Node:
    """`knit netboot`, as it runs."""

    def __init__(self, lan, words, before=(), mac=None):
        self.name = lan.node(mac)
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, *before, str(lan.knit), "netboot", *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.output = ""

    def line(self, text):
        """Read up to a line that has this text in it."""
        for line in self.process.stdout:
            self.output += line
            if text in line:
                return line
        raise AssertionError(f"no {text!r} in:\n{self.output}")

    def end(self):
        """Its exit status and all that it has said."""
        out, _ = self.process.communicate(timeout=TIMEOUT)
        self.output += out
        return self.process.returncode, self.output

    def files(self):
        """What it holds in memory."""
        folder = Path(f"/proc/{self.process.pid}/fd")
        return [fd.read_bytes() for fd in sorted(folder.iterdir(), key=lambda fd: int(fd.name))
                if "memfd:knit" in os.readlink(fd)]


class Lan:
    """The namespaces, from their making to their end."""

    def __init__(self, folder, size=24, cpu="x86_64"):
        self.folder, self.size, self.knit = folder, size, knit(cpu)
        self.server = f"knit-{os.getpid()}-{next(NUMBERS)}"
        self.nodes, self.programs, self.started = [], [], []
        self.files = folder / "files"
        self.files.mkdir()
        folder.chmod(0o755)

    def __enter__(self):
        tool("ip", "netns", "add", self.server)
        self.ip("link", "add", "br0", "type", "bridge")
        self.ip("addr", "add", f"{ADDRESS}/{self.size}", "dev", "br0")
        self.ip("link", "set", "br0", "up")
        self.ip("link", "set", "lo", "up")
        return self

    def ip(self, *words):
        return tool("ip", "-n", self.server, *words)

    def node(self, mac=None):
        """One more that has a cable; returns the name of its namespace."""
        number = len(self.nodes)
        name = f"{self.server}-{number}"
        tool("ip", "netns", "add", name)
        self.nodes.append(name)
        address = ["address", mac] if mac else []
        tool("ip", "-n", name, "link", "add", "eth0", *address, "type", "veth", "peer", "name",
             f"port{number}", "netns", self.server)
        self.ip("link", "set", f"port{number}", "master", "br0", "up")
        return name

    def boot(self, *words, **how):
        self.started.append(Node(self, words or ("-n",), **how))
        return self.started[-1]

    def run(self, *command):
        """A program that serves; it ends with us."""
        log = open(self.folder / f"{Path(str(command[0])).name}.log", "ab")
        process = subprocess.Popen(["ip", "netns", "exec", self.server, *map(str, command)],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        self.programs.append(process)
        return process

    def listens(self, port, kind="u"):
        """Wait until somebody does."""
        deadline = time.monotonic() + 30
        while not tool("ip", "netns", "exec", self.server, "ss", "-Hln", f"-{kind}",
                       f"sport = :{port}").strip():
            assert time.monotonic() < deadline, f"nobody listens on {port}"
            time.sleep(0.05)

    def dnsmasq(self, *words, tftp=True):
        """DHCP, and TFTP of self.files."""
        more = ["--enable-tftp", f"--tftp-root={self.files}"] if tftp else []
        last = "10.9.0.250" if self.size == 24 else "10.9.9.250"
        program = self.run("dnsmasq", "--conf-file=/dev/null", "--keep-in-foreground", "--port=0",
                           "--interface=br0", "--bind-interfaces", "--no-ping", "--user=root",
                           f"--dhcp-range=10.9.0.10,{last}", "--dhcp-lease-max=500",
                           f"--dhcp-leasefile={self.folder / 'leases'}", "--log-dhcp",
                           f"--log-facility={self.folder / 'dnsmasq.log'}", "--pid-file=",
                           "--tftp-max=500", *more, *words)
        self.listens(67)
        return program

    def dhcpd(self, text=""):
        """ISC's DHCP server, as WalT has it."""
        conf = self.folder / "dhcpd.conf"
        conf.write_text(f"authoritative; ping-check false; {text}\n"
                        "subnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.10 10.9.0.250; "
                        f"option routers 10.9.0.254; next-server {ADDRESS}; }}\n")
        leases = self.folder / "dhcpd.leases"
        leases.touch()
        program = self.run("dhcpd", "-4", "-f", "-d", "-cf", conf, "-lf", leases, "--no-pid", "br0")
        self.listens(67)
        return program

    def tftpd(self):
        program = self.run("in.tftpd", "--foreground", "--secure", "--address", f"{ADDRESS}:69",
                           self.files)
        self.listens(69)
        return program

    def nginx(self):
        """HTTP of self.files, as /boot/."""
        conf = self.folder / "nginx.conf"
        temp = "".join(f"{name}_temp_path {self.folder}/{name};" for name in (
            "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        conf.write_text("user root; daemon off; master_process off; worker_processes 1;"
                        f"error_log {self.folder}/nginx.err; pid {self.folder}/nginx.pid;"
                        f"events {{ worker_connections 600; }} http {{ access_log off; {temp}"
                        f"server {{ listen {ADDRESS}:80; location /boot/ {{ "
                        f"alias {self.files}/; }} }} }}\n")
        program = self.run("nginx", "-e", self.folder / "nginx.err", "-c", conf)
        self.listens(80, "t")
        return program

    def hostile(self, what, *words):
        """tests/sandbox/hostile.py"""
        program = self.run("/usr/bin/python3", HOSTILE, what, *words)
        self.listens({"dhcp": 67, "tftp": 69, "http": 80}[what], "t" if what == "http" else "u")
        return program

    def capture(self):
        """What goes over the switch from now on; Capture.read() ends it."""
        return Capture(self)

    def file(self, name, content):
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def __exit__(self, *_):
        for process in [*self.programs, *(node.process for node in self.started)]:
            process.kill()
            process.wait()
        for node in self.started:
            node.process.stdout.close()
        for name in [*self.nodes, self.server]:
            tool("ip", "netns", "del", name)


class Load:
    """What a server has to do, second by second, while the block lasts. @program: the one that
    serves, which may be another one later.
    """

    def __init__(self, lan, program):
        self.lan, self.program = lan, program
        self.rows = []          # (seconds, bytes sent, seconds of a CPU, nodes that have ended)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()
        self._row()

    def _look(self):
        while not self._over.wait(1):
            self._row()

    def _row(self):
        sent = json.loads(self.lan.ip("-s", "-j", "link", "show", "br0"))[0]["stats64"]["tx"]
        try:
            words = Path(f"/proc/{self.program.pid}/stat").read_text(encoding="ascii").split()
            cpu = (int(words[13]) + int(words[14])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            cpu = 0             # it is not there just now
        ended = sum(node.process.poll() is not None for node in self.lan.started)
        self.rows.append((time.monotonic(), sent["bytes"], cpu, ended))

    def text(self):
        """A table of what each second was like."""
        lines = ["second   Mbit/s  CPU of the server  nodes that have all"]
        for before, now in zip(self.rows, self.rows[1:]):
            took = now[0] - before[0]
            rate, cpu = (now[1] - before[1]) * 8e-6 / took, max(now[2] - before[2], 0) / took
            lines.append(f"{now[0] - self.rows[0][0]:6.0f} {rate:8.1f} {cpu:16.0%} {now[3]:12}")
        return "\n".join(lines)


class Capture:
    """tshark, once to write packets, and then to read them."""

    def __init__(self, lan):
        self.lan, self.path = lan, lan.folder / "packets.pcapng"
        self.process = lan.run("tshark", "-q", "-i", "br0", "-w", self.path)
        deadline = time.monotonic() + 60
        while not self.path.exists() or not self.path.stat().st_size:
            assert time.monotonic() < deadline, "tshark does not start"
            time.sleep(0.1)

    def stop(self):
        time.sleep(1.5)             # what is in its buffers
        self.process.terminate()
        self.process.wait(30)

    def read(self, which, *fields):
        """Packets that a display filter takes: of each the fields, as texts."""
        words = [word for field in fields for word in ("-e", field)]
        out = tool("tshark", "-r", self.path, "-Y", which, "-T", "fields", "-E", "occurrence=a",
                   "-E", "aggregator=,", *words)
        return [line.split("\t") for line in out.splitlines()
                if not line.startswith(("Running as", "tshark:", " **"))]

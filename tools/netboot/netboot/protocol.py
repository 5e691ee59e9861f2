# SPDX-License-Identifier: GPL-2.0-only
"""What nodes ask of the server once they run: the time, to be noted as booted, to keep their logs.

The ports, words and answers are those of WalT's server (release 10), and release 11's when a node
asks how it is to be run. The first line of a connection says what it is about; a line that nobody
knows is answered by closing.
"""
import ast
import os
import socket
import socketserver
import threading
import time

from .nodes import now

VERSION = "10.0"                # the release whose protocols these are
RPC_PORT = 12345
LOG_PORT = 12347
LINE_MAX = 4096
LOG_MAX = 4 << 20               # bytes of a node's log, and as many of the one before it
FIRST_LINE_WAIT = 10            # seconds
# A node says something every 20 s; then TCP asks whether it is still there.
KEEPALIVE = ((socket.TCP_KEEPIDLE, 15), (socket.TCP_KEEPINTVL, 2), (socket.TCP_KEEPCNT, 5))
REQUESTS = {b"0": "logs", b"REQ_NEW_INCOMING_LOGS": "logs",
            b"10": "rpc", b"REQ_API_SESSION": "rpc",
            b"14": "bootup", b"REQ_NOTIFY_BOOTUP_STATUS": "bootup",
            b"17": "config", b"REQ_FETCH_NODE_CONFIG": "config"}


class Handler(socketserver.StreamRequestHandler):
    """One connection of a node."""

    timeout = FIRST_LINE_WAIT

    def setup(self):
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in KEEPALIVE:
            self.request.setsockopt(socket.IPPROTO_TCP, option, value)
        super().setup()

    def handle(self):
        try:
            request = REQUESTS.get(self.line())
            if request in self.server.requests:
                getattr(self, request)()
        except OSError:
            pass                # a node that is gone needs no answer

    def line(self):
        return self.rfile.readline(LINE_MAX).rstrip(b"\r\n")

    def bootup(self):
        """Booted as soon as one byte has come after our answer, and until the connection ends."""
        self.wfile.write(b"OK\n")
        if not self.rfile.read(1):
            return
        ip = self.client_address[0]
        self.server.status.up(ip, self)
        self.request.settimeout(None)
        try:
            while self.rfile.read(1):
                pass
        finally:
            self.server.status.down(ip, self)

    def config(self):
        """Nothing for who is no node, as release 10 has it for all."""
        self.wfile.write(self.server.status.config_of(self.client_address[0]).encode())

    def rpc(self):
        """Calls of the node-side API; each is a Python literal."""
        self.wfile.write(f"{VERSION}\n".encode())
        if self.line() != b"NSAPI":
            return
        while True:
            try:
                kind, *call = ast.literal_eval(self.line().decode())
            except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
                return
            if kind != "API_CALL" or not call:
                return
            if call[0] == "sync_clock":
                second = int(time.time()) + 1
                time.sleep(max(0, second - time.time()))
                self.wfile.write(f"('RESULT', {second})\n".encode())
            elif call[0] == "report_lldp_neighbor":
                self.wfile.write(b"('RESULT', None)\n")
            else:
                return

    def logs(self):
        """A stream's name, how its lines are stamped, then the lines."""
        stream, mode = self.line().decode(errors="replace"), self.line()
        self.request.settimeout(None)
        while True:
            line = self.rfile.readline(LINE_MAX)
            if line.rstrip() == b"CLOSE":
                return
            text = line.decode(errors="replace").rstrip()
            stamp = now()
            if mode == b"TIMESTAMPS_INSIDE":
                stamp, _, text = text.partition(" ")
            self.server.status.log(self.client_address[0], stream, stamp,
                                   text if line else "<disconnected!>")
            if not line:
                return


class Server(socketserver.ThreadingTCPServer):
    """Takes @requests on one port."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address, port, requests, status):
        self.requests = requests
        self.status = status
        super().__init__((address, port), Handler)

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Status:
    """Which nodes have booted. The newest connection of a node is the one that counts."""

    def __init__(self, layout, say, name_of, config_of=lambda ip: ""):
        self.layout = layout
        self.say = say
        self.name_of = name_of
        self.config_of = config_of
        self.lock = threading.Lock()
        self.links = {}

    def up(self, ip, link):
        with self.lock:
            self.links[ip] = link
        self.say(f"{self.name_of(ip)} has booted")

    def down(self, ip, link):
        with self.lock:
            gone = self.links.get(ip) is link
            if gone:
                del self.links[ip]
        if gone:
            self.say(f"{self.name_of(ip)} is gone")

    def booted(self, ip):
        return ip in self.links

    def log(self, ip, stream, stamp, text):
        """One file for a node: what comes from a network makes no names of files."""
        path = self.layout.log / f"{self.name_of(ip)}.log"
        with self.lock, open(path, "a", encoding="utf-8") as file:
            file.write(f"{stamp} {stream}: {text}\n")
            if file.tell() > LOG_MAX:
                os.replace(path, path.with_suffix(".log.1"))


def serve(address, status):
    """Both ports; the servers are returned, running."""
    servers = [Server(address, RPC_PORT, ("rpc",), status),
               Server(address, LOG_PORT, ("bootup", "logs", "config"), status)]
    for server in servers:
        server.start()
    return servers

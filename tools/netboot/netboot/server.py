# SPDX-License-Identifier: GPL-2.0-only
"""The server: what happens when dnsmasq has given an address, and when an image has come."""
import ipaddress
import json
import os
import queue
import signal
import socketserver
import threading
import time
from pathlib import Path

from . import config, nfs, protocol
from .images import Images
from .layout import (EXPORTED, MODEL, Layout, NetbootError, checked_ip, checked_mac, model_of,
                     replace_file)
from .newcomers import Newcomers
from .nodes import Nodes
from .services import Service, end_leftover, portmapper_runs, wait_for

HOOK = Path(__file__).resolve().parents[1] / "lease-hook"
CONTROL_MAX = 4096              # bytes of a request on the control socket
UP = 30                         # seconds in which NFS has to answer
EXPORTED_WITHIN = 10            # seconds in which it has to know of a node's image


class Net:
    """The nodes' network: @address is the server's own, with the length of the prefix."""

    def __init__(self, interface, address):
        try:
            own = ipaddress.IPv4Interface(address)
        except ValueError as error:
            raise NetbootError(f"this is no address such as 10.77.0.1/24: {error}") from None
        if not 8 <= own.network.prefixlen <= 28:
            raise NetbootError(f"{address}: a prefix between 8 and 28 bits, please")
        self.interface = interface
        self.address = own.ip
        self.network = own.network

    @property
    def pool(self):
        """First and last address for nodes: without the lowest tenth, which is for people."""
        base, size = int(self.network.network_address), self.network.num_addresses
        first, last = base + max(2, size // 10), base + size - 2
        if first <= int(self.address) <= last:
            raise NetbootError(f"{self.address} lies among the nodes' own addresses: take one "
                               f"below {ipaddress.IPv4Address(first)}")
        return ipaddress.IPv4Address(first), ipaddress.IPv4Address(last)


class Control(socketserver.ThreadingUnixStreamServer):
    """Takes one line of JSON per connection, from the lease hook and from knit-node."""

    daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        timeout = 10

        def handle(self):
            try:
                request = json.loads(self.rfile.readline(CONTROL_MAX))
                answer = self.server.netboot.request(request)
            except NetbootError as error:
                answer = {"error": str(error)}
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            self.wfile.write(json.dumps(answer).encode() + b"\n")

    def __init__(self, netboot):
        self.netboot = netboot
        netboot.layout.control.unlink(missing_ok=True)
        super().__init__(str(netboot.layout.control), self.Handler)
        os.chmod(netboot.layout.control, 0o600)


class Netboot:
    """All of it, for one network."""

    def __init__(self, top, net, source, say, plain_http=False):
        self.layout = Layout(top)
        self.layout.make()
        self.net = net
        self.say = say
        self.lock = threading.RLock()           # of the nodes and the exports
        self.nodes = Nodes(self.layout, say)
        self.images = Images(self.layout, source, say, plain_http)
        self.status = protocol.Status(self.layout, say, self.name_of, self.config_of)
        self.wanted = queue.Queue()
        self.pending = set()
        self.services = {}

    def name_of(self, ip):
        node = self.nodes.find(ip)
        return node.name if node else ip

    def config_of(self, ip):
        node = self.nodes.find(ip)
        return config.of_node(self.net, node) if node else ""

    # What others ask of us

    def request(self, request):
        event = request["event"]
        if event == "lease":
            return self.lease(request)
        if event == "list":
            return {"booted": [node.mac for node in self.nodes.by_mac.values()
                               if self.status.booted(node.ip)]}
        if event == "update":
            if not MODEL.match(request["model"]):
                raise NetbootError(f"this is no name of a model: {request['model'][:80]!r}")
            self.want(request["model"], True)
            return {}
        raise NetbootError(f"no such request: {event}")

    def lease(self, request):
        """dnsmasq has given or renewed an address. What is no node is left alone."""
        mac, ip = checked_mac(request["mac"]), checked_ip(request["ip"])
        model = model_of(request.get("user"), request.get("vendor"))
        with self.lock:
            known = self.nodes.by_mac.get(mac)
            if not model and not known:
                return {}
            node, new = self.nodes.seen(mac, ip, model or known.model)
        if new:
            self.say(f"{mac} is new: {node.name}, {node.model}, {ip}")
        if not self.nodes.linked(node):
            self.want(node.model)
        return {}

    def introduce(self, mac):
        """A node asks for an address, and will do so again."""
        try:
            self.nodes.introduce(mac)
        except OSError as error:
            self.say(f"{mac} can't be made known: {error}")

    def want(self, model, newest=False):
        """Nodes of this model have no image: the thread that gets images is told."""
        with self.lock:
            if (model, newest) in self.pending:
                return
            self.pending.add((model, newest))
        self.wanted.put((model, newest))

    # What takes time

    def work(self):
        while True:
            model, newest = self.wanted.get()
            try:
                image = None if newest else self.images.of_model(model)
                image = image or self.images.obtain(model)
            except (NetbootError, OSError, ValueError, KeyError, IndexError) as error:
                self.say(f"no image for {model}: {error}")
                image = None
            with self.lock:
                self.pending.discard((model, newest))
                if image:
                    try:
                        self.deploy(model, image)
                    except (NetbootError, OSError) as error:
                        self.say(f"{model} does not get its image: {error}")

    def deploy(self, model, image):
        """NFS first, links second: what a node finds by TFTP it can mount afterwards."""
        nodes = self.nodes.of_model(model)
        ready = [node for node in nodes
                 if node.image != image or not node.number or not self.nodes.linked(node)]
        # an export is not changed, but withdrawn and made anew: nfs-ganesha refuses a second one
        # of the same name, and goes on with the old directory
        withdrawn = [node for node in ready if node.number and node.image != image]
        for node in withdrawn:
            node.number = 0
        self.export(withdrawn, False)
        for node in ready:
            self.nodes.assign(node, image)
        self.export(ready, True)
        for node in ready:
            self.nodes.link(node)
            self.say(f"{node.name} boots {image} from now on")

    def export(self, nodes, wanted):
        """NFS learns of all exports there are, and does so for @nodes before this returns."""
        if not nodes:
            return
        replace_file(self.layout.run / "exports.conf", config.exports(
            self.layout, self.net, self.nodes.by_mac.values()))
        for node in nodes:
            path = f"{EXPORTED}/nodes/{node.mac}"
            wait_for(f"the NFS export {path}", self._export_is(path, wanted), EXPORTED_WITHIN)

    def _export_is(self, path, wanted):
        """Asks, and tells NFS once more to read its exports: it may have been busy with that."""
        told = float("-inf")

        def right():
            nonlocal told
            try:
                if (nfs.mount(str(self.net.address), path) is not None) == wanted:
                    return True
            except OSError:
                pass
            if time.monotonic() - told > 1:
                self.services["nfs"].signal(signal.SIGHUP)
                told = time.monotonic()
            return False
        return right

    # From start to end

    def start(self):
        run, log = self.layout.run, self.layout.log
        first = self.layout.tftp / "pxe/first.ipxe"
        first.parent.mkdir(exist_ok=True)
        (run / "recovery").mkdir(exist_ok=True)
        for path, text in ((first, config.FIRST_IPXE),
                           (run / "nginx.conf", config.nginx(self.layout, self.net)),
                           (run / "dnsmasq.conf", config.dnsmasq(self.layout, self.net, HOOK)),
                           (run / "ganesha.conf", config.ganesha(self.layout)),
                           (run / "exports.conf", config.exports(
                               self.layout, self.net, self.nodes.by_mac.values()))):
            replace_file(path, text)
        control = Control(self)
        threading.Thread(target=control.serve_forever, daemon=True).start()
        commands = {
            "nginx": ["nginx", "-e", log / "nginx-error.log", "-c", run / "nginx.conf"],
            "nfs": ["ganesha.nfsd", "-F", "-f", run / "ganesha.conf", "-p", run / "ganesha.pid",
                    "-L", log / "ganesha.log"],
            "dnsmasq": ["dnsmasq", "-k", "-C", run / "dnsmasq.conf"],
        }
        if not portmapper_runs("127.0.0.1"):
            self.begin("rpcbind", ["rpcbind", "-w", "-f"])
            wait_for("rpcbind", lambda: portmapper_runs("127.0.0.1"), UP)
        for name in ("nfs", "nginx"):
            self.begin(name, commands[name])
        wait_for("NFS", lambda: nfs.answers(str(self.net.address)), UP)
        protocol.serve(str(self.net.address), self.status)
        threading.Thread(target=self.work, daemon=True).start()
        # the last one: whoever gets an address finds all the rest
        end_leftover("dnsmasq", run / "dnsmasq.pid")
        Newcomers(self.net.interface, self.introduce).start()
        self.begin("dnsmasq", commands["dnsmasq"])

    def begin(self, name, command):
        self.services[name] = Service(name, command, self.layout, self.say,
                                      KNIT_NETBOOT_CONTROL=str(self.layout.control))
        self.services[name].start()

    def stop(self):
        for service in reversed(self.services.values()):
            service.stop()
        self.layout.control.unlink(missing_ok=True)

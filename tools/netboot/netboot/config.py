# SPDX-License-Identifier: GPL-2.0-only
"""What the servers are told: the text of their configurations, from the network and the nodes."""
from .layout import EXPORTED, names

EXPORTS_OF_NODE = 8             # numbers of NFS exports set aside for one; 16 bits hold 8,000 nodes
DHCP_LEASE = "12h"
VIRTUAL = "52:54:00:"           # the MACs that QEMU and WalT give virtual machines

# For iPXE that a network card has in it, which says nothing of WalT: it asks again as a node does.
FIRST_IPXE = """#!ipxe
cpuid --ext 29 && set user-class walt.node.pc-x86-64 || set user-class walt.node.pc-x86-32
dhcp && chain tftp://${next-server}/start.ipxe ||
echo The image of this node is not ready, trying again in 5 s
sleep 5
reboot
"""


def dnsmasq(layout, net, hook):
    """DHCP, TFTP, and names for the nodes, which newcomers.py makes known. Not asking whether an
    address is in use saves 3 s.
    """
    first, last = net.pool
    return f"""# made by knit-netboot, anew at each start
interface={net.interface}
bind-interfaces
except-interface=lo
no-hosts
no-ping
domain=walt
local=/walt/
pid-file={layout.run}/dnsmasq.pid
log-dhcp
log-facility={layout.log}/dnsmasq.log
dhcp-authoritative
dhcp-range={first},{last},{net.network.netmask},{DHCP_LEASE}
dhcp-lease-max={net.network.num_addresses}
dhcp-leasefile={layout.run}/leases
dhcp-hostsdir={layout.hosts}
dhcp-script={hook}
script-on-renewal
dhcp-userclass=set:walt,walt.node.
dhcp-vendorclass=set:walt,walt.node.
dhcp-ignore=tag:walt,tag:!known
dhcp-userclass=set:ipxe,iPXE
dhcp-option=option:router
dhcp-option=option:ntp-server,{net.address}
dhcp-option=option:domain-search,walt
dhcp-option=option:tftp-server,{net.address}
dhcp-boot=tag:ipxe,tag:!walt,pxe/first.ipxe
enable-tftp={net.interface}
tftp-root={layout.tftp}
tftp-unique-root=ip
tftp-max=1000
"""


def nginx(layout, net):
    """/boot/NAME and /NAME are what TFTP has under NAME; ?node_ip= asks for another node's."""
    temp = "\n".join(f"    {kind}_temp_path {layout.run}/nginx-{kind};"
                     for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""# made by knit-netboot, anew at each start
daemon off;
user nobody nogroup;
worker_processes 1;
pid {layout.run}/nginx.pid;
error_log {layout.log}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
{temp}
    access_log {layout.log}/nginx.log;
    sendfile on;
    default_type application/octet-stream;
    map $arg_node_ip $node {{
        default $remote_addr;
        "~^[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+$" $arg_node_ip;
    }}
    server {{
        listen {net.address}:80;
        location /boot/ {{ alias {layout.tftp}/$node/; }}
        location / {{ root {layout.tftp}/$node; }}
    }}
}}
"""


def ganesha(layout):
    return f"""# made by knit-netboot, anew at each start
NFS_CORE_PARAM {{
    Protocols = 3, 4;
    mount_path_pseudo = true;
    MNT_Port = 20048;
    Enable_NLM = false;
    Enable_RQUOTA = false;
}}
NFSV4 {{
    RecoveryBackend = fs;
    RecoveryRoot = "{layout.run}/recovery";
    Only_Numeric_Owners = true;
    Graceless = true;
}}
EXPORT_DEFAULTS {{ Access_Type = None; Squash = None; SecType = sys; }}
%include "{layout.run}/exports.conf"
"""


def _export(number, fsid, path, pseudo, protocols, access, clients):
    return f"""EXPORT {{
    Export_Id = {number};
    Path = "{path}";
    Pseudo = "{pseudo}";
    Protocols = {protocols};
    Filesystem_id = {fsid};
    CLIENT {{ Clients = {clients}; Access_Type = {access}; }}
    FSAL {{ Name = VFS; }}
}}
"""


def exports(layout, net, nodes):
    """Each node's image by each of its names, as the seed's nfsroot= (nodes/<mac>) and as WalT's
    (nodes/<mac>/fs), and what the node may write. nfs-ganesha follows no links.
    """
    blocks = []
    for node in nodes:
        if not node.number:
            continue
        base = EXPORTS_OF_NODE * node.number
        image = layout.images / node.image / "fs"
        for index, name in enumerate(names(node.mac, node.ip)):
            pseudo = f"{EXPORTED}/nodes/{name}"
            blocks.append(_export(base + 2 * index, f"{node.number}.1", image, pseudo,
                                  "3, 4", "RO", net.network))
            blocks.append(_export(base + 2 * index + 1, f"{node.number}.1", image, pseudo + "/fs",
                                  "3", "RO", net.network))
        blocks.append(_export(base + 6, f"{node.number}.2", layout.persist / node.name,
                              f"{EXPORTED}/nodes/{node.name}/persist", "3", "RW", node.ip))
    return "".join(blocks) or "# no node has its image yet\n"


def of_node(net, node):
    """How a node is to be run, in the words of release 11: its root in RAM, on top of the image."""
    return ("export walt_boot_mode=network-volatile\n"
            f"export walt_persist_path={net.address}:{EXPORTED}/nodes/{node.name}/persist\n"
            f"export walt_vnode_mode={int(node.mac.startswith(VIRTUAL))}\n")

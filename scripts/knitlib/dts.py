# SPDX-License-Identifier: GPL-2.0-only
"""What a device tree says of a board, in the words that Linux makes of it.

A source is compiled as the kernel's build does it, and read with libfdt. Names of LEDs, flash
devices and partitions are composed as the kernel (6.12) does: the functions are named.
"""
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

EV_KEY, EV_SW = 1, 5                # include/uapi/linux/input-event-codes.h
LED_MAX_NAME_SIZE = 64              # include/linux/leds.h
COLOURS = ("white red green blue amber violet yellow ir multicolor rgb purple orange pink cyan "
           "lime").split()          # drivers/leds/led-core.c, led_colors
MEMORY_NOR = {"cfi-flash", "jedec-flash"}       # drivers/mtd/maps/physmap-core.c
ROLES = ("boot", "failsafe", "running", "upgrade")


class DtsError(Exception):
    """What is wrong with a source, for a person to read."""


def compile_dts(path, kernel):
    """The DTB of a source file, with the include paths of scripts/Makefile.lib."""
    path, kernel = Path(path), Path(kernel)
    if not path.is_file():
        raise DtsError(f"{path}: there is no such file")
    includes = kernel / "scripts/dtc/include-prefixes"
    blob = b""
    for command in (["gcc", "-E", "-nostdinc", f"-I{includes}", "-undef", "-D__DTS__",
                     "-x", "assembler-with-cpp", path],
                    ["dtc", "-q", "-I", "dts", "-O", "dtb", "-i", path.parent, "-i", includes]):
        try:
            done = subprocess.run([str(word) for word in command], input=blob, check=False,
                                  capture_output=True)
        except FileNotFoundError:
            raise DtsError(f"{command[0]} is missing: run scripts/setup") from None
        if done.returncode:
            raise DtsError(f"{path} does not compile:\n{done.stderr.decode(errors='replace')}")
        blob = done.stdout
    return blob


class Node:
    """A node of the tree. Properties are bytes; what is asked for and isn't there is None."""

    def __init__(self, name, parent, props):
        self.name, self.parent, self.props = name, parent, props
        self.children = []

    @property
    def plain(self):
        """The name without the unit address, which is what the kernel calls the node."""
        return self.name.split("@")[0]

    @property
    def path(self):
        return f"{self.parent.path.rstrip('/')}/{self.name}" if self.parent else "/"

    @property
    def available(self):
        """As of_device_is_available()."""
        return self.text("status") in (None, "okay", "ok")

    def texts(self, prop):
        value = self.props.get(prop, b"")
        return value.rstrip(b"\0").decode(errors="replace").split("\0") if value else []

    def text(self, prop):
        return self.texts(prop)[0] if prop in self.props else None

    def cells(self, prop):
        value = self.props.get(prop, b"")
        return [int.from_bytes(value[at:at + 4], "big") for at in range(0, len(value), 4)]

    def number(self, prop, default=None):
        return (self.cells(prop) or [default])[0]

    def walk(self):
        """This node and those below it, but nothing that is disabled."""
        if self.available:
            yield self
            for child in self.children:
                yield from child.walk()

    def find(self, path):
        for part in filter(None, path.split("/")):
            self = next((child for child in self.children if child.name == part), None)
            if not self:
                return None
        return self

    def drives(self, *names):
        return not {*names}.isdisjoint(self.texts("compatible"))


def load(blob):
    """The root of a DTB."""
    try:
        import libfdt
    except ImportError:
        raise DtsError("python3-libfdt is missing: run scripts/setup") from None
    fdt, quiet = libfdt.Fdt(blob), [libfdt.NOTFOUND]

    def read(offset, parent):
        props, at = {}, fdt.first_property_offset(offset, quiet)
        while at >= 0:
            prop = fdt.get_property_by_offset(at)
            props[prop.name] = bytes(prop)
            at = fdt.next_property_offset(at, quiet)
        node = Node(fdt.get_name(offset), parent, props)
        at = fdt.first_subnode(offset, quiet)
        while at >= 0:
            node.children.append(read(at, node))
            at = fdt.next_subnode(at, quiet)
        return node

    return read(0, None)


def led_name(node):
    """drivers/leds/led-core.c, led_compose_name()."""
    name = node.text("label")
    if name is None:
        colour, function = node.number("color"), node.text("function")
        known = colour is not None and colour < len(COLOURS)
        if not known and not function:
            return node.plain[:LED_MAX_NAME_SIZE - 1]
        name = f"{COLOURS[colour] if known else ''}:{function or ''}"
        if function and "function-enumerator" in node.props:
            name += f"-{node.number('function-enumerator')}"
    return name[:LED_MAX_NAME_SIZE - 1]


@dataclass(frozen=True)
class Led:
    """A LED of gpio-leds."""
    name: str
    path: str
    trigger: str        # who uses it: None for nobody


def leds(root):
    """All of them; one whose name is taken gets _1 (led_classdev_next_name())."""
    found = {}
    for group in root.walk():
        if not group.drives("gpio-leds"):
            continue
        for node in filter(lambda node: node.available, group.children):
            plain = name = led_name(node)
            number = 0
            while name in found:
                number += 1
                name = f"{plain}_{number}"
            found[name] = Led(name, node.path, node.text("linux,default-trigger"))
    return list(found.values())


def led_roles(root):
    """{role: LED's name} of the aliases led-boot and so on."""
    aliases, paths = root.find("aliases"), {led.path: led.name for led in leds(root)}
    roles = {role: aliases and aliases.text(f"led-{role}") for role in ROLES}
    return {role: paths[path] for role, path in roles.items() if path in paths}


@dataclass(frozen=True)
class Key:
    """What gpio-keys reports."""
    code: int
    type: int
    label: str


def keys(root):
    """drivers/input/keyboard/gpio_keys.c and gpio_keys_polled.c; switches too."""
    return [Key(node.number("linux,code"), node.number("linux,input-type", EV_KEY),
                node.text("label") or node.plain)
            for group in root.walk() if group.drives("gpio-keys", "gpio-keys-polled")
            for node in group.children if node.available and "linux,code" in node.props]


def translate(node, address):
    """A CPU's address for one behind the node's parents (of_translate_address())."""
    bus = node.parent
    while bus.parent:
        inner, outer = bus.number("#address-cells", 2), bus.parent.number("#address-cells", 2)
        step = inner + outer + bus.number("#size-cells", 1)
        ranges = bus.cells("ranges")
        for at in range(0, len(ranges), step):
            child, parent, size = map(number, (ranges[at:at + inner],
                                               ranges[at + inner:at + inner + outer],
                                               ranges[at + inner + outer:at + step]))
            if child <= address < child + size:
                address += parent - child
                break
        bus = bus.parent
    return address


def number(cells):
    value = 0
    for cell in cells:
        value = value << 32 | cell
    return value


def spi_bus(root, controller):
    """The number in spiN: drivers/spi/spi.c, spi_register_controller(), and spi-orion.c."""
    if "cell-index" in controller.props:
        return controller.number("cell-index")
    aliases = root.find("aliases")
    ids = {path: int(name[3:]) for name in (aliases.props if aliases else ())
           if re.fullmatch(r"spi\d+", name) for path in [aliases.text(name)]}
    if controller.path in ids:
        return ids[controller.path]
    others = [node for node in root.walk() if re.match("q?spi@", node.name) and
              node.path not in ids and "cell-index" not in node.props]
    return max(ids.values(), default=-1) + 1 + others.index(controller)


@dataclass(frozen=True)
class Flash:
    """A NOR flash, and the partitions that the tree itself makes: (name, offset, size)."""
    master: str         # what /proc/mtd calls the whole of it
    chips: tuple        # its compatible, without the vendors
    size: int           # None: the tree does not tell
    parser: str         # who makes other partitions, or None
    parts: tuple

    @property
    def is_spi(self):
        return not MEMORY_NOR & {*self.chips}


def is_nor(node):
    """A CFI flash, or a chip behind SPI that is no NAND."""
    names = node.texts("compatible")
    if MEMORY_NOR & {*names}:
        return True
    behind_spi = node.parent and re.match("q?spi@", node.parent.name)
    return bool(behind_spi) and ("jedec,spi-nor" in names or any(
        re.match(r"(.*,)?(m25p|mx25l|s25[fs]l|w25q|n25q|en25|sst25)", name) for name in names))


def partitions(node):
    """drivers/mtd/parsers/ofpart_core.c, parse_fixed_partitions()."""
    table = next((child for child in node.children if child.name == "partitions"), None)
    if table and not table.drives("fixed-partitions"):
        return table.text("compatible"), ()
    table, found = table or node, []
    cells = table.number("#address-cells", 1)
    for part in table.children:
        if "reg" in part.props and (table is not node or "compatible" not in part.props):
            reg = part.cells("reg")
            found.append((part.text("label") or part.plain,
                          number(reg[:cells]), number(reg[cells:])))
    return None, tuple(sorted(found, key=lambda part: part[1]))


def flashes(root):
    """Each NOR flash of the board."""
    found = []
    for node in filter(is_nor, root.walk()):
        reg, size = node.cells("reg"), None
        if MEMORY_NOR & {*node.texts("compatible")}:
            cells = node.parent.number("#address-cells", 2)
            size = number(reg[cells:cells + node.parent.number("#size-cells", 1)])
            master = f"{translate(node, number(reg[:cells])):x}.{node.plain}"
        else:
            master = f"spi{spi_bus(root, node.parent)}.{reg[0]}"
        chips = tuple(name.split(",")[-1] for name in node.texts("compatible"))
        # mtd_set_of_node(); physmap_core.c
        master = node.text("linux,mtd-name") or node.text("label") or master
        found.append(Flash(master, chips, size, *partitions(node)))
    return found


def lan_ports(root):
    """The LAN's interfaces of a switch that Linux drives (net/dsa): the ports' labels."""
    found = [port.text("label") for group in root.walk()
             if group.name in ("ports", "ethernet-ports")
             for port in group.children if port.available]
    return sorted((name for name in found if re.fullmatch(r"lan\d*", name or "")),
                  key=lambda name: int(name[3:] or 0))


def chips(kernel):
    """{chip: (bytes, KiB of a sector)} of the SPI NOR that the kernel knows by name."""
    units, found = {"K": 1 << 10, "M": 1 << 20}, {}

    def value(entry, field):
        match = re.search(rf"^\t\t\.{field} = SZ_(\d+)([KM]),$", entry, re.M)
        return int(match[1]) * units[match[2]] if match else 0

    for path in (Path(kernel) / "drivers/mtd/spi-nor").glob("*.c"):
        for entry in re.split(r"^\t[{}]", path.read_text(encoding="utf-8"), flags=re.M):
            name = re.search(r'^\t\t\.name = "(.*)",$', entry, re.M)
            if name and value(entry, "size"):
                found[name[1]] = (value(entry, "size"), value(entry, "sector_size") >> 10 or 64)
    return found

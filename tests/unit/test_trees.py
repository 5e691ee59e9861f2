# SPDX-License-Identifier: GPL-2.0-only
"""What init/fmt/ makes of device trees and FITs, beside what dtc, fdtput and mkimage make of them.

The trees are QEMU's own and some of the kernel's that makers use. The program is built as the other
tests' are: for this machine under sanitizers, and for a router whose bytes are the other way round.
"""
import re
import struct
import subprocess
from pathlib import Path

import pytest

import test_unit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = test_unit.OUT
LINE = "console=ttyS0 root=/dev/mtdblock5 a=\"b c\" knit.kexec.count=1"
DROPPED = ("bootargs", "linux,initrd-start", "linux,initrd-end", "kaslr-seed", "rng-seed",
           "linux,elfcorehdr", "linux,usable-memory-range")
ENOEXEC, EINVAL, EOPNOTSUPP, ENOENT = 8, 22, 95, 2

QEMU = {"virt-arm": "qemu-system-arm", "virt-arm64": "qemu-system-aarch64",
        "virt-riscv64": "qemu-system-riscv64"}
# arch/ of the kernel: numbers of one word and of two, memory, and what makers leave empty
KERNELS = ["arm/boot/dts/marvell/kirkwood-sheevaplug",
           "arm/boot/dts/nxp/imx/imx6q-sabrelite",
           "arm/boot/dts/qcom/qcom-ipq4018-ap120c-ac",
           "arm/boot/dts/ti/keystone/keystone-k2g-evm",
           "arm64/boot/dts/mediatek/mt7622-bananapi-bpi-r64",
           "arm64/boot/dts/broadcom/bcm2711-rpi-4-b",
           "mips/boot/dts/ralink/gardena_smart_gateway_mt7688",
           "mips/boot/dts/qca/ar9331_dpt_module",
           "riscv/boot/dts/sifive/hifive-unmatched-a00"]
EMPTY = {KERNELS[2]: "/memory", KERNELS[5]: "/memory@0"}


def run(*command, **kwargs):
    return subprocess.run([str(word) for word in command], capture_output=True, timeout=60,
                          check=False, env=test_unit.ENV, **kwargs)


def did(*command, **kwargs):
    done = run(*command, **kwargs)
    assert not done.returncode, (command, done.stdout[-1000:], done.stderr[-1000:])
    return done.stdout


@pytest.fixture(scope="module", name="tool", params=test_unit.HOW)
def a_tool(request):
    """tests/unit/trees/trees.c, as a command."""
    return [*test_unit.HOW[request.param][1],
            test_unit.build(request.param, HERE / "trees" / "trees.c")]


@pytest.fixture(scope="module", name="source")
def a_source():
    return Path(did(ROOT / "scripts" / "kernel-source").decode().split("\n")[-2])


@pytest.fixture(name="tree", params=[*QEMU, *KERNELS], ids=lambda name: name.split("/")[-1])
def a_tree(request, tmp_path):
    """A device tree of QEMU's or of the kernel's."""
    out = tmp_path / "tree.dtb"
    if request.param in QEMU:
        did(QEMU[request.param], "-M", f"virt,dumpdtb={out}", "-display", "none")
        return out
    source = request.getfixturevalue("source")
    dts = source / "arch" / f"{request.param}.dts"
    assert dts.exists()
    text = did("cpp", "-nostdinc", "-undef", "-x", "assembler-with-cpp", "-I", dts.parent,
               "-I", source / "include", "-I", source / "scripts" / "dtc" / "include-prefixes", dts)
    did("dtc", "-q", "-@", "-i", dts.parent, "-o", out, "-", input=text)
    return out


def listing(tree):
    """The tree as dtc writes it, sorted."""
    return did("dtc", "-q", "-s", "-I", "dtb", "-O", "dts", "-", input=bytes(tree)).decode()


def fdtget(tree, *arguments):
    *flags, path = arguments
    return did("fdtget", *flags, tree, path).decode().split()


def words(value, count):
    return [f"{value >> 32 * i & 0xffffffff:x}" for i in reversed(range(count))]


def memory(out, ram, empty):
    did("fdtput", "-r", out, empty)
    did("fdtput", "-c", out, "/memory")
    did("fdtput", "-t", "s", out, "/memory", "device_type", "memory")
    address, size = (int(did("fdtget", out, "/", f"#{name}-cells")) for name in ("address", "size"))
    reg = [words(at, address) + words(length, size) for at, length in ram
           if not at >> 32 * address and not length >> 32 * size]
    did("fdtput", "-t", "x", out, "/memory", "reg", *sum(reg, []))


def by_fdtput(tree, out, line, initrd, ram=(), empty=None):
    """The same change, made by fdtput: the reference. @empty: a node of memory without any."""
    out.write_bytes(tree)
    if "chosen" not in fdtget(out, "-l", "/"):
        did("fdtput", "-c", out, "/chosen")
    for name in fdtget(out, "-p", "/chosen"):
        if name in DROPPED:
            did("fdtput", "-d", out, "/chosen", name)
    did("fdtput", "-t", "s", out, "/chosen", "bootargs", line)
    if initrd[1]:
        for name, value in ("start", initrd[0]), ("end", sum(initrd)):
            did("fdtput", "-t", "x", out, "/chosen", f"linux,initrd-{name}", *words(value, 2))
    if ram and empty:
        memory(out, ram, empty)
    return out.read_bytes()


def edited(tool, blob, line, initrd, ram):
    iomem = "".join(f"{at:08x}-{at + length - 1:08x} : System RAM\n" for at, length in ram)
    return did(*tool, "edit", line, *initrd, *([iomem] if ram else []), input=bytes(blob))


@pytest.mark.parametrize("initrd", [(0, 0), (0x48000000, 0x123457), (0x8_4800_0000, 5)],
                         ids=["no initrd", "initrd", "high initrd"])
@pytest.mark.parametrize("ram", [(), ((0x40000000, 0x8000000), (0x8_8000_0000, 0x1_0000_0000))],
                         ids=["as it says", "ram"])
def test_edit(tool, tree, initrd, ram, request):
    """A tree with another command line, initrd and memory is what fdtput makes of it."""
    if "qemu-mips" in tool:
        ram = ram[:1]       # its addresses cannot tell the others
    blob = tree.read_bytes()
    other = tree.with_suffix(".other")
    ours = edited(tool, blob, LINE, initrd, ram)
    empty = EMPTY.get(request.node.callspec.params["tree"])
    assert listing(ours) == listing(by_fdtput(blob, other, LINE, initrd, ram, empty))
    assert len(ours) <= len(blob) + 4096 + len(LINE) + 32
    again = edited(tool, ours, "short", (0, 0), ())
    assert listing(again) == listing(by_fdtput(ours, other, "short", (0, 0)))


def test_reserved(tool, tree):
    """What a loader reserves and writes for the kernel that runs is no more."""
    text = listing(tree.read_bytes())
    loaded = text.replace("/dts-v1/;\n", "/dts-v1/;\n/memreserve/ 0x48000000 0x20000;\n"
                          "/memreserve/ 0x4a000000 0x1000;\n")
    loaded += """/ { chosen { linux,initrd-start = <0x48000000>; linux,initrd-end = <0x48020000>;
                rng-seed = [01 02 03]; bootargs = "old"; }; };"""
    want = text.replace("/dts-v1/;\n", "/dts-v1/;\n/memreserve/ 0x4a000000 0x1000;\n")
    want += '/ { chosen { bootargs = "new"; }; };'
    blob, want = (did("dtc", "-q", "-I", "dts", "-", input=dts.encode()) for dts in (loaded, want))
    want = re.sub(r"\n\t\t(kaslr|rng)-seed = .*", "", listing(want))
    assert listing(edited(tool, blob, "new", (0, 0), ())) == want


def test_bits(tool, tree):
    """Each of many bits flipped: an error, or a tree that can be read."""
    blob = tree.read_bytes()
    errors = 0
    for i in range(0, len(blob) * 8, len(blob) * 8 // 40 + 1):
        bad = bytearray(blob)
        bad[i // 8] ^= 1 << i % 8
        done = run(*tool, "edit", LINE, 0, 0, input=bytes(bad))
        assert done.returncode in (0, ENOEXEC, EINVAL, EOPNOTSUPP), done.stderr
        errors += bool(done.returncode)
        if not done.returncode:
            did("fdtget", "-", "/chosen", "bootargs", input=done.stdout)
    assert errors < 40


ITS = """/dts-v1/;
/ {
    description = "one kernel, two boards";
    #address-cells = <1>;
    images {
        kernel-1 {
            data = /incbin/("kernel"); type = "kernel"; os = "linux"; arch = "mips";
            compression = "%s"; load = <0x40008000>; entry = <0x40008040>;
            hash-1 { algo = "sha256"; };
        };
        fdt-1 { data = /incbin/("one.dtb"); type = "flat_dt"; arch = "arm"; compression = "none"; };
        fdt-2 { data = /incbin/("two.dtb"); type = "flat_dt"; arch = "arm"; compression = "none"; };
        ramdisk-1 {
            data = /incbin/("initrd"); type = "ramdisk"; os = "linux"; arch = "arm";
            compression = "none";
        };
    };
    configurations {
        default = "%s";
        conf-1 { kernel = "kernel-1"; fdt = "fdt-1"; };
        conf-2 { kernel = "kernel-1"; fdt = "fdt-2"; ramdisk = "ramdisk-1"; };
        conf-3 { kernel = "kernel-1"; fdt = "fdt-1", "fdt-2"; };
    };
};
"""
FILES = {"kernel": bytes(range(256)) * 40 + b"end", "one.dtb": b"first tree" * 9,
         "two.dtb": b"second tree" * 10, "initrd": b"\x1f\x8b" * 3001}
WAYS = {"inside": (), "behind": ("-E",), "aligned": ("-E", "-B", "1000"),
        "placed": ("-E", "-p", "4000")}


def fit(folder, *options, compression="none", default="conf-2"):
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "image.its").write_text(ITS % (compression, default), encoding="ascii")
    did("mkimage", *options, "-f", "image.its", "image.itb", cwd=folder)
    return (folder / "image.itb").read_bytes()


def parts(tool, image):
    """{what: content}, and the other words."""
    lines = [line.split() for line in did(*tool, "fit", input=image).decode().splitlines()]
    return ({words[0]: image[int(words[1]):int(words[1]) + int(words[2])]
             for words in lines if len(words) == 3},
            {words[0]: int(words[1], 16) for words in lines if len(words) == 2})


@pytest.mark.parametrize("way", WAYS)
def test_fit(tool, tmp_path, way):
    """mkimage's images, with the data wherever it can put them."""
    found, numbers = parts(tool, fit(tmp_path, *WAYS[way]))
    assert found == {"kernel": FILES["kernel"], "fdt": FILES["two.dtb"],
                     "ramdisk": FILES["initrd"]}
    assert numbers == {"load": 0x40008000, "entry": 0x40008040}
    found, _ = parts(tool, fit(tmp_path, *WAYS[way], default="conf-1"))
    assert found == {"kernel": FILES["kernel"], "fdt": FILES["one.dtb"]}


@pytest.mark.parametrize("how, status, about", [
    ({"compression": "gzip"}, EINVAL, "compressed"),
    ({"default": "conf-3"}, EINVAL, "fdt"),
    ({"default": "conf-4"}, ENOENT, "default")])
def test_fit_refused(tool, tmp_path, how, status, about):
    done = run(*tool, "fit", input=fit(tmp_path, **how))
    assert (done.returncode, done.stderr.decode()) == (status, about + "\n")


@pytest.mark.parametrize("way", WAYS)
def test_fit_cut(tool, tmp_path, way):
    """Cut off in what is used: refused. A tree alone is no FIT."""
    image = fit(tmp_path, *WAYS[way])
    for keep in (0, 39, 64, len(image) // 3, image.index(FILES["initrd"]) + 3000):
        assert run(*tool, "fit", input=image[:keep]).returncode in (EINVAL, ENOEXEC)
    tree = did("dtc", "-q", "-I", "dts", "-", input=b"/dts-v1/; / { model = \"x\"; };")
    assert run(*tool, "fit", input=tree).returncode == ENOEXEC


def test_zimage(tool):
    """A header as a linker script writes it; real ones boot in tests/qemu."""
    head = struct.pack("<9I6I", *[0xe1a00000] * 9, 0x016f2818, 0, 400, 0x04030201, 0x45454545, 60)
    image = head + struct.pack("<7I", 6, 0x5a534c4b, 396, 1000, 0x8000, 0x10000, 0)
    image = image.ljust(396, b"\0") + struct.pack("<I", 7000000)
    assert did(*tool, "zimage", input=image + b"tree") == b"400 7001000 8000 65536\n"


@pytest.mark.parametrize("name", ["arm64", "riscv64"])
def test_image(tool, name):
    """Headers as the kernel has them; EFI kernels say how long they are."""
    magic = {"arm64": b"ARM\x64", "riscv64": b"RSC\5"}[name]
    plain = struct.pack("<IIQQQQQQ4sI", 0x5a4d, 0, 0x80000, 0x1000, 10, 0, 0, 0, magic, 0)
    sections = struct.pack("<8sIIII16s", b".text", 0, 0, 200, 200, b"") * 2
    whole = plain[:-4] + struct.pack("<I4sHHIIIHH4s", 64, b"PE\0\0", 0xaa64, 2, 0, 0, 0, 4, 0, b"")
    whole = (whole + sections).ljust(400, b"x")
    assert did(*tool, "image", input=plain + b"code") == b"80000 1000\n"
    assert did(*tool, "image", input=whole) == b"80000 1000\n"
    assert did(*tool, "image", input=whole.ljust(0x1008, b"x")) == b"80000 1008\n"
    for bad in (whole[:-1], plain[:63], plain[:24] + b"\1" + plain[25:],
                plain[:20] + b"\1" + plain[21:], whole.replace(b"\xaa\2", b"\xaa\xff")):
        assert run(*tool, "image", input=bad).returncode in (EINVAL, ENOEXEC)
    assert run(*tool, "image", input=plain.replace(magic, b"ARM?")).returncode == ENOEXEC

# SPDX-License-Identifier: GPL-2.0-only
"""What the fuzzer starts from: good inputs of each target, and each of them damaged a little."""
import struct

MTD = (b"dev:    size   erasesize  name\n"
       b"mtd0: 00400000 00010000 \"1e000000.flash\"\n"
       b"mtd1: 00370000 00010000 \"firmware\"\n"
       b"mtd12: 000e0000 00010000 \"rootfs_data\"\n")

UIMAGE = struct.pack(">IIIIIIIBBBB32s", 0x27051956, 0, 0, 2000000, 0x80100000, 0x80100000, 0,
                     5, 5, 2, 3, b"Linux")
SQUASHFS = struct.pack("<4sIIIIHHHHHHQQ", b"hsqs", 100, 0, 131072, 3, 4, 17, 0, 1, 4, 0, 0,
                       900000).ljust(96, b"\0")

GPT = b"EFI PART".ljust(72, b"\1") + struct.pack("<QII", 2, 128, 128)
MBR = bytes(440) + b"\xdd\xcc\xbb\xaa" + bytes(66) + b"\x55\xaa"
SIGNATURE = struct.pack(">8s6I", b"knitsig1", 2500000, 256, 0, 0xffffffff, 5, 7) + b"12345abcdefg"
EXT4 = bytes(0x438) + b"\x53\xef\0\0"
F2FS = bytes(0x400) + b"\x10\x20\xf5\xf2" + bytes(0x38)


def elf():
    """A 64-bit program with an interpreter and a library, as short as can be."""
    head = struct.pack("<16sHHIQQQIHHH", b"\x7fELF\2\1\1", 3, 62, 1, 0, 64, 0, 0, 64, 56, 3)
    texts = 64 + 3 * 56 + 3 * 16
    segments = [(3, texts + 11, 0, 12), (1, 0, 0x1000, 400), (2, 64 + 3 * 56, 0, 3 * 16)]
    return (head.ljust(64, b"\0") +
            b"".join(struct.pack("<IIQQQQQQ", kind, 4, at, address, address, size, size, 8)
                     for kind, at, address, size in segments) +
            struct.pack("<QQQQQQ", 5, 0x1000 + texts, 1, 1, 0, 0) +
            b"\0libc.so.6\0/lib/ld.so\0")


def fdt(root, reserved=b""):
    """A device tree of (name, value) and (name, [what is in the node])."""
    names = []

    def node(name, inside):
        yield struct.pack(">I", 1) + padded(name.encode() + b"\0")
        for key, value in inside:
            if isinstance(value, list):
                yield from node(key, value)
            else:
                names.append(key.encode() + b"\0")
                yield struct.pack(">III", 3, len(value), len(b"".join(names[:-1]))) + padded(value)
        yield struct.pack(">I", 2)

    def padded(value):
        return value + bytes(-len(value) % 4)

    tree = b"".join(node("", root)) + struct.pack(">I", 9)
    texts = b"".join(names)
    start = 40 + len(reserved) + 16
    end = start + len(tree)
    return struct.pack(">10I", 0xd00dfeed, end + len(texts), start, end, 40, 17, 16, 0,
                       len(texts), len(tree)) + reserved + bytes(16) + tree + texts


WORD = struct.Struct(">I").pack
CHOSEN = ("chosen", [("bootargs", b"old\0"), ("linux,initrd-start", WORD(0x48000000)),
                     ("rng-seed", bytes(32))])
TREE = fdt([("#address-cells", WORD(1)), ("#size-cells", WORD(1)), CHOSEN,
            ("memory@0", [("device_type", b"memory\0"), ("reg", bytes(8))])],
           struct.pack(">QQ", 0x48000000, 0x1000))
FIT = fdt([("images", [("k", [("data", b"KERNEL"), ("compression", b"none\0"),
                              ("load", WORD(0x8000)), ("entry", WORD(0x8000))]),
                       ("f", [("data-offset", WORD(0)), ("data-size", WORD(4))]),
                       ("r", [("data-position", WORD(40)), ("data-size", WORD(8))])]),
           ("configurations", [("default", b"c\0"),
                               ("c", [("kernel", b"k\0"), ("fdt", b"f\0"),
                                      ("ramdisk", b"r\0")])])]) + bytes(8)
ZIMAGE = struct.pack("<15I", *[0xe1a00000] * 9, 0x016f2818, 0, 96, 0x04030201, 0x45454545, 60)
IMAGE = struct.pack("<IIQQQIIQQ4sI", 0x5a4d, 0, 1 << 21, 0x1000, 0, 2, 0, 0, 0, b"RSC\5", 64)
IMAGE += struct.pack("<4sHHIIIHH", b"PE\0\0", 0x5064, 2, 0, 0, 0, 4, 0) + bytes(4)
IMAGE += struct.pack("<8sIIII16s", b".text", 64, 4096, 32, 64, b"") * 2
ZIMAGE += struct.pack("<9I", 6, 0x5a534c4b, 92, 1000, 0x8000, 0x10000, 0, 0, 7000000)


def vmlinux():
    """A 64-bit kernel of two segments."""
    head = struct.pack("<16sHHIQQQIHHH", b"\x7fELF\2\1\1", 2, 62, 1, 0x1000010, 64, 0, 0, 64, 56, 2)
    rows = [(1, 7, 176, 0x1000000, 0x1000000, 100, 100, 4096),
            (1, 7, 276, 0x2000000, 0x2000000, 50, 0x9000, 4096)]
    table = b"".join(struct.pack("<IIQQQQQQ", *row) for row in rows)
    return head.ljust(64, b"\0") + table + bytes(150)


UKERNEL = struct.pack(">IIIIIIIBBBB32s", 0x27051956, 0, 0, 326, 0x80100000, 0x80100000, 0,
                      5, 24, 2, 0, b"Linux")


def head(turn, bad, slot, trial):
    """Of a copy of the state."""
    data = struct.pack("<III16s16s", 0x6b6e5331, turn, bad, slot, trial)
    total = 0x811c9dc5
    for byte in data:
        total = (total ^ byte) * 0x01000193 & 0xffffffff
    return data + struct.pack("<I", total)


def dhcp(options, file=b"", sname=b""):
    """An answer of a server."""
    head = struct.pack("<4BIHHIIII16s", 2, 1, 6, 0, 0x1234, 0, 0x80, 0, 0x0302000a, 0x0102000a, 0,
                       b"\2\0\0\0\0\1")
    return head + sname.ljust(64, b"\0") + file.ljust(128, b"\0") + b"\x63\x82\x53\x63" + options


OFFER = b"\x35\1\2\x36\4\x0a\0\2\2\1\4\xff\xff\xff\0\3\4\x0a\0\2\2\x0c\4node\x11\2/r"

SEEDS = {
    "cmdline": [b"console=ttyS0,115200 root=/dev/sda1 rootwait ro init=/sbin/init -- init=/x\n",
                b'root="PARTLABEL=a b" knit.overlay=none ""\t"', b"--"],
    "number": [b"4294967296", b"00370000 00010000", b"deadbeef", b""],
    "procmtd": [MTD, MTD[:-10], MTD.replace(b"00370000", b"0000000100370000")],
    "mountinfo": [b"36 35 98:0 / /mnt rw,noatime - ext3 /dev/root rw\n", b"1 2 0:3 /a\\040b /c"],
    "head": [UIMAGE, SQUASHFS, b"\xde\xad\xc0\xde", b"\x85\x19\x03\x20", b"\xff" * 96, EXT4,
             F2FS],
    "compatible": [b"mti,malta\0", b"a,b\0mti,malta\0", b"mti,malta"],
    "cpuinfo": [b"system type\t\t: MIPS Malta\nmachine\t\t\t: mti,malta\nprocessor\t\t: 0\n",
                b"Hardware\t: mti,malta"],
    "lines": [b"MAJOR=254\nDEVNAME=vda1\nPARTN=1\nPARTNAME=rootfs\n", b"PARTNAME=" + b"x" * 20],
    "chart": [b"ok 14120 us early\nfailed 99 us overlay: RAM, <&>\nok 30538 us handover: x\n",
              b"ok 4294967295 us\n", b"\n\xff\nok"],
    "fstype": [b"nodev\tsysfs\n\text3\n\tsquashfs\nnodev\t9p\n\tf2fs\n", b"ext4,squashfs"],
    "netmsg": [b"Please press button now to enter failsafe", b"x" * 998, b"x" * 999],
    "node": [b"MODE single\nBLINK 1\n", b"REBOOT\r\nPING\nx",
             b"\x80\0\0\x18abcd\0\0\0\1" + bytes(16),
             b"a / nfs ro,vers=3,addr=10.0.0.1 0 0\nb /c nfs4 rw,addr=::1 0 0\n"],
    "modules": [b"ext4\nkernel/jbd2.ko:\nkernel/ext4.ko: kernel/jbd2.ko\n",
                b"leds_gpio opt=1\nleds-gpio.ko\n", b"\177ELF\0depends=crc16,jbd2\0name=ext4\0"],
    "elf": [elf(), b"/dev/sda1 /a\\040b ext4 rw 0 0\nproc /proc proc rw 0 0\n"],
    "fdt": [TREE, fdt([]),
            fdt([("memory", [("device_type", b"memory\0"), ("reg", WORD(5) * 4)])])],
    "kernels": [FIT, ZIMAGE, IMAGE],
    "load": [vmlinux(), UKERNEL + vmlinux(), UKERNEL + bytes(400), UIMAGE],
    "iomem": [b"00000000-0fffffff : System RAM\n  00100000-003fffff : Kernel code\n"
              b"1e000000-1e3fffff : flash\n90000000-9fffffff : System RAM\n",
              b"1000000000-17fffffff : System RAM\n", b'a rd_start=1 "b c" knit.kexec=/k -- d'],
    "uci": [b"config mount 'opt'\n\toption target /opt # a\n\tlist a 'b'\"c\\\"d\"\\\n e\r\n",
            b"package x;c a;o b 'c\nd' ; l e f", b"option a 'b\noption c \"d\n"],
    "fstab": [b"config global\n\toption delay_root 7\nconfig mount\n\toption uuid 1-2\n"
              b"\toption target '/opt//x/'\n\toption enabled on\nconfig mount\n"
              b"\toption target /opt\nconfig swap\n\toption priority 5\n",
              b"# x\nLABEL=a\\040b /opt ext4 ro,x-initrd.mount 0 2\n"
              b"UUID=1-2 none swap x-initrd.mount,pri=3\n/dev/a / x x-initrd.mount\n"],
    "state": [head(1, 0, b"", b"b") + head(2, 3, b"a", b""), head(9, 0, b"a", b"b") + b"\xff" * 49],
    "escape": [b"a\\040b\\011\\\\134", b"\\04\\8"],
    "mountopts": [b"ro,noatime,compress=zstd,x-initrd.mount,nofail", b",,bind,,a,", b"x-,x"],
    "nfs": [b"10.0.2.2:/srv/root", b"nfs4", b"192.168.1.2::192.168.1.1:255.255.255.0:box:eth0:off"],
    "md5": [b"abc", SQUASHFS],
    "sha256": [b"abc", bytes(range(200))],
    "signature": [SIGNATURE, SIGNATURE + b"more", SIGNATURE[:32]],
    "dhcp": [dhcp(OFFER + b"\xff", b"start.ipxe"), dhcp(b"\x35\1\6\x36\4\x0a\0\2\2"),
             dhcp(OFFER + b"\x34\1\3", b"\x42\x0810.0.0.1\xff", b"\x43\3k/l\xff")],
    # packets, a byte before each with its length (0: 256)
    "tftp": [b"\x18\0\6blksize\x008\0tsize\x0014\0\0\x0c\0\3\0\x01abcdefgh\x0a\0\3\0\x02abcdef",
             b"\x17\0\6windowsize\x004\0blksize\x008\0\x05\0\3\0\x03a\x07\0\5\0\1no"],
    "http": [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
             b"HTTP/1.1 302 Found\nLocation: http://10.0.0.1:80/x y?z\n\n",
             b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n1F\r\n" +
             bytes(31) + b"\r\n0\r\n\r\n"],
    "uri": [b"http://10.0.0.1:8080/a/b?c", b"tftp://10.0.0.1", b"../x", b"02-00-00-00-00-01"],
    "ipxe": [b"#!ipxe\nset a b ${mac} && isset ${a} || goto x\niseq ${a} ${net0/mac:hexhyp} ||\n"
             b":x\nkernel -n k --timeout 5 /k a=${a} \\\n b\ninitrd i\nboot || shell # end\n",
             b":a\nset x ${x}${x}y\ngoto a", b"chain --autofree a || reboot\necho ${} $\\\r\n${"],
    "gpt": [b"c12a7328-f81f-11d2-ba4b-00a0c93ec93b", b"aabbccdd-02", GPT, MBR],
    # the number of its type in superblocks[], then 12 bytes, the UUID, and what is behind it
    "superblock": [bytes([kind]) + bytes(12) + bytes(range(100, 116)) + label
                   for kind, label in enumerate([b"rootfs_data", "Größe \u20ac".encode("utf-16-le"),
                                                 bytes(251) + b"l" * 255, bytes(60) + b"label"])] +
                  [bytes([kind]) + bytes(12) + b"\x12\x34\x56\x78NO NAME    " for kind in (7, 8)],
}


def damaged(seed):
    """Cut off in the middle, its bytes swapped in fours, one bit of every byte flipped."""
    yield seed[:len(seed) // 2]
    yield b"".join(seed[i:i + 4][::-1] for i in range(0, len(seed), 4))
    yield bytes(byte ^ 0x80 for byte in seed)


def write(target, folder):
    folder.mkdir(parents=True, exist_ok=True)
    inputs = list(SEEDS[target])
    for seed in SEEDS[target]:
        inputs += damaged(seed)
    inputs += [b"\0" * 128, b"\xff" * 128]
    for number, data in enumerate(inputs):
        (folder / f"seed-{number:02d}").write_bytes(data)

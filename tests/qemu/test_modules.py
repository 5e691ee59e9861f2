# SPDX-License-Identifier: GPL-2.0-only
"""Kernels whose drivers are modules: Debian's own for malta, and virt-arm64 with ours.

Debian's has squashfs, overlayfs, ext4 and all of virtio as modules, which lie beside knit in an
initramfs; the root and the overlay are on a virtio disk, since malta's flash has no driver there.
"""
import lzma
import os
import re

import pytest

from device import cpio, every_board
from knitlib import artefacts, boards, disk, qemu
from knitlib.machine import Machine

STOCK = ("crc32c_generic", "virtio_pci", "virtio_blk", "squashfs", "overlay", "ext4")
ARM64 = every_board("virt-arm64")
OURS = pytest.mark.variant("modules")


def release(kernels):
    return next((kernels / "lib/modules").iterdir())


def needed(folder, names):
    """The files of modules and of all that they depend on, by depmod's index."""
    lines = [line.split() for line in (folder / "modules.dep").read_text().splitlines()]
    files = set()
    for first, *others in lines:
        name = first.split("/")[-1].split(".")[0].replace("-", "_")
        if name in names:
            files |= {first.rstrip(":"), *others}
    assert len(files) >= len(names)
    return sorted(files)


def indexed(folder, there):
    """As depmod leaves them, with the whole index."""
    for name in ("modules.dep", "modules.builtin", *needed(folder, STOCK)):
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        (there / name).write_bytes((folder / name).read_bytes())


def flat(folder, there):
    """As OpenWrt has them: one folder, no index."""
    for name in needed(folder, STOCK):
        (there / name.split("/")[-1]).write_bytes((folder / name).read_bytes())


def stock_initrd(kernels, folder, lists, layout, knit):
    """knit, its modules, and the lists of what to load."""
    tree = folder / "initrd"
    modules = release(kernels)
    there = tree / "lib/modules" / modules.name
    there.mkdir(parents=True)
    layout(modules, there)
    (tree / "etc/modules-boot.d").mkdir(parents=True)
    for name, text in lists.items():
        (tree / "etc/modules-boot.d" / name).write_text(text)
    (tree / "init").write_bytes(knit.read_bytes())
    (tree / "init").chmod(0o755)
    return cpio(tree, folder / "initrd.cpio")


def stock(folder, layout, lists, knit=None):
    """A malta with Debian's kernel and a GPT disk."""
    kernels = artefacts.script("stock-kernel")
    image = folder / "disk.img"
    squashfs = artefacts.rootfs("mipsel").read_bytes()
    image.write_bytes(disk.gpt_disk([("rootfs", squashfs), ("rootfs_data", disk.ext4())]))
    extra = ["-drive", f"if=none,id=disk,format=raw,file={image}",
             "-device", "virtio-blk-pci,drive=disk"]
    initrd = stock_initrd(kernels, folder, lists, layout, knit or artefacts.knit("mipsel"))
    return Machine(qemu.Start(boards.find("malta-le"), None, kernels / "kernel", initrd,
                              "knit.window=0", False, extra))


BESIDE = {"20-disk": "ext4\nsquashfs\noverlay\n",
          "10-root": "# what ext4 asks for later\ncrc32c-generic\nvirtio-pci\nvirtio_blk\n"}


@pytest.mark.parametrize("layout", [indexed, flat])
def test_debian_kernel(tmp_path, layout):
    """It boots to the real init, with the overlay on ext4, which is there the next time."""
    with stock(tmp_path, layout, BESIDE) as machine:
        console = machine.boot()
        assert "knit: overlay: ext4 on rootfs_data" in console
        assert "knit: modules: " not in console, "nothing failed"
        assert set(STOCK) | {"jbd2", "crc16", "virtio_ring"} <= loaded(machine)
        machine.shell("echo kept > /etc/mine; sync")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"


def test_debian_kernel_without_some(tmp_path):
    """A lost file and one that was changed are said; without ext4 there is the RAM."""
    def damaged(folder, there):
        flat(folder, there)
        (there / "mbcache.ko").unlink()
        module = (there / "jbd2.ko").read_bytes()
        (there / "jbd2.ko").write_bytes(re.sub(rb"vermagic=6", b"vermagic=5", module))

    with stock(tmp_path, damaged, BESIDE | {"30-again": "overlay\nnobody-knows-it\n"}) as machine:
        console = machine.boot()
        assert "knit: overlay: RAM" in console
        assert loaded(machine) & set(STOCK) == set(STOCK) - {"ext4"}
    said = re.findall(r"knit: modules: ([\w-]+): (.*)\r", console)
    assert [name for name, _ in said] == ["mbcache", "jbd2", "ext4", "nobody-knows-it"]
    # Debian signs its modules; EKEYREJECTED of mips
    assert said[0][1].strip() == "not found" and said[1][1].strip() == "164"


def test_debian_kernel_deadline(tmp_path):
    """A file that never ends being opened: what was loaded before it stays."""
    def stuck(folder, there):
        flat(folder, there)
        os.mkfifo(there / "stuck.ko")

    knit = artefacts.knit_with("mipsel", tmp_path / "build", CHILD_TIMEOUT=10)
    with stock(tmp_path, stuck, BESIDE | {"30-stuck": "stuck\next4\n"}, knit) as machine:
        console = machine.boot()
        assert re.search(r"knit: modules: [^\r\n]*took too long", console)
        assert set(STOCK) <= loaded(machine)


LISTS = {"10-panel": "gpio-pl061\nleds_gpio\nledtrig_timer\n", "20-keys": "gpio_keys\nevdev\n",
         "30-net": "virtio-net\n"}
ALL = {"gpio_pl061", "leds_gpio", "ledtrig_timer", "gpio_keys", "evdev", "virtio_net",
       "net_failover", "failover", "dimlib"}


def loaded(machine):
    return set(machine.shell("cut -d' ' -f1 /proc/modules").split())


def lists_in(lists):
    return {f"/etc/modules-boot.d/{name}": text for name, text in lists.items()}


def as_depmod_has_it(device, lists=None):
    """{path in the ROM: content}: the modules as `make modules_install` leaves them, in xz."""
    folder = release(device.kernels)
    names = ["modules.dep", "modules.builtin", *needed(folder, ALL | {"test_lockup"})]
    assert all(name.endswith(".xz") for name in names[2:])
    return {f"/lib/modules/{folder.name}/{name}": (folder / name).read_bytes()
            for name in names} | lists_in(lists or LISTS)


def in_one_folder(device, names):
    """{path in the ROM: content}: modules and what they need, not compressed, without an index."""
    folder = release(device.kernels)
    return {f"/lib/modules/{folder.name}/{name.split('/')[-1].removesuffix('.xz')}":
            lzma.decompress((folder / name).read_bytes()) for name in needed(folder, names)}


def as_openwrt_has_it(device, lists=None):
    return in_one_folder(device, ALL) | lists_in(lists or LISTS)


@ARM64
@OURS
@pytest.mark.parametrize("layout", [as_depmod_has_it, as_openwrt_has_it])
def test_all_that_failsafe_needs(device, layout):
    """LEDs, the network card, and a button that was held before its driver was there."""
    device.make(device.rootfs(layout(device)))
    card = ["-netdev", "user,id=lan", "-device", "virtio-net-device,netdev=lan"]
    with device.power_on("knit.window=60", panel=True, held=("reset",), extra=card) as machine:
        machine.expect("knit: failsafe: window: ")
        machine.prompt()
        assert loaded(machine) == ALL
        machine.shell("test -d /sys/class/leds/red:failsafe -a -d /sys/class/net/eth0")
        assert "modules: " not in machine.text()


@ARM64
@OURS
def test_what_fails_is_said_and_the_rest_goes_on(device):
    """A lost one, one of another kernel, and one that is on two lists."""
    lists = LISTS | {"40-again": "evdev\nnothing-of-this-name\n"}
    files = as_openwrt_has_it(device, lists)
    folder = f"/lib/modules/{release(device.kernels).name}"
    del files[f"{folder}/net_failover.ko"]
    keys = files[f"{folder}/gpio_keys.ko"]
    files[f"{folder}/gpio_keys.ko"] = re.sub(rb"vermagic=\d", b"vermagic=0", keys)
    assert files[f"{folder}/gpio_keys.ko"] != keys
    device.make(device.rootfs(files))
    with device.power_on() as machine:
        console = machine.boot()
        assert loaded(machine) == ALL - {"virtio_net", "net_failover", "failover", "gpio_keys"}
    said = re.findall(r"knit: modules: ([\w-]+):", console)
    assert said == ["gpio_keys", "net_failover", "virtio-net", "nothing-of-this-name"]


@ARM64
@OURS
def test_deadline(device):
    """A module that does not come back from its own beginning, and cannot be killed."""
    lists = {"10": "evdev\ntest_lockup time_secs=300 state=D\nvirtio_net\n"}
    device.make(device.rootfs(as_depmod_has_it(device, lists)))
    with device.power_on(initrd=device.other_knit(CHILD_TIMEOUT=10)) as machine:
        console = machine.boot()
        assert re.search("knit: modules: [^\r\n]*took too long", console)
        assert "evdev" in loaded(machine)

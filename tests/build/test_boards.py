# SPDX-License-Identifier: GPL-2.0-only
"""Each descriptor of boards/ against the device tree that Linux has of the board.

A descriptor is read by compiling it; the device tree comes from the kernel's source, and what
it says is put into the kernel's words by knitlib/dts.py.
"""
import os
import re

import pytest

import descriptors
from knitlib import pages
from tree import ROOT, succeed

FILES = descriptors.files()
REAL = [path for path in FILES if descriptors.comment(path).dts]
EMULATED = {"malta.c", "virt-arm.c", "virt-riscv64.c"}
FAMILY = {"mips": "MIPS", "arm": "ARM"}


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    return descriptors.read(FILES, tmp_path_factory.mktemp("descriptors"))


def name(path):
    return path.stem


@pytest.mark.parametrize("path", REAL, ids=name)
def test_board_is_what_its_device_tree_says(boards, path):
    about = descriptors.comment(path)
    assert list(descriptors.compare(boards[path.name], about)) == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_layout_is_sound(boards, path):
    board, about = boards[path.name], descriptors.comment(path)
    assert list(descriptors.bounds(board, about)) == []
    assert board["mtd"], "PID 1 looks for it"
    if board["parts"] and about.dts:
        ours = next(flash for flash in descriptors.dts.flashes(descriptors.root(about.dts))
                    if flash.master == board["mtd"])
        assert bool(about.layout) != bool(ours.parts), "a layout that Linux lacks has a source"


def test_there_are_enough_boards(boards):
    """Issue 3: at least 20 real ones with LEDs or keys, beside those that are emulated."""
    assert len(REAL) >= 20
    others = {path.name for path in FILES} - {path.name for path in REAL}
    assert EMULATED <= others, "what QEMU emulates has no device tree in Linux"
    for path in FILES:
        assert descriptors.comment(path).layout or path in REAL, f"{path.name}: from where?"
    for path in REAL:
        assert boards[path.name]["leds"] or boards[path.name]["keys"], path.name


def test_a_board_is_known_by_one_descriptor(boards):
    """No tree names another board's compatible; no two have one machine."""
    for path in REAL:
        names = descriptors.root(descriptors.comment(path).dts).texts("compatible")
        others = [other["file"] for other in boards.values()
                  if other["compatible"] in names and other["file"] != path.name]
        assert others == [], path.name
    for field in ("name", "compatible", "machine"):
        values = [board[field] for board in boards.values() if board[field]]
        assert len(values) == len(set(values)), field


def entries(text):
    return re.findall(r"^config (KNIT_BOARD_\w+)\n((?:\t.*\n|\n)+)", text, re.M)


def test_each_board_is_listed_once():
    """The names of file, option and symbol are one name."""
    kconfig = dict(entries((ROOT / "boards/Kconfig").read_text()))
    listed = (ROOT / "boards/boards.c").read_text()
    options = set()
    for path in FILES:
        symbol = re.sub(r"\W", "_", path.stem)
        option = f"KNIT_BOARD_{symbol.upper()}"
        options.add(option)
        assert listed.count(f'#ifdef CONFIG_{option}\n#include "{path.name}"\n#endif\n') == 1
        assert listed.count(f"#ifdef CONFIG_{option}\n\t&board_{symbol},\n#endif\n") == 1
        about = descriptors.comment(path)
        if about.dts:
            family = FAMILY[about.dts.split("/")[1]]
            assert f"\tdepends on {family}\n" in kconfig[option], option
            assert "\tdefault" not in kconfig[option], "router_defconfig is for any board"
    assert options == kconfig.keys()
    assert listed.count("#ifdef") == 2 * len(FILES)


@pytest.mark.parametrize("cpu", ["mipsel", "arm"])
def test_all_boards_fit_into_one_program(boards, tmp_path, cpu):
    words = ["make", "-C", ROOT, f"CPU={cpu}", f"O={tmp_path}"]
    succeed(*words, "router_defconfig")
    options = [option for option, entry in entries((ROOT / "boards/Kconfig").read_text())
               if f"depends on {FAMILY['mips' if cpu == 'mipsel' else cpu]}\n" in entry]
    assert len(options) > 5
    with (tmp_path / ".config").open("a") as file:
        file.write("".join(f"CONFIG_{option}=y\n" for option in options))
    succeed(*words, "olddefconfig", "all")
    config = (tmp_path / ".config").read_text()
    assert [option for option in options if f"CONFIG_{option}=y\n" not in config] == []
    binary = (tmp_path / "knit").read_bytes()
    for path in REAL:
        board = boards[path.name]
        offered = f"/{cpu[:4] if cpu == 'mipsel' else cpu}/" in descriptors.comment(path).dts
        assert (board["compatible"].encode() in binary) == offered, path.name


# (in which descriptor, what is there, what a person might have typed, what must be said)
TYPOS = {
    "led": ("tplink-tl-wr1043nd-v1", '[LED_BOOT] = "tp-link:green:system"',
            '[LED_BOOT] = "tp-link:green:systemm"', "LED boot: tp-link:green:systemm is none of"),
    "key": ("tplink-tl-wr1043nd-v1", "{ KEY_RESTART,", "{ KEY_RESTART + 1,", "key 409: is not"),
    "key-lost": ("netgear-r6250-v1", "{ KEY_RFKILL, KEY_IGNORED },", "", "key 247: is not in"),
    "key-twice": ("tplink-archer-c9-v1", "{ KEY_RESTART, KEY_FAILSAFE }",
                  "{ KEY_RESTART, KEY_FAILSAFE }, { KEY_RESTART, KEY_IGNORED }", "twice"),
    "switch": ("buffalo-lsxhl", "BOARD_KEYS(", "BOARD_KEYS({ KEY_ESC, KEY_IGNORED }, ",
               "key 1: is a switch"),
    "part-name": ("gnubee-gb-pc1", '{ "firmware",', '{ "firmwara",',
                  "partition firmware: name 'firmwara'"),
    "part-offset": ("gnubee-gb-pc1", '"factory",\t0x0040000', '"factory",\t0x0041000',
                    "partition factory: offset"),
    "part-size": ("netgear-wnr854t", "0x100000, 0x660000", "0x100000, 0x640000",
                  "partition rootfs: size"),
    "part-lost": ("qnap-ts219", '\t{ "RootFS2",\t\t0xd00000, 0x300000 },\n', "",
                  "partitions: 5 are not 6"),
    "compatible": ("onion-omega", '"onion,omega"', '"onion,omega2"', "compatible: onion,omega2"),
    "machine": ("onion-omega", '"onion,omega", "Onion Omega"', '"onion,omega", "Onion"',
                "machine: Onion is not"),
    "mtd": ("netgear-wnr854t", '"f4000000.flash"', '"spi0.0"', "mtd: spi0.0 is none of"),
    "net": ("dlink-dir-665", r"lan3\0lan4", r"lan3\0wan", "net: lan1 lan2 lan3 wan is not"),
    "flash": ("excito-b3", "2 MiB of", "4 MiB of", "flash: 0x400000 bytes are not 0x200000"),
}


@pytest.mark.parametrize("typo", TYPOS)
def test_a_typo_is_found(tmp_path, typo):
    board, there, typed, said = TYPOS[typo]
    path, text = tmp_path / f"{board}.c", (ROOT / f"boards/{board}.c").read_text()
    assert text.count(there) == 1
    path.write_text(text.replace(there, typed).replace('"../init/', f'"{ROOT}/init/'))
    read = descriptors.read([path], tmp_path)[path.name]
    found = list(descriptors.compare(read, descriptors.comment(path)))
    assert any(said in line for line in found), found


@pytest.mark.parametrize("typed, said", [
    ("0x03d0000, 0x01000", "of whole blocks"), ("0x020000, 0x3d0000", "overlaps the one before"),
    ("0x020000, 0x3c8000", "of whole blocks"), ("0x020000, 0x000000", "of whole blocks")])
def test_a_layout_that_can_not_be_is_found(tmp_path, typed, said):
    """Of a board whose layout no device tree of Linux has."""
    path = tmp_path / "tplink-tl-mr3020.c"
    text = (ROOT / "boards" / path.name).read_text().replace('"../init/', f'"{ROOT}/init/')
    assert text.count("0x020000, 0x3c0000") == 1
    path.write_text(text.replace("0x020000, 0x3c0000", typed))
    board, about = descriptors.read([path], tmp_path)[path.name], descriptors.comment(path)
    assert any(said in line for line in descriptors.bounds(board, about))
    path.write_text(text.replace("0x3f0000, 0x010000", "0x3f0000, 0x020000"))
    board = descriptors.read([path], tmp_path)[path.name]
    assert list(descriptors.bounds(board, about)) == ["partition art: ends behind the flash"]


def row(path, board):
    """Of the table in porting-board.rst."""
    about = descriptors.comment(path)
    layout = "none"
    if board["parts"]:
        layout = "emulated" if path.name in EMULATED else "cited" if about.layout else "DTS"
    elif about.layout:
        layout = "parser"
    size = f"{about.size >> 10:,} KiB" if about.size else "unknown"
    leds = len(set(board["leds"].values()))
    failsafe = [role for _, role in board["keys"]].count("failsafe")
    keys = f"{failsafe} of {len(board['keys'])}" if board["keys"] else "none"
    return board["name"], f"``{path.name}``", size, layout, str(leds or "none"), keys


def test_the_table_of_boards(boards):
    """Documentation/boards.inc; KNIT_UPDATE=1 writes it."""
    head = ("board", "boards/", "NOR flash", "layout", "LEDs", "buttons for failsafe")
    table = pages.rst(head, [row(path, boards[path.name]) for path in FILES])
    if os.environ.get("KNIT_UPDATE", "0") not in ("", "0"):
        pages.include("boards", "KNIT_UPDATE=1 make check T=build K=table_of_boards", table)
    assert table in (ROOT / "Documentation/boards.inc").read_text()

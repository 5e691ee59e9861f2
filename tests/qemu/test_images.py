# SPDX-License-Identifier: GPL-2.0-only
"""The image builder, the boot script's refusals, the last line of `make check`: no QEMU needed."""
import os
import struct
import subprocess
import sys
import zlib

import pytest

from knitlib import artefacts, boards, disk, image, qemu

MALTA = boards.find("malta")
SQUASHFS = b"hsqs" + b"\0" * 36 + struct.pack("<Q", 100000) + b"r" * 99952


def uimage(size, board=MALTA):
    return image.make_uimage(board, b"k" * size)


def script(name, *args, **env):
    return subprocess.run([artefacts.SCRIPTS / name, *map(str, args)], text=True, check=False,
                          capture_output=True, env={**os.environ, **env})


def test_partitions_tile_the_flash():
    for board in boards.BOARDS.values():
        end = 0
        for part in board.partitions:
            assert part.offset == end, f"{board.name}: a gap or overlap before {part.name}"
            assert part.size % board.erase == 0
            end = part.end
        assert end <= board.flash_size or board.has_disk


def test_firmware_layout():
    kernel = uimage(100000)
    result = image.firmware(MALTA, kernel, SQUASHFS)
    assert result.rootfs == 2 * MALTA.erase
    assert result.rootfs_data == 4 * MALTA.erase
    assert result.data.startswith(kernel)
    assert result.data[result.rootfs:].startswith(SQUASHFS)
    assert result.data[result.rootfs_data:][:5] == image.MARKER + b"\xff"
    assert set(result.data[result.rootfs_data + 4:]) == {0xff}
    assert len(result.data) == MALTA.partition("firmware").size


def test_kernel_that_ends_on_an_erase_block():
    kernel = uimage(2 * MALTA.erase - image.UIMAGE_HEADER)
    assert image.firmware(MALTA, kernel, SQUASHFS).rootfs == 2 * MALTA.erase


def test_firmware_too_large_says_by_how_much():
    kernel = uimage(MALTA.partition("firmware").size - MALTA.erase - image.UIMAGE_HEADER)
    with pytest.raises(image.ImageError, match="65,540 bytes too small"):
        image.firmware(MALTA, kernel, SQUASHFS)


def test_not_a_kernel_and_not_a_squashfs():
    with pytest.raises(image.ImageError, match="no uImage"):
        image.firmware(MALTA, b"\x7fELF" + b"\0" * 100, SQUASHFS)
    with pytest.raises(image.ImageError, match="no squashfs"):
        image.firmware(MALTA, uimage(1000), b"\0" * 1000)


def test_uboot_too_large():
    with pytest.raises(image.ImageError, match="u-boot is 1 bytes too small"):
        image.flash(MALTA, uimage(1000), SQUASHFS, uboot=b"u" * 0x50001)


def test_environment_boots_out_of_the_nor():
    board = boards.find("virt-arm")
    blob = image.uboot_environment(board)
    assert len(blob) == 0x40000
    assert struct.unpack("<I", blob[:4])[0] == zlib.crc32(blob[4:])
    assert b"bootcmd=bootm 0x4040000 - ${fdtcontroladdr}\0" in blob


def test_gpt_is_what_others_understand(tmp_path):
    file = tmp_path / "disk"
    file.write_bytes(disk.x86_disk(SQUASHFS))
    data = file.read_bytes()
    for _, offset, _ in disk.layout([("rootfs", SQUASHFS)]):
        assert data[offset:offset + 4] == b"hsqs"
    for header_at in (512, len(data) - 512):
        header = bytearray(data[header_at:header_at + 92])
        crc = struct.unpack_from("<I", header, 16)[0]
        header[16:20] = b"\0" * 4
        assert zlib.crc32(header) == crc


def test_command_line_too_long_for_the_board():
    with pytest.raises(image.ImageError, match="hands 255 to a malta"):
        qemu.Start(MALTA, append="x" * 255).command_line()


@pytest.mark.parametrize("args, words", [
    (["nonesuch"], "no board 'nonesuch'; there are: malta-le"),
    (["malta-le", "--uboot"], "swaps the words of this board's flash"),
    (["x86", "--uboot"], "not from U-Boot"),
])
def test_boot_refuses_in_words(args, words):
    done = script("boot", *args)
    assert done.returncode != 0
    assert words in done.stderr and "Traceback" not in done.stderr


def test_flash_refuses_in_words(tmp_path):
    (tmp_path / "uImage").write_bytes(b"not a kernel")
    (tmp_path / "rootfs").write_bytes(SQUASHFS)
    done = script("flash", "malta", "-o", tmp_path / "out", "--kernel-dir", tmp_path,
                  "--rootfs", tmp_path / "rootfs")
    assert done.returncode != 0 and "no uImage" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.fixture
def check(monkeypatch):
    """scripts/check as a module."""
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("check", str(artefacts.SCRIPTS / "check"))
    module = module_from_spec(spec_from_loader("check", loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("line, counts", [
    ("12 passed, 0 failed", [12, 0, 0]),
    ("unit: 12 passed, 3 failed, 1 skipped", [12, 3, 1]),
    ("3 passed in 0.05s", [3, 0, 0]),
    ("1 failed, 2 passed, 4 deselected, 1 error in 62.10s (0:01:02)", [2, 2, 0]),
    ("==== 2 passed, 1 skipped, 1 xfailed in 1.00s ====", [3, 0, 1]),
    ("the test passed, none failed", None),
])
def test_closing_lines(check, line, counts):
    assert check.counts(line) == counts


def test_a_runner_that_dies_is_a_failure(check):
    assert check.run(["sh", "-c", "exit 3"], False, "unit") == [0, 1, 0]
    assert check.run(["sh", "-c", "echo 4 passed, 0 failed; exit 3"], False, "unit") == [4, 1, 0]
    assert check.run(["sh", "-c", "echo 4 passed, 0 failed"], False, "unit") == [4, 0, 0]


@pytest.mark.parametrize("size, words", [(None, "No such file"), (1, "has 1 bytes, the flash of "
                                                                     "malta-le has 4,194,304")])
def test_boot_names_a_flash_file_that_cannot_be(tmp_path, size, words):
    file = tmp_path / "flash"
    if size:
        file.write_bytes(bytes(size))
    done = script("boot", "malta-le", "--batch", "--flash", file)
    assert done.returncode == 1 and words in done.stderr

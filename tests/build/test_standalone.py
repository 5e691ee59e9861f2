# SPDX-License-Identifier: GPL-2.0-only
"""`make` in the checkout: every CPU, profile and compiler, wrong values, menuconfig."""
import os
import re
import struct

import pexpect
import pytest

from tree import CROSS, call, copy_checkout, difference, elf_cpu, environment, manifest, series
from tree import source, succeed

ARCH_OF = {"mipsel": "mips", "mips": "mips", "arm": "arm", "arm64": "arm64", "riscv64": "riscv",
           "x86_64": "x86"}
QEMU = {"mipsel": "qemu-mipsel", "mips": "qemu-mips", "arm": "qemu-arm", "arm64": "qemu-aarch64",
        "riscv64": "qemu-riscv64", "x86_64": "qemu-x86_64"}
COMPILERS = ("", "CC=clang", "LLVM=1")
PT_DYNAMIC, PT_INTERP, PT_GNU_STACK = 2, 3, 0x6474e551
EF_MIPS_ARCH_ASE_M16 = 0x04000000     # binutils, include/elf/mips.h
MATRIX = [*((cpu, profile, more) for cpu in CROSS for profile in ("core", "router", "node")
            for more in COMPILERS),
          *((cpu, profile, "MIPS16E=n") for cpu in ("mipsel", "mips")
            for profile in ("core", "router")),
          *((cpu, "router", f"KERNEL={version}") for cpu in CROSS for version in series()[1:])]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A checkout for builds with O=, which write nothing into it."""
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


def make(checkout, *words):
    """What it printed; not a word may come from compiler, linker or make on stderr."""
    done = call("make", "-C", checkout, *words)
    said = [line for line in done.stderr.splitlines()
            if not line.startswith("knit: exporting the headers of")]
    assert not done.returncode and not said, f"make {words}\n{done.stdout}{done.stderr}"
    return done.stdout


def knit_of(folder):
    path = folder / "knit"
    assert path.stat().st_mode & 0o777 == 0o755
    return path.read_bytes()


def is_bare(binary, cpu):
    """A static program for that CPU that ends where its last segment ends: no section headers."""
    assert elf_cpu(binary) == cpu
    order = "<" if binary[5] == 1 else ">"
    wide = binary[4] == 2
    phoff, shoff = struct.unpack_from(order + ("QQ" if wide else "II"), binary, 32 if wide else 28)
    size, count, _, shnum, _ = struct.unpack_from(order + "5H", binary, 54 if wide else 42)
    assert shoff == 0 and shnum == 0
    # p_type, p_offset and p_filesz: /usr/include/elf.h
    kinds, offsets, sizes = zip(*(
        struct.unpack_from(order + ("I4xQ16xQ" if wide else "II8xI"), binary, at)
        for at in range(phoff, phoff + size * count, size))) if count else ((), (), ())
    assert max(map(sum, zip(offsets, sizes))) == len(binary)
    assert not {PT_DYNAMIC, PT_INTERP} & set(kinds)
    assert PT_GNU_STACK in kinds, "without it each boot logs 'executable stack'"


def is_mips16(binary):
    return bool(struct.unpack_from("<I" if binary[5] == 1 else ">I", binary, 36)[0]
                & EF_MIPS_ARCH_ASE_M16)


@pytest.mark.parametrize("cpu, profile, more", MATRIX, ids=lambda value: value or "gcc")
@pytest.mark.sample(10)
def test_matrix(shared, tmp_path, cpu, profile, more):
    if more.startswith("KERNEL=") and not source(more[7:]):
        pytest.skip("Debian has no such kernel today")
    before = manifest(shared, times=True)
    said = make(shared, f"O={tmp_path}", f"PROFILE={profile}", f"CPU={cpu}", *more.split())
    binary = knit_of(tmp_path)
    assert f"knit ({cpu}, {len(binary)} bytes)" in said
    is_bare(binary, cpu)
    if ARCH_OF[cpu] == "mips":
        assert is_mips16(binary) == (not more or more.startswith("KERNEL="))
    if profile == "router":     # core has no commands
        assert re.fullmatch(r"knit [\d.]+\n", succeed(QEMU[cpu], tmp_path / "knit", "version"))
    assert difference(before, manifest(shared, times=True)) == []


@pytest.mark.parametrize("words, cpu", [
    ([], "mipsel"), (["ARCH=mips", "CROSS_COMPILE=mips-linux-gnu-"], "mips"),
    (["ARCH=mips", "CROSS_COMPILE=mipsel-linux-gnu-"], "mipsel"),
    (["ARCH=mips", "CC=mips-linux-gnu-gcc", "CROSS_COMPILE=mips-linux-gnu-"], "mips"),
    (["ARCH=arm64", "CROSS_COMPILE=aarch64-linux-gnu-"], "arm64"), (["ARCH=riscv"], "riscv64"),
    (["ARCH=x86_64"], "x86_64"), (["CPU=arm"], "arm")])
@pytest.mark.sample(3)
def test_arch_and_cross_compile_as_for_the_kernel(shared, tmp_path, words, cpu):
    make(shared, f"O={tmp_path}", *words)
    assert elf_cpu(knit_of(tmp_path)) == cpu


def test_plain_make_and_profiles_build_where_they_say(checkout):
    before = manifest(checkout)
    make(checkout)
    make(checkout, "PROFILE=core", "CPU=arm64")
    assert elf_cpu(knit_of(checkout / "build")) == "mipsel"
    assert elf_cpu(knit_of(checkout / "build/core-arm64")) == "arm64"
    new = difference(before, manifest(checkout))
    assert [name for name in new if name.split("/")[0] != "build"] == []
    when = manifest(checkout / "build", times=True)["knit"]
    make(checkout)
    assert manifest(checkout / "build", times=True)["knit"] == when, "built again for nothing"
    succeed("make", "-C", checkout, "clean")
    assert difference(before, manifest(checkout)) == []


@pytest.mark.parametrize("profile", ["core", "router"])
def test_defconfig_then_make_is_the_profile(shared, tmp_path, profile):
    out = f"O={tmp_path / 'a'}"
    make(shared, out, f"{profile}_defconfig")
    make(shared, out)
    make(shared, f"O={tmp_path / 'b'}", f"PROFILE={profile}")
    assert knit_of(tmp_path / "a") == knit_of(tmp_path / "b")
    make(shared, out, "savedefconfig")
    make(shared, f"O={tmp_path / 'c'}", f"{profile}_defconfig")
    (tmp_path / "c/.config").write_text((tmp_path / "a/defconfig").read_text())
    make(shared, f"O={tmp_path / 'c'}", "olddefconfig", "all")
    assert knit_of(tmp_path / "c") == knit_of(tmp_path / "a")


def test_one_folder_after_another_cpu_option_and_kernel(shared, tmp_path):
    """What is in O= from before must not get into the next build."""
    out = f"O={tmp_path / 'a'}"
    words = [["CPU=mips"], ["CPU=arm"], ["CPU=arm", "CC=clang"], ["CPU=mipsel", "MIPS16E=n"],
             ["CPU=mipsel"], *([f"KERNEL={version}"] for version in series()[1:])]
    for number, more in enumerate(words):
        make(shared, out, *more)
        make(shared, f"O={tmp_path / str(number)}", *more)
        assert knit_of(tmp_path / "a") == knit_of(tmp_path / str(number)), more


def test_the_same_twice_and_from_another_folder(shared, tmp_path):
    """Nothing of where, when or how often it was built is in it."""
    other = copy_checkout(tmp_path)
    make(shared, f"O={tmp_path / 'a'}", "PROFILE=router", "-j2")
    make(other, f"O={tmp_path / 'b'}", "PROFILE=router")
    assert knit_of(tmp_path / "a") == knit_of(tmp_path / "b")


def test_a_kernel_tree_of_ones_own(shared, tmp_path):
    """KDIR=, also by a path that begins where make was called."""
    make(shared, f"O={tmp_path / 'a'}", f"KDIR={source()}")
    path = os.path.relpath(source(), shared)
    make(shared, f"O={tmp_path / 'b'}", f"KDIR={path}")
    make(shared, f"O={tmp_path / 'c'}")
    assert knit_of(tmp_path / "a") == knit_of(tmp_path / "b") == knit_of(tmp_path / "c")


@pytest.mark.parametrize("word, line", [
    ("CPU=foo", "CPU=foo: one of mipsel mips arm arm64 riscv64 x86_64"),
    ("PROFILE=foo", "PROFILE=foo: there is no configs/foo_defconfig"),
    ("ARCH=foo", "ARCH=foo: one of mips arm arm64 riscv x86"),
    ("KERNEL=5.10", "KERNEL=5.10: one of 6.1 6.12 7.x"),
    ("KDIR=/nowhere", "KDIR=/nowhere is no kernel source tree"),
    ("KDIR=/tmp", "KDIR=/tmp is no kernel source tree"),
    ("CROSS_COMPILE=nope-", "nope-gcc is not there"),
    ("CC=nope", "nope is not there"),
    ("nothing_defconfig", "No rule to make target 'nothing_defconfig'")])
def test_a_wrong_value_is_one_clear_line(shared, tmp_path, word, line):
    done = call("make", "-C", shared, f"O={tmp_path / 'o'}", word)
    # make's own closing line tells no more than that it failed
    said = [row for row in done.stderr.splitlines()
            if not re.fullmatch(r"make(\[\d\])?: \*\*\* \[.*\] Error \d", row)]
    assert done.returncode and len(said) == 1 and line in said[0], done.stderr
    assert not (tmp_path / "o/knit").exists()


@pytest.mark.parametrize("goal", ["menuconfig", "nconfig"])
def test_menus(shared, tmp_path, goal):
    """Starts on a terminal, shows our options, and leaves a configuration."""
    env = environment(TERM="xterm", LANG="C.UTF-8")
    with pexpect.spawn("make", ["-C", str(shared), f"O={tmp_path}", "CPU=arm64", goal], env=env,
                       timeout=120, dimensions=(30, 100), encoding="utf-8") as menu:
        menu.expect("knit for arm64")
        menu.send("\r" if goal == "menuconfig" else "")     # into the one menu that there is
        menu.expect("(?i)root file system is|first program")
        for _ in range(8):
            menu.send("\x1b\x1b" if goal == "menuconfig" else "\x1b[20~")   # Esc Esc, F9
            if menu.expect(["(?i)save", pexpect.EOF, pexpect.TIMEOUT], timeout=3) < 2:
                break
        menu.send("\r")
        menu.expect(pexpect.EOF)
        menu.close()
    assert menu.exitstatus == 0
    assert "CONFIG_KNIT=y" in (tmp_path / ".config").read_text().splitlines()

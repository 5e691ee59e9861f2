# SPDX-License-Identifier: GPL-2.0-only
"""The entry and the system-call stubs of each CPU, under qemu-user (x86_64: as it is).

tests/unit/calls is built with the compiler flags of the program, in a user and a mount namespace
of its own, so that mount() can be among what is called.
"""
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "build" / "tests" / "calls"
SOURCES = [HERE / "calls" / "entry.c", HERE / "calls" / "main.c"]

# CPU: cross prefix, directory in arch/, qemu-user, flags as in scripts/kbuild/flags.mk
MIPS = ["-mabi=32", "-mno-abicalls", "-fno-pic", "-G0", "-msoft-float", "-march=mips32r2"]
CPUS = {
    "mipsel": ("mipsel-linux-gnu-", "mips", "qemu-mipsel", ["-EL", *MIPS]),
    "mips": ("mips-linux-gnu-", "mips", "qemu-mips", ["-EB", *MIPS]),
    "arm": ("arm-linux-gnueabihf-", "arm", "qemu-arm",
            ["-mfloat-abi=soft", "-march=armv7-a", "-mthumb"]),
    "armv5": ("arm-linux-gnueabihf-", "arm", "qemu-arm",
              ["-mfloat-abi=soft", "-march=armv5te", "-marm"]),
    "arm64": ("aarch64-linux-gnu-", "arm64", "qemu-aarch64",
              ["-mgeneral-regs-only", "-mno-outline-atomics"]),
    "riscv64": ("riscv64-linux-gnu-", "riscv", "qemu-riscv64",
                ["-march=rv64imac", "-mabi=lp64"]),
    "x86_64": ("", "x86", None, ["-mgeneral-regs-only", "-mno-red-zone", "-fcf-protection=none"]),
}
FLAGS = ["-std=gnu11", "-Os", "-ffreestanding", "-nostdinc", "-fno-pie", "-fno-stack-protector",
         "-fno-asynchronous-unwind-tables", "-ffunction-sections", "-fno-strict-aliasing",
         "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'init'}"]
# MIPS16 as knit has it: scripts/kbuild makes the stubs that are called
SQUEEZED = ["-include", HERE / "calls" / "numbers.h",
            "-wrapper", f"sh,{ROOT}/scripts/kbuild/squeeze,1"]
LOW = ["-Wl,--defsym=knit_base=0x4000", "-Wl,-zmax-page-size=0x4000"]
LINK = ["-Os", "-fno-pie", "-no-pie", "-static", "-nostartfiles", "-nolibc", "-Wl,--gc-sections",
        "-Wl,-z,noexecstack", "-Wl,--build-id=none", "-Wl,--no-warn-rwx-segments",
        f"-Wl,-T,{ROOT / 'arch' / 'knit.lds'}"]


def output(*command):
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True,
                          timeout=60)
    assert not done.returncode, f"{command[0]} failed:\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


def build(cpu, mips16):
    """The test program for a CPU; the entry is never MIPS16, nor is it in the program.

    mips16: "" for none, "mips16" as gcc has it, "squeezed" as knit has it.
    """
    prefix, arch, _, flags = CPUS[cpu]
    cc = prefix + "gcc"
    nolibc = Path(output(ROOT / "scripts" / "kernel-source")) / "tools" / "include" / "nolibc"
    include = []
    for folder in (nolibc, output(ROOT / "scripts" / "kernel-headers", cpu.replace("v5", "")),
                   output(cc, "-print-file-name=include")):
        include += ["-isystem", str(folder)]
    out = OUT / f"{cpu}-{mips16}".rstrip("-")
    out.mkdir(parents=True, exist_ok=True)
    objects = []
    for source in SOURCES:
        more = ["-mips16"] if mips16 and source.stem == "main" else []
        more += SQUEEZED if more and mips16 == "squeezed" else []
        objects.append(out / f"{source.stem}.o")
        output(cc, *flags, *FLAGS, *include, *more, f'-DENTRY="{ROOT}/arch/{arch}/entry.c"',
               "-c", source, "-o", objects[-1])
    more = LOW if mips16 == "squeezed" else []
    output(cc, *flags, *more, *LINK, *objects, "-o", out / "calls")
    return out / "calls"


@pytest.mark.parametrize("cpu, mips16", [(cpu, "") for cpu in CPUS] +
                         [(cpu, how) for cpu in ("mipsel", "mips")
                          for how in ("mips16", "squeezed")])
def test_calls(cpu, mips16, tmp_path):
    program = build(cpu, mips16)
    pages = tmp_path / "pages"
    pages.write_bytes(b"A" * 4096 + b"B" * 4096 + b"C" * 4096)
    run = ["unshare", "--user", "--map-root-user", "--mount"]
    run += [CPUS[cpu][2]] if CPUS[cpu][2] else []
    output("prove", "--exec", " ".join(map(str, [*run, program])), pages)

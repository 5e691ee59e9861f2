# SPDX-License-Identifier: GPL-2.0-only
"""What a module says it depends on, read from ELF files of every CPU, whole and damaged.

Debian's compilers make them, so both byte orders and both widths are there; the program that
reads them is tests/unit/modules.c, with and without sanitizers, little and big endian.
"""
import subprocess

import pytest

from test_unit import ENV, HERE, HOW, build

SOURCE = r"""
int big[100000] = { 1 };
static const char a[] __attribute__((section(".modinfo"), used, aligned(1))) = "license=GPL";
static const char b[] __attribute__((section(".modinfo"), used, aligned(1))) =
    "depends=gpio-pl061,led_class";
static const char c[] __attribute__((section(".modinfo"), used, aligned(1))) = "name=leds_gpio";
"""
COMPILERS = {"mipsel": "mipsel-linux-gnu-gcc", "mips": "mips-linux-gnu-gcc",
             "arm": "arm-linux-gnueabihf-gcc", "arm64": "aarch64-linux-gnu-gcc",
             "riscv64": "riscv64-linux-gnu-gcc", "x86_64": "gcc"}


def depends(how, path):
    command = [*HOW[how][1], build(how, HERE / "modules.c"), path]
    return subprocess.run(command, env=ENV, text=True, check=True, timeout=60,
                          stdout=subprocess.PIPE).stdout.rstrip("\n")


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("cpu", COMPILERS)
def test_modinfo(cpu, how, tmp_path):
    module = tmp_path / "leds-gpio.ko"
    subprocess.run([COMPILERS[cpu], "-c", "-x", "c", "-", "-o", module], input=SOURCE, text=True,
                   check=True)
    assert depends(how, module) == "gpio-pl061,led_class"
    blob = module.read_bytes()
    at = blob.index(b"depends=")
    # no header is believed: what they say may be anything
    module.write_bytes(bytes(byte ^ 0xff for byte in blob[4:64]).rjust(64, b"\x7f") + blob[64:])
    assert depends(how, module) == "gpio-pl061,led_class"
    module.write_bytes(blob[:at + len("depends=gpio")])
    assert depends(how, module) == "gpio", "a file that is cut off there"
    module.write_bytes(blob[:at])
    assert depends(how, module) == ""

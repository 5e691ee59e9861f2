# SPDX-License-Identifier: GPL-2.0-only
"""fmt/md5.c against hashlib, and the UUID of a squashfs as OpenWrt's fstools print it."""
import hashlib
import os
import random
import struct
import subprocess

import pytest

from test_unit import ENV, HERE, HOW, build

ORDER = {"host": "<", "mips": ">"}


def said(how, data):
    binary = build(how, HERE / "md5.c")
    done = subprocess.run([*HOW[how][1], binary, "-"], input=data, env=ENV, timeout=60,
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().rstrip("\n").split(" ")


@pytest.mark.parametrize("how", HOW)
def test_md5_as_hashlib(how):
    chance = random.Random(int(os.environ.get("KNIT_SEED", "1")))
    for size in [*chance.sample(range(130), 20), 55, 56, 57, 63, 64, 65, 119, 120, 60000]:
        data = chance.randbytes(size)
        assert said(how, data)[0] == hashlib.md5(data).hexdigest(), f"{size} bytes"


@pytest.mark.parametrize("how", HOW)
def test_uuid_as_fstools(how):
    """libblkid-tiny/squashfs.c: %08x-%08x-%08x-%08x of the words 3, 2, 1 and 0 of the sum."""
    chance = random.Random(int(os.environ.get("KNIT_SEED", "1")))
    for _ in range(5):
        data = chance.randbytes(96)
        words = struct.unpack(ORDER[how] + "4I", hashlib.md5(data).digest())
        assert said(how, data)[1] == "-".join(f"{word:08x}" for word in reversed(words))

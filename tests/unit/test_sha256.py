# SPDX-License-Identifier: GPL-2.0-only
"""fmt/sha256.c against hashlib: random bytes of all lengths around a block, and a few long ones."""
import hashlib
import os
import random
import subprocess

import pytest

from test_unit import ENV, HERE, HOW, build


@pytest.mark.parametrize("how", HOW)
def test_sha256_as_hashlib(how):
    chance = random.Random(int(os.environ.get("KNIT_SEED", "1")))
    binary = build(how, HERE / "sha256.c")
    sizes = [*chance.sample(range(130), 20), 55, 56, 63, 64, 65, 119, 120, 65536, 1 << 20]
    for size in sizes:
        data = chance.randbytes(size)
        done = subprocess.run([*HOW[how][1], binary, "-"], input=data, env=ENV, timeout=60,
                              stdout=subprocess.PIPE, check=True)
        assert done.stdout.decode().strip() == hashlib.sha256(data).hexdigest(), f"{size} bytes"

# SPDX-License-Identifier: GPL-2.0-only
"""What the tests under QEMU share: boards to switch on, flash to tamper with, the sampling.

`make check T=qemu` runs them; `--prepare` only builds what the chosen tests need.
"""
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import sampling  # noqa: E402
import writers  # noqa: E402
from device import Device  # noqa: E402
from knitlib import artefacts, boards  # noqa: E402

NODE = ("x86", "nfs")   # the board and the kernel of `make node`: in every run
VARIANTS = 1        # kernels other than the boards' own in one run, unless FULL=1
SHARE = 3           # one of so many cases in one run, unless FULL=1


def pytest_addoption(parser):
    parser.addoption("--prepare", action="store_true",
                     help="build the kernels and images that the chosen tests need, run nothing")


def pytest_configure(config):
    sampling.configure(config)
    config.addinivalue_line("markers", "variant(name): needs that kernel of scripts/kernel")
    config.addinivalue_line("markers", "profile(name): needs a kernel with that profile of knit")
    config.addinivalue_line("markers", "linux(series): needs a kernel of that series")
    config.addinivalue_line("markers", "full: only if FULL=1, it takes minutes")
    config.addinivalue_line("markers", "uboot: needs the board's U-Boot")


def pytest_report_header():
    return f"KNIT_SEED={os.environ['KNIT_SEED']}" + (", FULL=1" if sampling.FULL else "")


def left_out(items):
    """Cases of large matrices, and kernel variants, each of which costs minutes to build."""
    yield from sampling.left_out(items)
    variants = {}
    for item in items:
        variant = item.get_closest_marker("variant")
        if variant and (needs(item)[0], *variant.args) != NODE:
            variants.setdefault(needs(item), []).append(item)
    for variant in sampling.draw("variants", sorted(variants), VARIANTS):
        yield from variants[variant]
    yield from (item for item in items if item.get_closest_marker("full"))


def pytest_collection_modifyitems(config, items):
    sampling.deselect(config, items, left_out, SHARE)


def kernel_of(item):
    """What a test's markers say of its kernel, for artefacts.kernel_dir()."""
    markers = ((name, item.get_closest_marker(name)) for name in ("variant", "profile", "linux"))
    return {name: marker.args[0] for name, marker in markers if marker}


def needs(item):
    """(board, which kernel, both in a form that can be compared) of a test."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    board = params.get("board") or params.get("booted")
    if not board and "device" not in getattr(item, "fixturenames", ()):
        return None
    return board or boards.DEFAULT, tuple(kernel_of(item).items())


def prepare(items):
    """Build one after the other, each using all CPUs and telling how far it is."""
    wanted = list(dict.fromkeys(filter(None, map(needs, items))))
    uboots = {needs(item)[0] for item in items if item.get_closest_marker("uboot")}
    failed = []
    for name, kernel in wanted:
        try:
            artefacts.kernel_dir(name, **dict(kernel))
            artefacts.rootfs(boards.find(name).cpu)
            if name in uboots and boards.find(name).uboot == "flash":
                artefacts.uboot(name)
        except artefacts.ArtefactError as error:
            failed.append(f"{name} {dict(kernel)}: {error}")
    return failed


def pytest_runtestloop(session):
    if not session.config.option.prepare:
        return None
    failed = prepare(session.items)
    for line in failed:
        print(line, file=sys.stderr)
    return True


@pytest.fixture
def board(request):
    """The board of a test: its parameter, else the default one."""
    return boards.find(getattr(request, "param", boards.DEFAULT))


@pytest.fixture
def device(request, board, tmp_path):
    """A board with a flash of its own, fresh from the factory and switched off."""
    return Device(board, tmp_path, **kernel_of(request.node))


@pytest.fixture
def router(device):
    """A board with a knit that exchanges the overlay, and with programs that write."""
    return writers.router(device)


@pytest.fixture
def tree(board, tmp_path):
    """The root file system as a folder."""
    folder = tmp_path / "tree"
    subprocess.run(["unsquashfs", "-q", "-n", "-d", folder, artefacts.rootfs(board.cpu)],
                   check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def booted(request, tmp_path_factory):
    """A board that has booted a fresh flash; shared by tests that only look at it."""
    device = Device(boards.find(request.param), tmp_path_factory.mktemp(request.param))
    with device.power_on() as machine:
        machine.first_boot = machine.boot()
        machine.device = device
        yield machine

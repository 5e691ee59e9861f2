# SPDX-License-Identifier: GPL-2.0-only
"""Device trees with LEDs and keys: QEMU's own tree of a board, with overlays from dts/ on top."""
import hashlib
import shutil
import subprocess
from pathlib import Path

from .artefacts import BUILD, ROOT, ArtefactError, lock

DTS = ROOT / "dts"
BOARDS = ("virt-arm", "virt-arm64")         # those with a GPIO chip
PANEL = ("leds", "aliases", "keys")         # what a board has if nothing else is asked for

# Nodes that overlays ask for and QEMU's tree has no label for
SYMBOLS = {"pl061": "/pl061@9030000"}


def overlay(name):
    return DTS / f"virt-arm-{name}.dtso"


def _run(*words):
    try:
        subprocess.run([str(word) for word in words], stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise ArtefactError(f"'{' '.join(map(str, words))}' failed: {error.stderr.strip()}") \
            from None
    except OSError as error:
        raise ArtefactError(f"{words[0]} cannot be run ({error.strerror}); scripts/setup "
                            "installs it") from None


def _made_of(board, names):
    """Everything that the result depends on, the QEMU whose tree it is too."""
    digest = hashlib.sha256(repr((board.machine, names, SYMBOLS)).encode())
    for path in map(overlay, names):
        digest.update(path.read_bytes())
    emulator = Path(shutil.which(board.qemu) or board.qemu)
    if emulator.exists():
        digest.update(repr(emulator.stat().st_mtime_ns).encode())
    return digest.hexdigest()[:16]


def _dump(board, output):
    """QEMU's own tree, with the nodes and labels that overlays need to hold on to."""
    _run(board.qemu, *board.machine, "-M", f"dumpdtb={output}", "-accel", "tcg",
         "-m", board.memory, "-display", "none", "-nic", "none")
    # -p: no error where the node is there already
    _run("fdtput", "-p", "-c", output, "/aliases", "/__symbols__")
    for label, path in SYMBOLS.items():
        _run("fdtput", "-t", "s", output, "/__symbols__", label, path)


def make(board, names=PANEL):
    """The file for QEMU's -dtb; @names: the overlays, in their order. Made once."""
    if board.name not in BOARDS:
        raise ArtefactError(f"{board.name} has no GPIO chip; these have: {', '.join(BOARDS)}")
    output = BUILD / "dtb" / f"{board.name}-{_made_of(board, tuple(names))}.dtb"
    with lock("dtb"):
        if output.exists():
            return output
        output.parent.mkdir(exist_ok=True)
        base = output.with_suffix(".base")
        _dump(board, base)
        objects = []
        for name in names:
            objects.append(output.with_suffix(f".{name}.dtbo"))
            _run("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", objects[-1], overlay(name))
        whole = output.with_suffix(".new")
        _run("fdtoverlay", "-i", base, "-o", whole, *objects)
        for part in (base, *objects):
            part.unlink()
        whole.rename(output)
    return output

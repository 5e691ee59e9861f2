# SPDX-License-Identifier: GPL-2.0-only
"""What Documentation/ and README.md say that can be tried: commands, code, names, numbers."""
import os
import re
import shutil
import subprocess

import pytest

from knitlib import artefacts, boards, image
from tree import ROOT, environment, succeed

PAGES = sorted([*(ROOT / "Documentation").glob("*.rst"), ROOT / "README.md"])
KCONFIG = "".join((ROOT / name).read_text() for name in ("Kconfig", "boards/Kconfig"))
OPTIONS = set(re.findall(r"^(?:menu)?config (\w+)$", KCONFIG, re.M))
EXAMPLE = "KNIT_BOARD_ACME_R1"          # of porting-board.rst
# what a person makes by following a page, and what is the kernel's
NOT_HERE = ("boards/acme-r1.c", "scripts/Makefile.build")


def page(name):
    return (ROOT / "Documentation" / f"{name}.rst").read_text()


def blocks(text):
    """The literal blocks of a page, without their indentation."""
    found = re.findall(r"::\n\n((?:(?: {4}.*)?\n)+)", text)
    return [re.sub(r"^ {4}", "", block, flags=re.M).strip("\n") + "\n" for block in found]


def section(text, title):
    """From one heading to the next."""
    return re.search(rf"^{re.escape(title)}\n[-=~]+\n(.*?)(?=^\S[^\n]*\n[-=~]{{3,}}\n|\Z)", text,
                     re.M | re.S)[1]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_options_that_are_named_exist(path):
    named = set(re.findall(r"\b(KNIT_[A-Z0-9_]*[A-Z0-9])\b(?!=)", path.read_text()))
    variables = {"KNIT_SEED", "KNIT_STAGE", "KNIT_UPDATE"}
    assert named - OPTIONS - variables - {EXAMPLE} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_files_that_are_named_exist(path):
    names = re.findall(r"`((?:init|arch|boards|configs|scripts|tests|Documentation)/[^`\s]*)`",
                       path.read_text())
    for name in set(names):
        if not name.startswith(NOT_HERE) and "<" not in name:
            pattern = re.sub(r"NAME|PROFILE", "*", name)
            assert list(ROOT.glob(pattern.rstrip("/"))), f"{path.name}: there is no {name}"


def test_values_of_options_are_those_of_kconfig():
    text = section(page("configuration"), "Options that have a value")
    named = re.findall(r"``(KNIT_\w+)`` \((?:``)?(.*?)(?:``)?\)", text)
    assert len(named) > 5
    for option, value in named:
        entry = re.search(rf"^config {option}\n((?:\t.*\n|\n)+)", KCONFIG, re.M)[1]
        default = re.search(r'^\tdefault "?(.*?)"?$', entry, re.M)[1]
        assert value == (default or "empty"), option


def test_every_option_has_a_help_text():
    for entry in re.findall(r"^config .*\n(?:\t.*\n|\n)+", KCONFIG, re.M):
        if re.search(r'^\t(bool|int|string) "', entry, re.M):
            assert "\thelp\n" in entry, entry.splitlines()[0]


def test_errors_in_words_are_those_of_the_program():
    in_words = set(re.findall(r'"([a-z][^"\\]+)', (ROOT / "init/errno.c").read_text()))
    rows = re.findall(r"^([a-z].*?)  +(?:\d.*)$", section(page("messages"), "Why"), re.M)
    assert len(rows) > 10 and set(rows) == in_words - {"knit.h"}


def test_the_board_of_the_page_builds(checkout, tmp_path):
    """Step by step as porting-board.rst tells; then it is in the program."""
    text = page("porting-board")
    source, include, row, kconfig = blocks(text)[:4]
    (checkout / "boards/acme-r1.c").write_text(source)
    path = checkout / "boards/boards.c"
    old = path.read_text()
    marker = "const struct board *const boards[] = {\n"
    assert marker in old
    path.write_text(old.replace(marker, f"{include}\n{marker}{row}"))
    path = checkout / "boards/Kconfig"
    path.write_text(path.read_text().replace("\nendmenu", "\n" + re.sub(
        r"^( +)", lambda m: "\t" + m[1][8:], kconfig, flags=re.M) + "\nendmenu"))
    for profile in ("router", "core"):
        words = ["make", "-C", checkout, "CPU=mips", f"O={tmp_path / profile}"]
        succeed(*words, f"{profile}_defconfig")
        with (tmp_path / profile / ".config").open("a") as file:
            file.write(f"CONFIG_{EXAMPLE}=y\n# CONFIG_KNIT_BOARD_MALTA is not set\n")
        succeed(*words, "olddefconfig", "all")
        binary = (tmp_path / profile / "knit").read_bytes()
        assert b"spi0.0" in binary and b"firmware" in binary
        assert (b"acme,r1" in binary) == (profile == "router"), "BOARD_DETECT is router's"


def test_the_firmware_of_the_page_is_one(tmp_path):
    """The four commands of kernel.rst make what scripts/flash makes."""
    commands = [line[2:] for line in blocks(section(page("kernel"), "The flash image"))[0]
                .splitlines()]
    assert len(commands) == 4
    board = boards.find("malta-le")
    uimage = image.make_uimage(board, b"kernel" * 20000)
    squashfs = squash(tmp_path)
    (tmp_path / "uImage").write_bytes(uimage)
    for command in commands:
        subprocess.run(command, shell=True, cwd=tmp_path, check=True, env=environment())
    ours = image.firmware(board, uimage, squashfs).data
    made = (tmp_path / "firmware.bin").read_bytes()
    blank = {0, 0xff}           # what lies between is nobody's
    assert len(made) > 4 and made[-4:] == image.MARKER[:4]
    for at, (here, there) in enumerate(zip(made, ours)):
        assert here == there or {here, there} <= blank, f"other than ours at {at:#x}"


def squash(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root/noise").write_bytes(bytes(range(256)) * 700)
    subprocess.run(["mksquashfs", tmp_path / "root", tmp_path / "root.squashfs", "-quiet",
                    "-no-progress", "-comp", "xz"], check=True, stdout=subprocess.DEVNULL)
    return (tmp_path / "root.squashfs").read_bytes()


STAND_INS = {       # what the script of openwrt.rst calls, and busybox has not
    "uci": 'test "$*" = "-q get system.@system[0].urandom_seed" && echo /etc/more.seed',
    "bin/board_detect": 'cat /tmp/sysinfo/board_name >/etc/board.json; echo detect >>/log',
    "bin/config_generate": "echo generate >>/log",
    "sbin/procd": "echo procd $$ $WDTFD >>/log",
}


def openwrt_tree(folder, script):
    """A root file system in which the real init's script finds all that it asks for."""
    busybox = artefacts.script("userland", {"aarch64": "arm64"}.get(os.uname().machine,
                                                                    os.uname().machine))
    for name in ("bin", "sbin", "etc", "tmp", "dev", "proc/device-tree"):
        (folder / name).mkdir(parents=True)
    shutil.copy2(busybox, folder / "bin/busybox")
    for name in ("sh", "mkdir", "chmod", "tr", "head", "cat"):
        (folder / "bin" / name).symlink_to("busybox")
    for name, text in {**STAND_INS, "sbin/procd-start": script}.items():
        path = folder / (name if "/" in name else f"bin/{name}")
        path.write_text(text if text.startswith("#!") else f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    (folder / "proc/device-tree/compatible").write_bytes(b"acme,r1\0qca,ar9331\0")
    (folder / "proc/device-tree/model").write_bytes(b"ACME R1\0")
    (folder / "etc/urandom.seed").write_bytes(b"first")
    (folder / "etc/more.seed").write_bytes(b"second")
    os.mkfifo(folder / "dev/urandom")
    return folder


def procd_start(root):
    """Boot it, so to speak; returns what was written to /dev/urandom, and what has run."""
    random = os.open(root / "dev/urandom", os.O_RDONLY | os.O_NONBLOCK)
    done = subprocess.run(["unshare", "--user", "--map-root-user", "sh", "-c",
                           'echo $$; exec chroot "$0" /sbin/procd-start', root],
                          env=environment(WDTFD="9"), check=True, capture_output=True, text=True,
                          timeout=60)
    assert done.stderr == ""
    log = (root / "log").read_text().replace(done.stdout.strip(), "PID").splitlines()
    (root / "log").unlink()
    seed = os.read(random, 100)
    os.close(random)
    return seed, log


def test_the_script_of_the_page_ends_in_procd(tmp_path):
    script = next(text for text in blocks(page("openwrt")) if text.startswith("#!/bin/sh\n"))
    (tmp_path / "procd-start").write_text(script)
    succeed("shellcheck", tmp_path / "procd-start")
    root = openwrt_tree(tmp_path / "root", script)
    assert procd_start(root) == (b"firstsecond", ["detect", "generate", "procd PID 9"])
    assert (root / "tmp/sysinfo/board_name").read_text() == "acme,r1\n"
    assert (root / "tmp/sysinfo/model").read_text() == "ACME R1\n"
    assert (root / "tmp/shm").stat().st_mode & 0o7777 == 0o1777
    # the next boot, with a seed that is a program and a board that is known
    (root / "etc/urandom.seed").chmod(0o755)
    assert procd_start(root) == (b"second", ["procd PID 9"])
    # a machine that has no device tree, and nothing else
    shutil.rmtree(root / "proc")
    for name in ("etc/urandom.seed", "etc/more.seed", "bin/board_detect"):
        (root / name).unlink()
    (root / "etc/board.json").write_text("{}")
    assert procd_start(root) == (b"", ["procd PID 9"])


def test_readme_says_what_the_program_weighs():
    """The table is of a state of the past; the budgets in it are those of today."""
    readme = (ROOT / "README.md").read_text()
    rows = re.findall(r"^\| (core|router|node) +\| (\S+) +\| +([\d,]+) \| ([\d,]+|none)", readme,
                      re.M)
    assert len(rows) == 24
    for profile, cpu, weight, budget in rows:
        lines = (ROOT / f"configs/{profile}.budget").read_text().splitlines()
        most = {line.split()[0]: line.split()[1] for line in lines if line[0] != "#"}
        assert budget.replace(",", "") == most.get(cpu, "none"), f"{profile} {cpu}"
        assert budget == "none" or int(weight.replace(",", "")) <= int(most[cpu])

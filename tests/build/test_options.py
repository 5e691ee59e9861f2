# SPDX-License-Identifier: GPL-2.0-only
"""Each option of Kconfig the other way round, nothing but what must be, and options at random.

A file that one option brings and another one needs shows here, and a warning is an error.
"""
import os
import random
import re

import pytest

from tree import CROSS, ROOT, call, copy_checkout, elf_cpu, load_script

SIZE = load_script("size")      # it prices each option in the same way
CPU = "mipsel"
OPTIONS = sorted(SIZE.prompts())
RANDOM = range(40)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


def configuration(checkout, folder, *goals, cpu=CPU):
    done = call("make", "-C", checkout, f"O={folder}", f"CPU={cpu}", *goals)
    assert not done.returncode and not done.stderr, done.stdout + done.stderr
    return (folder / ".config").read_text()


def build(checkout, folder, text, cpu=CPU):
    """The program with that configuration, built without a warning; and what it became."""
    folder.mkdir(exist_ok=True)
    (folder / ".config").write_text(text)
    config = configuration(checkout, folder, "olddefconfig", "all", cpu=cpu)
    binary = (folder / "knit").read_bytes()
    assert elf_cpu(binary) == cpu
    return binary, config


def is_on(config, option):
    return f"CONFIG_{option}=y" in config.splitlines()


KEXEC_MOST = 2048       # bytes on mipsel: the stage, ELF, uImage and the stub
NO_KEXEC = ("COMMAND", "FLASH", "DTB", "FIT")


def test_price_of_another_kernel(shared, tmp_path):
    """On top of a router, with nothing but what starts one that is a file."""
    before = configuration(shared, tmp_path, "router_defconfig", "all")
    base = (tmp_path / "knit").read_bytes()
    text = before.replace("# CONFIG_KNIT_KEXEC is not set\n", "CONFIG_KNIT_KEXEC=y\n")
    text += "".join(f"# CONFIG_KNIT_KEXEC_{option} is not set\n" for option in NO_KEXEC)
    binary, after = build(shared, tmp_path, text)
    assert all(is_on(after, f"KNIT_KEXEC_{option}") for option in ("ELF", "UIMAGE"))
    assert not any(is_on(after, f"KNIT_KEXEC_{option}") for option in NO_KEXEC)
    assert len(binary) - len(base) <= KEXEC_MOST


@pytest.mark.parametrize("profile", ["router", "core"])
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.sample(8)
def test_option(shared, tmp_path, profile, option):
    """Switched off where it is on, and on where it is off."""
    before = configuration(shared, tmp_path, f"{profile}_defconfig", "all")
    base = (tmp_path / "knit").read_bytes()
    change = SIZE.switched(before, option)
    if not change:
        # what it depends on is off: nobody is asked
        assert not is_on(before, option)
        return
    text, was_on = change
    binary, after = build(shared, tmp_path, text)
    if is_on(after, option) == was_on:
        assert re.search(rf"config {option}\n", choices()), f"{option} can't be switched"
        return
    # core takes the first board, whatever others there are: test_board() looks at those
    assert binary != base or "_BOARD_" in option, f"{option} changes nothing"


def choices():
    """What of Kconfig stands in choices: one of them is always on."""
    text = "".join((ROOT / path).read_text() for path in SIZE.KCONFIGS)
    return "".join(re.findall(r"^choice\n(.*?)^endchoice$", text, re.M | re.S))


@pytest.mark.parametrize("option", [option for option in OPTIONS if "_BOARD_" in option and
                                    option != "KNIT_BOARD_DETECT"])
@pytest.mark.sample(4)
def test_board(shared, tmp_path, option):
    """Each board is in the program of the CPUs that it is offered for, if it is chosen."""
    boards = 0
    for cpu in CROSS:
        config = configuration(shared, tmp_path / cpu, "router_defconfig", cpu=cpu)
        if SIZE.switched(config, option):
            base, _ = build(shared, tmp_path / cpu, config, cpu=cpu)
            text, was_on = SIZE.switched(config, option)
            binary, _ = build(shared, tmp_path / cpu, text, cpu=cpu)
            assert (len(binary) < len(base)) == was_on, f"{option} adds nothing on {cpu}"
            boards += 1
    assert boards, "offered nowhere"


@pytest.mark.parametrize("cpu", CROSS)
@pytest.mark.sample(2)
def test_nothing_but_what_must_be(shared, tmp_path, cpu):
    lines = [f"# CONFIG_{option} is not set\n" for option in OPTIONS]
    binary, config = build(shared, tmp_path, "CONFIG_KNIT=y\n" + "".join(lines), cpu=cpu)
    assert [option for option in OPTIONS
            if is_on(config, option) and f"config {option}\n" not in choices()] == []
    assert len(binary) < 4096


@pytest.mark.parametrize("number", RANDOM)
@pytest.mark.sample(5)
def test_options_at_random(shared, tmp_path, number):
    lot = random.Random(f"{os.environ['KNIT_SEED']} {number}")
    cpu, compiler = lot.choice(list(CROSS)), lot.choice(["gcc", "clang"])
    lines = [lot.choice([f"CONFIG_{option}=y\n", f"# CONFIG_{option} is not set\n"])
             for option in OPTIONS]
    lines += lot.sample(['CONFIG_KNIT_INIT="/sbin/procd"\n', "CONFIG_KNIT_PANIC=0\n",
                         'CONFIG_KNIT_PATH=""\n', 'CONFIG_KNIT_ENV="A=b C=d"\n',
                         "CONFIG_KNIT_FAILSAFE_REBOOT=0\n"], lot.randrange(4))
    (tmp_path / ".config").write_text("CONFIG_KNIT=y\n" + "".join(lines))
    done = call("make", "-C", shared, f"O={tmp_path}", f"CPU={cpu}", "olddefconfig", "all",
                *(["CC=clang"] if compiler == "clang" else []))
    assert not done.returncode and not done.stderr, \
        f"{cpu} {compiler}\n{''.join(lines)}\n{done.stdout}{done.stderr}"
    assert elf_cpu((tmp_path / "knit").read_bytes()) == cpu

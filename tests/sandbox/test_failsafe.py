# SPDX-License-Identifier: GPL-2.0-only
"""Failsafe in its two forms, and the watchdog: with hardware that does not do as it is told."""
import gzip
import lzma
import os
import re
import signal
import subprocess

import pytest

import calls
import sandbox
import scenarios
import variants

SHELL = sandbox.SHELL
ZSTD = b"\x28\xb5\x2f\xfd"       # its magic
CTRL_C = "\x03"
RESPAWN = 60            # seconds; a shell that ended comes back after 5, on a busy machine later
NO_INIT = "execve:error=ENOEXEC:when=2..5"      # after knit's own, each init of the list


@pytest.fixture(scope="session", autouse=True)
def machines():
    scenarios.prepare()
    yield
    variants.clean()


def pid1(run, start):
    """PID 1's calls that start so, failsafe's included."""
    return [call for pid, call in calls.merged(run.trace)
            if pid == run.pid and call.startswith(start)]


def booted(scenario, seconds=20, **options):
    with sandbox.Sandbox(scenario, **options) as box:
        box.boot(seconds)
    return box.run


def again(box, what, seconds):
    """Whether it comes once more on the console."""
    count = box.run.console.count(what)
    return box.read(lambda: box.run.console.count(what) > count, seconds)


@pytest.mark.parametrize("sent", [signal.SIGUSR1, signal.SIGTERM])
def test_driver_returns(sent):
    """Then the kernel ends who has called reboot(2), or returns: PID 1 must go on."""
    machine = variants.machine("shell-rom", "impatient", {"no-reset": ""})
    with sandbox.Sandbox(machine) as box:
        run = box.boot()
        assert run.reached() == "shell"
        box.signal(sent)
        box.read(lambda: False, 1)
        box.type("exit 0\n")
        assert again(box, SHELL, RESPAWN), f"PID 1 is gone: {run.ended}\n{run.console}"
    assert "reboot(LINUX_REBOOT_MAGIC1" in run.trace
    assert all("CAD_OFF" in call for call in pid1(run, "reboot(")), pid1(run, "reboot(")


def test_driver_returns_small():
    machine = variants.machine("no-flash", "small", {"no-reset": ""})
    with sandbox.Sandbox(machine) as box:
        run = box.boot()
        assert not box.read(lambda: run.console.count("knit: failsafe: ") == 4, 24)
        assert not run.ended and run.console.count("knit: failsafe: ") == 3
    assert "reboot(LINUX_REBOOT_MAGIC1" in run.trace and not pid1(run, "reboot(")


@pytest.mark.parametrize("variant, base, files", [
    ("impatient", "no-flash", {}),
    ("impatient", "no-init", {}),
    ("impatient", "shell-rom", {"shell": "no program"}),
    ("small", "no-flash", {}),
    ("small", "shell-rom", {"shell": "no program"}),
    ("shell-less", "shell-rom", {}),
    ("login", "no-flash", {}),
    ("login", "shell-rom", {}),         # it has no login program
    ("nobody", "shell-rom", {}),
])
def test_restarts_without_shell(variant, base, files):
    """No ROM, or none whose shell works or may be used: the reason again, then a restart."""
    with sandbox.Sandbox(variants.machine(base, variant, files, end="failsafe")) as box:
        run = box.boot()
        assert run.reached() == "failsafe" and not run.ended, run.console
        assert not box.read(lambda: run.ended, 8), f"{run.ended}\n{run.console}"
        box.read(lambda: run.ended, 12)
    assert run.ended == "signal 1", run.console     # pid_namespaces(7): a restart
    assert run.console.count("knit: failsafe: ") >= 2, run.console
    assert not run.lines("terminal") and ("knit> " in run.console) == (variant == "impatient" and
                                                                       "no-flash" == base)


def test_reason_and_feeding():
    """Every 10 s the reason, every 5 s food."""
    with sandbox.Sandbox(scenarios.BY_NAME["no-flash"]) as box:
        run = box.boot()
        box.read(lambda: run.ended, 11)
    # and once by knit's own console, above its prompt
    assert run.console.count("knit: failsafe: ") == 3, run.console
    waits = [call for call in pid1(run, "rt_sigtimedwait(~[CHLD")]
    assert 20 <= len(waits) <= 23 and all("=500000000" in call for call in waits), waits
    assert len(pid1(run, 'write(3, "k"')) >= 3


def test_early_signals_do_not_count():
    """Time until the restart is time, however often PID 1 is woken."""
    with sandbox.Sandbox(variants.machine("no-flash", "impatient")) as box:
        run = box.boot()
        assert run.reached() == "failsafe"
        for _ in range(20):
            box.signal(signal.SIGCHLD)
            box.read(lambda: run.ended, 0.1)
        assert not run.ended, "restarted early"


def test_signals_while_booting():
    """Whatever is sent to PID 1 before failsafe does nothing."""
    machine = variants.machine("router-jffs2", "impatient", {"delay-jffs2": "4"})
    with sandbox.Sandbox(machine) as box:
        assert box.read(lambda: "knit: flash: " in box.run.console, 10)
        for sent in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            box.signal(sent)
            box.read(lambda: False, 0.02)
        run = box.boot()
    assert run.reached() == "init" and "overlay: jffs2 on rootfs_data" in run.console, run.console
    assert run.ended == "exit 42"


@pytest.mark.parametrize("variant", ["impatient", "small"])
def test_shell(variant):
    """A terminal of its own: Ctrl-C works; ended by whatever, it comes back with the reason."""
    with sandbox.Sandbox(variants.machine("shell-rom", variant)) as box:
        run = box.boot()
        assert run.lines("terminal") == ["own"]
        assert run.lines("fd") == ["0", "1", "2"] and not run.lines("blocked")
        for text in (CTRL_C, "exit 0\n"):
            box.read(lambda: False, 6)      # one that ends at once counts as none
            run.console = ""
            box.type(text)
            back = box.read(lambda: SHELL in run.console, RESPAWN)
            assert back, f"after {text!r}: {run.ended}\n{run.console}"
            assert "knit: failsafe: handover: " in run.console.split(SHELL)[0]
            assert run.lines("terminal") == ["own"]


def test_consoles():
    """One shell on each; a console that is not there gets none, least of all on another one."""
    machine = variants.machine("shell-rom", "impatient", {
        "sys/class/tty/console/active": "absent second console\n", "dev/second": ""})
    with sandbox.Sandbox(machine) as box:
        run = box.boot()
        box.read(lambda: run.console.count(SHELL) > 1, 12)
    for text in (run.console, run.second):
        assert text.count(SHELL) == 1 and "terminal own" in text, text
        assert "knit: failsafe: handover: " in text.split(SHELL)[0]


@pytest.mark.parametrize("active, order", [
    ("ttyS9\n", ["ttyS9", "absent", "second", "console"]),
    ("", ["console", "absent", "second", "console"]),       # the kernel has none
    (None, ["console", "absent", "second", "console"]),     # it does not tell
    ("second absent\n", ["second", "absent", "absent", "second", "console"]),
])
def test_consoles_of_the_board(active, order):
    """Behind the kernel's; one that has two names, or is there twice, has one shell."""
    machine = variants.machine("shell-rom", "hints", {
        "sys/class/tty/console/active": active, "dev/second": "", **variants.CPUINFO},
        window=20, inject=[scenarios.OLD_KERNEL])
    with sandbox.Sandbox(machine) as box:
        assert box.read(lambda: "debug level" in box.run.console, 10), box.run.console
        box.type("f\n")
        run = box.boot()
        box.read(lambda: run.console.count(SHELL) > 1, 12)
    assert "knit: board: test\n" in run.console
    asked = re.findall(r'"/dev/(\w+)", O_RDWR\|O_NOCTTY\|O_NONBLOCK', run.trace)
    assert asked == order
    for text in (run.console, run.second):
        assert text.count(SHELL) == 1 and "terminal own" in text, text


def test_modules_of_the_board():
    """Those of its descriptor, then the lists'; the kernel is told which it must unpack."""
    elf = b"\x7fELF, more or less"
    files = {"one.ko.gz": gzip.compress(elf), "two.ko.xz": lzma.compress(elf),
             "three.ko.zst": ZSTD, "four.ko": elf}
    folder = f"root/lib/modules/{os.uname().release}"
    machine = variants.machine("router-jffs2", "hints", {
        **{f"{folder}/{name}": data for name, data in files.items()},
        "root/etc/modules-boot.d/10-more": "three\nfour\n", **variants.CPUINFO})
    run = booted(machine)
    assert run.reached() == "init"
    packed = "MODULE_INIT_COMPRESSED_FILE|4"    # strace may not know it
    asked = re.findall(rf'finit_module\(\d+, "(.*?)", (0|{packed})[ )]', run.trace)
    assert [(options, flags != "0") for options, flags in asked] == [
        (" mode=2", True), ("", True), ("", True), ("", False)], run.trace
    said = re.findall(r"knit: modules: (\w+): not permitted", run.console)
    assert said == ["one", "two", "three", "four"], "the sandbox loads none"


def test_deadline():
    """A flash that does not come up in time: the child is killed, RAM it is; fed meanwhile."""
    run = booted(variants.machine("router-jffs2", "impatient", {"delay-jffs2": "60"}), 30)
    assert run.reached() == "init", run.console
    assert "overlay: RAM, jffs2: took too long" in run.console
    assert 10 <= run.seconds < 16
    assert [call for call in pid1(run, "kill(") if "SIGKILL" in call]
    assert len(pid1(run, 'write(3, "k"')) == 2


@pytest.mark.parametrize("base, why", [
    ("disk", "flash: squashfs on /dev/vda1, /dev/vda1: took too long"),
    ("root", "root: /dev/vda1: took too long"),
])
def test_deadline_of_the_root(base, why):
    """A disk that does not answer: no root, hence failsafe, which says so; fed meanwhile."""
    machine = variants.machine(base, "impatient", {"delay-squashfs": "60"}, end="failsafe")
    with sandbox.Sandbox(machine) as box:
        run = box.boot(30)
        assert run.reached() == "failsafe" and not run.ended, f"{run.ended}\n{run.console}"
        assert 10 <= run.seconds < 16
    assert f"knit: failsafe: {why}" in run.console
    assert [call for call in pid1(run, "kill(") if "SIGKILL" in call]


def test_wdtfd():
    run = booted(variants.machine("router-jffs2", "wdtfd"))
    assert "WDTFD=9" in run.lines("env") and run.lines("fd") == ["0", "1", "2", "9"]
    assert not pid1(run, 'write(3, "V"')


def test_wdtfd_is_not_for_shells():
    machine = variants.machine("router-jffs2", "wdtfd", end="shell")
    with sandbox.Sandbox(machine, inject=[NO_INIT]) as box:
        run = box.boot()
    assert run.reached() == "shell", run.console
    assert not [env for env in run.lines("env") if env.startswith("WDTFD")]
    assert run.lines("fd") == ["0", "1", "2"]
    assert pid1(run, 'write(9, "k"'), "not fed any more"


def test_left_running():
    """With the longest timeout that the driver takes: the sandbox's counts to 30."""
    run = booted(variants.machine("router-jffs2", "left-running"))
    taken = [int(re.search(r"\[(\d+)\]", call)[1])
             for call in pid1(run, "ioctl(3, WDIOC_SETTIMEOUT") if call.endswith("= 0")]
    assert taken[-1] == max(taken) == 30
    assert pid1(run, "write(3, ")[-1].startswith('write(3, "k"')


def test_nowayout():
    machine = variants.machine("router-jffs2", "impatient", {
        "sys/class/watchdog/watchdog0/nowayout": "1\n"})
    assert "handover: the watchdog cannot be stopped (nowayout)" in booted(machine).console


def test_public_nodes():
    """Without devtmpfs too, /dev/null is for everybody, and a disk is not."""
    machine = variants.machine("disk-nodes", "impatient")
    for number, name in {"1:3": "null", "1:5": "zero", "1:9": "urandom", "5:0": "tty",
                         "5:2": "ptmx", "4:64": "ttyS0"}.items():
        os.symlink(f"../../devices/virtual/{name}", machine.template / "sys/dev/char" / number)
    run = booted(machine)
    public = re.findall(r'chmod(?:at)?\(.*"/dev/(\w+)", (?:020|0)666\) = 0', run.trace)
    assert sorted(set(public)) == ["null", "ptmx", "tty", "urandom", "zero"], run.trace


def test_command_without_words():
    done = subprocess.run([variants.build("mute"), "done"], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=10)
    assert (done.returncode, done.stdout) == (1, "knit: done: 2\n")

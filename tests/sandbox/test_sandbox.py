# SPDX-License-Identifier: GPL-2.0-only
"""The real binary as PID 1 of namespaces of its own, with real squashfs, ext4, tmpfs, overlayfs.

For each way to boot its ordered list of system calls is compared with tests/sandbox/expected/
(KNIT_UPDATE=1 writes those anew: look at the difference before you commit it). Then each call is
made to fail in turn: whatever fails, PID 1 must end in the real init or in failsafe with a reason.
FULL=1 does that for every way to boot and for four errors, else for some ways and EIO.
"""
import copy
import difflib
import os
import signal
import subprocess
from pathlib import Path

import pytest

import calls
import sandbox
import scenarios

EXPECTED = Path(__file__).resolve().parent / "expected"
FULL = os.environ.get("FULL", "0") not in ("", "0")
UPDATE = os.environ.get("KNIT_UPDATE", "0") not in ("", "0")
INIT_STATUS = "exit 42"         # what the witness ends with
ERRORS = ["EIO", "ENOMEM", "EINTR", "ENOENT"] if FULL else ["EIO"]
FAULTY = [s.name for s in scenarios.SCENARIOS if s.listed] if FULL else [
    "router-jffs2", "router-marker", "disk", "root-overlay", "pivot", "initramfs", "no-squashfs",
    "shell"]
GIVE_UP = 5                     # failures of one way to boot


@pytest.fixture(scope="session", autouse=True)
def machines():
    scenarios.prepare()


def ends_well(run):
    """Nothing, or what is wrong with how a boot ended."""
    reached = run.reached()
    if run.ended == INIT_STATUS:        # perhaps without a console to say so
        return None
    if reached is None:
        return f"PID 1 {run.ended}" if run.ended else "PID 1 hangs"
    if reached == "init" or run.ended:
        return f"PID 1 ended in {reached}: {run.ended}"
    return None if "failsafe: " in run.console else "failsafe gives no reason"


def compare(name, listing):
    path = EXPECTED / f"{name}.txt"
    if UPDATE:
        EXPECTED.mkdir(exist_ok=True)
        path.write_text(listing)
    expected = path.read_text() if path.exists() else ""
    assert listing == expected, (
        "other system calls than expected (KNIT_UPDATE=1 if that is meant):\n" +
        "\n".join(difflib.unified_diff(expected.splitlines(), listing.splitlines(),
                                       "expected", "now", lineterm="", n=2)))


@pytest.mark.parametrize("name", scenarios.BY_NAME)
def test_boot(name):
    scenario = scenarios.BY_NAME[name]
    run = sandbox.boot(scenario)
    assert not ends_well(run), f"{ends_well(run)}\n{run.console}"
    assert run.reached() == scenario.end, run.console
    assert scenario.why in run.console, run.console
    if scenario.listed:
        compare(name, calls.listing(run))


@pytest.mark.parametrize("name", [s.name for s in scenarios.SCENARIOS if s.end == "init"])
def test_handover(name):
    """What the real init finds."""
    run = sandbox.boot(scenarios.BY_NAME[name])
    assert run.lines("fd") == ["0", "1", "2"]
    assert not run.lines("process")
    assert not run.lines("blocked")
    assert len(run.lines("arg")) == 1
    assert {"HOME=/", "TERM=linux", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"} <= set(run.lines("env"))
    in_place = name in ("initramfs", "off")
    assert ("INITRAMFS=1" in run.lines("env")) == (name == "initramfs")
    assert ("/init no" in run.lines("path")) != in_place
    if not in_place:
        assert run.lines("panic") == ["10"]
        mounted = [line.split()[1] for line in run.lines("mount")]
        assert {"/", "/proc", "/sys", "/dev"} <= set(mounted), mounted
        assert not [path for path in mounted if path.startswith("/mnt")]
    if not in_place and name != "pivot":        # its old root is a squashfs
        assert not run.left, "the old root is not empty"


def faults(scenario):
    """Each call that can fail, as strace counts them: PID 1's, and those of its children.

    An interface that is not there, which is asked for 250 times, has failed already.
    """
    run = sandbox.boot(scenario)
    first, *children = calls.processes(run.trace, run.pid)
    rows = []
    for number, process in enumerate([calls.until_failsafe(first), *children]):
        count = {} if number else calls.before(run.trace, run.pid)
        for call in process:
            name = calls.name_of(call)
            count[name] = count.get(name, 0) + 1
            if name not in ("getpid", "exit") and "= -1 ENODEV" not in call:
                rows.append((bool(number), name, count[name]))
    # a fault in a child can only be had together with the same in PID 1
    return [row for row in rows if not row[0] or scenario.end == "init"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("name", FAULTY)
def test_faults(name, error):
    scenario = scenarios.BY_NAME[name]
    bad = []
    rows = faults(scenario)
    assert len(rows) > 20
    for child, call, number in rows:
        rule = f"{call}:error={error}:when={number}"
        seen = {call, *(other.split(":")[0] for other in scenario.inject)}
        run = sandbox.boot(scenario, inject=[rule], calls=",".join(seen), follow=child)
        if "(INJECTED)" not in run.trace:
            bad.append(f"{rule}: was not reached\n{run.console}")
        elif ends_well(run):
            bad.append(f"{rule}: {ends_well(run)}\n{run.console}")
        if len(bad) == GIVE_UP:
            break
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("rule", [
    "ppoll:error=EIO", "ppoll:error=EINTR", "socket:error=EAFNOSUPPORT", "bind:error=EIO",
    "getdents64:error=EIO:when=1", "read:error=EIO:when=3+",
    "setsockopt:error=EIO", "ioctl:error=EIO:when=8+"])
def test_window_faults(rule):
    """Whatever fails while a person is waited for, it ends, and the boot goes on or says why."""
    scenario = scenarios.BY_NAME["router-window"]
    run = sandbox.boot(scenario, inject=[rule])
    assert "(INJECTED)" in run.trace
    assert not ends_well(run), f"{ends_well(run)}\n{run.console}"


def test_watchdog():
    """Mounting the flash takes long: fed at its start and every 5 s, stopped at the handover."""
    seconds = 60 if FULL else 12
    slow = copy.deepcopy(scenarios.BY_NAME["router-jffs2"])
    slow.name = "router-slow"
    slow.files["delay-jffs2"] = str(seconds)
    scenarios.make(slow)
    with sandbox.Sandbox(slow) as box:
        run = box.boot(90)
    assert run.reached() == "init" and "jffs2 on rootfs_data" in run.console
    writes = [call for call in calls.processes(run.trace, run.pid)[0]
              if call.startswith('write(3, "k"') or call.startswith('write(3, "V"')]
    assert len(writes) - 2 in (seconds // 5, seconds // 5 + 1), writes
    assert writes[-1].startswith('write(3, "V"'), writes


@pytest.mark.parametrize("name", ["no-flash", "shell"])
@pytest.mark.parametrize("sent, ended", [
    (signal.SIGTERM, "signal 1"),       # pid_namespaces(7): SIGHUP stands for a restart
    (signal.SIGINT, "signal 1"),        # Ctrl-Alt-Del
    (signal.SIGUSR1, "signal 2"),       # SIGINT for a halt
    (signal.SIGUSR2, "signal 2"),       # and for power off
])
def test_failsafe_obeys(name, sent, ended):
    """`reboot`, `halt` and `poweroff` of busybox only signal PID 1."""
    with sandbox.Sandbox(scenarios.BY_NAME[name]) as box:
        run = box.boot()
        assert run.reached() in ("failsafe", "shell") and not run.ended
        box.signal(sent)
        box.read(lambda: run.ended, 5)
    assert run.ended == ended


@pytest.mark.parametrize("words, status, said", [
    (["version"], 0, "knit "), (["help"], 0, "\nstatus: "), ([], 0, "\nstatus: "),
    (["nonsense"], 2, "knit: nonsense: no such command"), (["boot"], 1, "this is not failsafe"),
    (["reboot"], 1, "this is not failsafe"),
])
def test_command(words, status, said):
    """Any other PID: a command."""
    done = subprocess.run([scenarios.KNIT, *words], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=10)
    assert (done.returncode, said in done.stdout) == (status, True), done.stdout

# SPDX-License-Identifier: GPL-2.0-only
"""A node's boot, from nfsroot= to the real init: the union, WalT's images, and what may fail.

Namespaces have no NFS, so kernel.c answers mount(2) of that type: it binds a folder nfs/NAME of the
machine's, where NAME ends the path on the server, read-only if that was asked for. That is where
the test begins to differ from a node; all that knit does is what it does there, and the folders,
overlayfs and tmpfs are real. What such a bind does not show is the server's address, hence
/proc/mounts is a line of the test's own. tests/qemu/test_node.py has real servers.
"""
import pytest

import calls
import sandbox
import scenarios
import test_sandbox
import variants

SERVER = "192.0.2.1"
RAM = "/run/walt/rootfs"
NFS = "/tmp/walt/rootfs/mnt/nfsroot"
MOUNTS = f"{SERVER}:/srv/image {NFS} nfs ro,vers=3,nolock,addr={SERVER} 0 0\n"
WALT_ENV = f'export walt_server_ip="{SERVER}"\nexport walt_server_rpc_port=12345\n'
MODE = "export walt_boot_mode='network'"
WAIT = 5                # seconds that variants.py lets it try
NEW_KERNEL = []         # Linux 7.0, which can leave a rootfs by pivot_root; else by chroot


@pytest.fixture(scope="module", autouse=True)
def prepared():
    scenarios.prepare()
    yield
    variants.clean()


def node(walt=False, init=True, files=None, **changes):
    """A machine whose root is on a server."""
    tree = {f"nfs/image/{name}/.keep": "" for name in scenarios.DIRS}
    if init:
        tree["nfs/image/sbin/init"] = "witness"
    if walt:
        tree["nfs/image/bin/walt-env"] = WALT_ENV
        tree["nfs/persist/mark"] = "the server's\n"
    tree["proc/mounts"] = MOUNTS
    changes = {"end": "init", "cmdline": f"nfsroot={SERVER}:/srv/image", **changes}
    return variants.machine("no-flash", "node", {**tree, **(files or {})}, **changes)


def boot(machine, seconds=20, **options):
    run = sandbox.Sandbox(machine, **options)
    with run as box:
        box.boot(seconds)
    assert not test_sandbox.ends_well(run.run), run.run.console
    assert run.run.reached() == machine.end, run.run.console
    return run.run


def mounts(run):
    """Where what is mounted, in order."""
    return {line.split()[1]: line.split() for line in run.lines("mount")}


@pytest.mark.parametrize("kernel", [[scenarios.OLD_KERNEL], NEW_KERNEL])
def test_union(kernel):
    """Left by chroot or by pivot_root, nothing is left below it; the names are those of WalT."""
    run = boot(node(inject=kernel))
    assert "knit: union: 192.0.2.1:/srv/image, RAM on top" in run.console
    found = mounts(run)
    options = found["/"][3].split(",")
    assert found["/"][2] == "overlay" and "rw" in options
    assert {f"lowerdir={NFS}", "upperdir=/tmp/walt/rootfs/mnt/fs_rw",
            "workdir=/tmp/walt/rootfs/mnt/fs_work"} <= set(options)
    assert found[RAM][2] == "tmpfs" and "ro" in found[f"{RAM}/mnt/nfsroot"][3].split(",")
    assert {"/proc", "/sys", "/dev", "/run"} <= set(found)
    assert not [path for path in found if path.startswith(("/mnt", "/tmp"))]
    assert not run.left and not run.lines("told")
    assert not [line for line in run.lines("env") if line.startswith("walt")]


def test_arguments():
    """The real init has what the kernel gave knit."""
    run = boot(node(argv=["/init", "-s", "emergency"]))
    assert run.lines("arg") == ["/sbin/init", "-s", "emergency"]


def test_walt():
    """An image of WalT's: it is told how it was booted, and the server's own file is as it was."""
    run = boot(node(walt=True))
    server = WALT_ENV.splitlines()
    assert run.lines("server") == server
    assert run.lines("told") == run.lines("changed") == [*server, MODE]
    assert {f"walt_server_ip={SERVER}", "walt_server_rpc_port=12345", "walt_boot_mode=network",
            "walt_init_done=1", "HOME=/", "TERM=linux"} <= set(run.lines("env"))
    assert run.lines("persist") == ["the server's"]
    assert {"/persist", f"{RAM}/mnt/persist"} <= set(mounts(run))
    assert "rw" in mounts(run)["/persist"][3].split(",")


def test_no_persist():
    """Most servers have one, but need not."""
    run = boot(node(walt=True, files={"nfs/persist/mark": None}), 40)
    assert ", no /persist" in run.console
    assert run.lines("told")[-1] == MODE
    assert "/persist" not in mounts(run)


@pytest.mark.parametrize("files, why", [
    ({"no-nfs": "113"}, "no answer from there"),    # EHOSTUNREACH, once a second
    ({"delay-nfs": "60"}, "took too long"),         # a server that never answers
])
def test_no_server(files, why):
    """It is not waited for any longer than it was said to be."""
    run = boot(node(files=files, end="failsafe"), 30)
    assert f"knit: union: {SERVER}:/srv/image: {why}" in run.console
    assert f"failsafe: union: {SERVER}:/srv/image: took too long" in run.console
    assert WAIT <= run.seconds < 3 * WAIT


@pytest.mark.parametrize("changes, why", [
    ({"init": False}, "failsafe: handover: "),
    ({"files": {"no-overlay": ""}}, "overlayfs: not there"),
    ({"files": {"no-nfs": ""}}, f"failsafe: union: {SERVER}:/srv/image: "),
    ({"cmdline": "nfsroot=image"}, "failsafe: union: nfsroot=: "),
])
def test_failsafe(changes, why):
    assert why in boot(node(end="failsafe", **changes)).console


@pytest.mark.parametrize("walt", [False, True])
def test_faults(walt):
    """Each of PID 1's calls fails in turn: the real init, or failsafe with a reason."""
    machine = node(walt)
    rows = [row for row in test_sandbox.faults(machine) if not row[0]]
    assert len(rows) > 40
    bad = []
    for _, call, number in rows if test_sandbox.FULL else rows[::3]:
        rule = f"{call}:error=EIO:when={number}"
        with sandbox.Sandbox(machine, inject=[rule], calls=f"{call},pivot_root",
                             follow=False) as box:
            box.boot(30)
        if "(INJECTED)" not in box.run.trace:
            bad.append(f"{rule}: was not reached")
        elif test_sandbox.ends_well(box.run):
            bad.append(f"{rule}: {test_sandbox.ends_well(box.run)}\n{box.run.console}")
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("walt", [False, True])
def test_calls(walt):
    """All of them in their order, but for what the process that stays does: it is no one's to say
    how far that is when the real init ends.
    """
    words = f"nfsroot={SERVER}:/srv/image ip=::::box"
    listing = calls.listing(boot(node(walt, cmdline=words))).split("memfd_create(")[0]
    assert walt == (f"{SERVER}:/var/lib/walt/nodes/box/persist" in listing)
    test_sandbox.compare("node-walt" if walt else "node", listing)

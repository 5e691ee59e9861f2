# SPDX-License-Identifier: GPL-2.0-only
"""What the owner has configured: the init, hooks, swap, file systems before init; and odd files."""
import re

import pytest

from storage import UUID, archive, configured, disk, drives, section

pytestmark = [pytest.mark.profile("full"), pytest.mark.variant("storage")]
KNIT = "/etc/config/knit"
FSTAB = "/etc/config/fstab"
MY_INIT = """#!/bin/sh
echo "my init: $0 $* ($TZ, $PATH)" > /dev/console
exec /sbin/init
"""
HOOK = """#!/bin/sh
echo "hook $0: $1 $KNIT_STAGE, $(cut -d' ' -f2 /proc/mounts | tail -n 1)" > /dev/console
"""


def test_program_arguments_and_environment(device):
    knit = ("config knit 'boot'\n\tlist program '/sbin/none'\n\tlist program '/sbin/mine'\n"
            "\tlist argument 'one'\n\tlist argument 'and two'\n\toption path '/usr/bin:/bin'\n"
            "\tlist env 'TZ=Europe/Nowhere in Particular'\n")
    configured(device, {KNIT: knit}, {"/sbin/mine": MY_INIT})
    with device.power_on(append="-- three") as machine:
        console = machine.boot()
        assert "knit: handover: /sbin/none: not found" in console
        assert ("my init: /sbin/mine one and two three "
                "(Europe/Nowhere in Particular, /usr/bin:/bin)") in console


def test_hooks(device):
    """In the order of their names, each before its stage, in the root that there is by then."""
    programs = {f"/etc/knit/{name}": HOOK for name in
                ("overlay.d/10-first", "overlay.d/20-second", "handover.d/a")}
    programs["/etc/knit/config.d/bad"] = "#!/bin/sh\nexit 3\n"
    configured(device, {}, programs)
    with device.power_on() as machine:
        console = machine.boot()
        lines = [line for line in console.splitlines() if line.startswith("hook ")]
        assert [line.split(",")[0] for line in lines] == [
            "hook /etc/knit/overlay.d/10-first: overlay overlay",
            "hook /etc/knit/overlay.d/20-second: overlay overlay",
            "hook /etc/knit/handover.d/a: handover handover"]
        assert "knit: config: /etc/knit/config.d/bad ended with 3" in console
        assert "/proc" not in machine.shell("cut -d' ' -f2 /proc/mounts | sort | uniq -d")


def test_swap(device):
    """Of both files, each with its priority; all of it is on when the real init begins."""
    configured(device, {FSTAB: section("swap", uuid=UUID, priority=32767) +
                        section("swap", device="vdb") + section("swap", label="absent") +
                        section("global", delay_root=1),
                        "/etc/fstab": "LABEL=third none swap pri=7,x-initrd.mount 0 0\n"
                                      "/dev/vda none swap sw 0 0\n"})
    paths = [disk(device.folder, "swap", "first"),
             *(disk(device.folder, "swap", label, uuid=None) for label in ("second", "third"))]
    with device.power_on(extra=drives(*paths)) as machine:
        console = machine.boot()
        assert "knit: swap: absent: not there" in console
        rows = machine.shell("tail -n +2 /proc/swaps").split("\n")
        assert [(row.split()[0], row.split()[-1]) for row in rows] == [
            ("/dev/vda", "32767"), ("/dev/vdb", "-2"), ("/dev/vdc", "7")]


def test_before_init(device):
    """/opt without being asked for; with a list, what is in it; in the order of the targets."""
    files = {FSTAB: section("mount", target="/opt/data/deep", label="deep") +
             section("mount", target="/srv", label="srv") +
             section("mount", target="/opt", uuid=UUID, options="ro,noatime"),
             KNIT: "config knit\n\tlist mount /opt\n\tlist mount /opt/data/deep\n",
             "/etc/fstab": "LABEL=plain /home/my\\040own ext4 nodev,x-initrd.mount 0 2\n"
                           "LABEL=srv /home ext4 defaults 0 2\n"}
    configured(device, files)
    tree = device.folder / "opt"
    (tree / "data/deep").mkdir(parents=True)
    paths = [disk(device.folder, "ext4", "opt", tree=tree),
             *(disk(device.folder, kind, label, uuid=None)
               for kind, label in (("ext4", "deep"), ("f2fs", "plain")))]
    with device.power_on(extra=drives(*paths)) as machine:
        assert "knit: mounts: 3 mounted" in machine.boot()
        rows = machine.shell("grep ^/dev/vd /proc/mounts | cut -d' ' -f1-4").split("\n")
        assert [row.split()[1] for row in rows] == ["/home/my\\040own", "/opt", "/opt/data/deep"]
        assert "ro,noatime" in rows[1] and "nodev" in rows[0]


def test_a_hundred_mounts(device):
    """From both files, written down from the innermost to the outermost; one that has no device."""
    # /m, /m/0, /m/0/1, ... ten folders deep, ten times; UCI can mark eight of them
    targets = [f"/m{row}" + "".join(f"/{number}" for number in range(depth))
               for row in range(10) for depth in range(10)]
    plain = "".join(f"LABEL=many {target} ext4 x-initrd.mount 0 0\n"
                    for target in reversed(targets[8:]))
    configured(device, {FSTAB: section("global", delay_root=0) + section(
                            "mount", target="/m9/none", label="none") + "".join(
                            section("mount", target=target, label="many")
                            for target in reversed(targets[:8])),
                        KNIT: "config knit\n" + "".join(
                            f"\tlist mount {target}\n" for target in targets[:8]),
                        "/etc/fstab": plain + "LABEL=none /m5/none ext4 x-initrd.mount 0 0\n"})
    path = disk(device.folder, "ext4", "many", uuid=None)
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        assert "knit: mounts: /m5/none: not there" in console
        assert "knit: mounts: 100 mounted" in console
        rows = machine.shell("grep ^/dev/vda /proc/mounts | cut -d' ' -f2").split("\n")
        assert sorted(rows) == sorted(targets)
        assert all(rows.index(row.rpartition("/")[0]) < rows.index(row)
                   for row in rows if row.count("/") > 1)


@pytest.mark.parametrize("text, words", [
    (b"config mount\r\n\toption target /opt\r\n\toption device /dev/vda\r\n", None),
    (b"config mount\n\toption target /opt\n\toption device /dev/vda", None),
    (b"config mount\n\toption target '/opt\n", "line 2: not understood"),
    (b"config mount\n\toption flavour x\n\toption target /opt\n\toption device /dev/vda\n",
     "line 2: not understood"),
    (b"config\0mount\n", "/etc/config/fstab: "),
    (b"config mount\n\toption target /opt\n" * 40000, "too large"),
], ids=["crlf", "no-newline", "open-quote", "unknown", "nul", "1-MiB"])
@pytest.mark.sample(3)
def test_odd_files(device, text, words):
    """A file that cannot be read costs a line, never the boot."""
    configured(device, {FSTAB: text})
    path = disk(device.folder, "ext4")
    with device.power_on(extra=drives(path)) as machine:
        console = machine.boot()
        if words:
            assert words in console
        if not words or b"flavour" in text:
            assert "/dev/vda /opt ext4" in machine.shell("cat /proc/mounts")


def test_restore(device):
    """Unpacked before anybody reads it, with the users that only the new system has.

    By the ROM's tar: that of the overlay is no good.
    """
    new = {"passwd": "root:x:0:0:root:/root:/bin/sh\nnew:x:1002:1002::/:/bin/false\n",
           "group": "root:x:0:\nnew:x:1002:\nold", "shadow": "root::0:0:99999:7:::\nn:*:0:::::\n"}
    own = {"passwd": "root:x:0:0:root:/root:/bin/sh\nold:x:1001:1001::/:/bin/false\n",
           "group": "root:x:0:\nold:x:1001:x",     # without the last newline
           "shadow": "root:$1$mine:0:0:99999:7:::\nnew2:*:0:::::\n"}
    saved = archive({**{f"etc/{name}": text for name, text in own.items()}, "etc/mine": "saved\n",
                     "etc/config/knit": "config knit\n\tlist env 'A=restored'\n"})
    configured(device, {"/sysupgrade.tgz": saved,
                        **{f"/etc/{name}": text for name, text in new.items()}},
               {"/etc/knit/restore.d/tar": "#!/bin/sh\nrm /bin/tar\n"
                "printf '#!/bin/sh\\nexit 7\\n' > /bin/tar\nchmod 755 /bin/tar\n"})
    with device.power_on() as machine:
        assert "knit: restore: the saved configuration is back" in machine.boot()
        assert machine.shell("cat /etc/mine; tail -n 1 /bin/tar").split() == ["saved", "exit", "7"]
        for name, more in (("passwd", "new:x:1002:1002::/:/bin/false"), ("group", "new:x:1002:"),
                           ("shadow", "n:*:0:::::")):
            assert machine.shell(f"cat /etc/{name}").split("\n") == [
                *own[name].strip().split("\n"), more]
        machine.shell("! ls /sysupgrade.tgz 2>/dev/null")
        assert "A=restored" in machine.shell("tr '\\0' '\\n' < /proc/1/environ")


def test_archive_that_is_damaged(device):
    """Said at each boot, which goes on; it is left for a person to look at."""
    configured(device, {"/sysupgrade.tgz": archive({"etc/large": "x\n" * 99999})[:-99]})
    with device.power_on() as machine:
        assert re.search("knit: restore: /bin/tar ended with 1, .*refused", machine.boot())
        assert machine.shell("ls /sysupgrade.tgz; echo x > /etc/x; cat /etc/x").endswith("x")

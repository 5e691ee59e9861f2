# SPDX-License-Identifier: GPL-2.0-only
"""`knit done` exchanges the overlay in RAM for the flash, while the system runs and writes."""
import os
import random
import shutil
import time

import pytest

from sampling import FULL
from test_life import jffs2, overlay_source

WAIT = 6            # seconds, KNIT_SWITCH_WAIT of these tests
MOMENTS = 40 if FULL else 3
REPORTED = "rootfs_data is in use now"

# Everything that a change can be: mkdir of what is in the ROM makes opaque folders
CHANGES = f"""#!/bin/sh
cd /etc
echo new > mine; chmod 4751 mine; chown 12:34 mine; touch -d '2001-02-03 04:05' mine
ln mine hard; ln -s /nowhere dangling; ln -s mine link; mkfifo -m 620 fifo
mknod -m 604 node c 1 3; mknod -m 640 block b 7 5; : > empty; echo secret > none; chmod 0 none
rm hosts profile; mkdir profile; echo inside > profile/file
rm -r init.d; mkdir init.d; printf '#!/bin/sh\\necho "knit-test: init is running"' > init.d/rcS
chmod 755 init.d/rcS
rm -r /root; ln -s etc /root
rm -r /usr/sbin; mkdir /usr/sbin; echo new > /usr/sbin/new; rm /bin/vi; cp /bin/once /bin/vi
mkdir {'n' * 254}; echo long > {'n' * 254}/{'m' * 254}
echo 'a b' > "name with blanks"; : > ..dots; : > ...
mkdir -p -m 700 {'/'.join('deep')}/{'/'.join('folders' * 2)}; echo x > {'/'.join('deep')}/x
mkdir many; for i in $(seq 150); do echo $i > many/$i; done
dd if=/dev/urandom of=large bs=1k count=90 2>/dev/null
chmod 711 /usr/bin; touch -d '2002-03-04 05:06' /etc/group
"""

# all but the sizes and times of folders, and the inode numbers
LISTING = ("find / -xdev ! -path '/tmp*' -exec stat -c '%n %F %a %u %g %t %T' {} + | sort;"
           "find / -xdev ! -path '/tmp*' ! -type d -exec stat -c '%n %s %Y' {} + | sort;"
           "find /etc /root/ -xdev -type l -exec readlink {} + | sort;"
           "find / -xdev -type f ! -path '/tmp*' -exec md5sum {} + | sort")

# Opens a file once, writes a line for each number until /tmp/stop is there, and closes it
ONCE = """#!/bin/sh
exec 3>>/etc/once
i=0
while [ ! -e /tmp/stop ]; do i=$((i + 1)); echo $i >&3; usleep 3000 3>&-; done
echo $i > /tmp/once.lines
"""

# Opens it anew for each line
EACH = """#!/bin/sh
i=0
while [ ! -e /tmp/stop2 ]; do i=$((i + 1)); echo $i >> /etc/each; done
echo $i > /tmp/each.lines
"""

# Has a file open for ever
STUCK = """#!/bin/sh
exec 3>>/etc/stuck
echo first >&3
while [ ! -e /tmp/more ]; do sleep 1 3>&-; done
echo second >&3
while :; do sleep 1 3>&-; done
"""

# Has much to write, and writes its last line late
LARGE = """#!/bin/sh
exec 3>/etc/large
dd if=/dev/urandom bs=1k count=100 >&3 2>/dev/null
while [ ! -e /tmp/stop ]; do sleep 1 3>&-; done
echo last >&3
"""

# A daemon as most are: its root and its current directory are /
DAEMON = """#!/bin/sh
cd /
while [ ! -e /etc/go ]; do sleep 1; done
cat /etc/go > etc/answer
"""

SCRIPTS = {"/bin/changes": CHANGES, "/bin/once": ONCE, "/bin/each": EACH, "/bin/stuck": STUCK,
           "/bin/large": LARGE, "/bin/aemon": DAEMON}


@pytest.fixture
def router(device):
    """A fresh flash with a knit that switches, installed as a command."""
    knit = device.knit_with(SWITCH="y", SWITCH_WAIT=str(WAIT))
    return device.make(rootfs=device.rootfs(extra={"/sbin/knit": knit, **SCRIPTS},
                                            with_knit=False))


def mounts(machine):
    return machine.shell("cut -d' ' -f2 /proc/mounts").split("\n")


def same_lines(machine, name, lines):
    """All numbers from 1 on are there, once each."""
    return machine.shell(f"seq {lines} | cmp - /etc/{name} && echo same; :") == "same"


def test_what_was_written_is_on_the_flash_at_once(router):
    with router.power_on() as machine:
        machine.boot()
        machine.shell("echo before > /etc/mine")
        assert REPORTED in machine.shell("knit done", timeout=300)
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("cat /overlay/upper/etc/mine /etc/mine") == "before\nbefore"
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        assert machine.shell("ls /overlay").split() == ["upper", "work"]
        assert sorted(mounts(machine)) == ["/", "/dev", "/overlay", "/proc", "/rom", "/sys", "/tmp"]
        assert machine.shell("ls /tmp; ls -A /tmp/knit/old /tmp/knit/both").split() == \
            ["knit", "/tmp/knit/both:", "/tmp/knit/old:"]
        machine.shell("echo after >> /etc/mine; mv /etc/mine /etc/moved")   # no layer below it
        machine.reset()                             # nothing was synced but by knit done
        machine.boot()
        assert machine.shell("cat /etc/moved") == "before\nafter"


def test_every_kind_of_change_is_kept(router):
    with router.power_on() as machine:
        machine.boot()
        machine.shell("changes")
        before = machine.shell(LISTING)
        assert "deep" not in before.split("\n")[0] and before.count("/etc/many/") >= 300
        machine.shell("knit done", timeout=300)
        assert machine.shell(LISTING) == before
        machine.reset()
        machine.boot()
        assert machine.shell(LISTING) == before


def test_no_line_is_lost(router):
    """Neither of who has a file open all the while, nor of who opens it again and again."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("once & each & sleep 2; wc -l < /etc/once")
        machine.shell("(sleep 3; touch /tmp/stop) & :")
        machine.shell("knit done", timeout=300)
        machine.shell("ls /tmp/once.lines && touch /tmp/stop2 && sleep 2; cat /tmp/each.lines")
        once, each = (int(machine.shell(f"cat /tmp/{name}.lines")) for name in ("once", "each"))
        assert once > 20 and each > 100
        machine.reset()
        machine.boot()
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert same_lines(machine, "once", once), machine.shell("tail -n 3 /etc/once")
        assert same_lines(machine, "each", each), machine.shell("tail -n 3 /etc/each")


def test_who_never_closes_is_named(router):
    with router.power_on() as machine:
        machine.boot()
        machine.shell("stuck & echo $! > /tmp/pid; sleep 1; echo x > /etc/$(printf %0255d 0)")
        pid = machine.shell("cat /tmp/pid")
        text = machine.shell("knit done; [ $? = 1 ]", timeout=300)
        assert f"process {pid} still has /etc/stuck in the old root" in text
        assert "etc/stuck: not kept, or not all of it" in text
        assert text.count("process ") == 1, text
        assert f"etc/{'0' * 255}: not kept, or not all of it" in text
        assert overlay_source(machine) == "overlayfs:/overlay"
        assert machine.shell("readlink /overlay/.fs_state") == "2"
        machine.shell("touch /tmp/more; sleep 3; cat /tmp/knit/old/etc/stuck")
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/stuck") == "first"


def test_two_that_write_to_one_file_are_reported(router):
    """One from before, one from afterwards: the file can only be one of both."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("stuck & (while ! grep -q ' /overlay ' /proc/mounts; do :; done; sleep 1;"
                      "echo mine >> /etc/stuck; touch /tmp/more; sleep 2; kill $!) & sleep 1")
        text = machine.shell("knit done; [ $? = 1 ]", timeout=300)
        assert "etc/stuck: not kept, or not all of it" in text
        assert machine.shell("cat /etc/stuck") == "first\nmine"


def test_daemons_see_the_new_root(router):
    with router.power_on() as machine:
        machine.boot()
        machine.shell("aemon & cd /etc; sleep 1000 & echo $! > /tmp/pid; cd /")
        pid = machine.shell("cat /tmp/pid")
        text = machine.shell("knit done", timeout=300)
        assert f"process {pid} still has /etc in the old root" in text
        assert text.count("process ") == 1, text
        numbers = machine.shell("stat -c %d / /proc/1/root/ /proc/1/cwd/ /proc/$$/root/").split()
        assert len(numbers) == 4 and len(set(numbers)) == 1
        assert "Read-only" in machine.shell(f"echo x > /proc/{pid}/cwd/late 2>&1; :")
        machine.shell("echo go > /etc/go; sleep 3")
        assert machine.shell("cat /overlay/upper/etc/answer") == "go"


def test_mounts_of_people_come_along(router):
    with router.power_on() as machine:
        machine.boot()
        machine.shell("mkdir -p /opt/more; mount -t tmpfs one /opt; mkdir /opt/in;"
                      "mount -t tmpfs two /opt/in; echo x > /opt/in/file; mkdir /mnt/usb;"
                      "mount -t tmpfs three /mnt/usb; echo y > /mnt/usb/file;"
                      "sh -c 'exec 3> /mnt/usb/open; sleep 1000' & cd /mnt/usb; sleep 1000 & cd /")
        text = machine.shell("knit done", timeout=300)
        assert "process" not in text and "stays in the old" not in text
        assert machine.shell("cat /opt/in/file /mnt/usb/file") == "x\ny"
        assert sorted(mounts(machine)) == ["/", "/dev", "/mnt/usb", "/opt", "/opt/in", "/overlay",
                                           "/proc", "/rom", "/sys", "/tmp"]
        assert "busy" in machine.shell("umount /mnt/usb 2>&1; :")


def test_no_room(router):
    """Nothing is exchanged; with room it goes on."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("echo kept > /etc/mine; dd if=/dev/urandom of=/etc/big bs=1k count=2000")
        text = machine.shell("knit done 2>&1; [ $? = 1 ]", timeout=300)
        assert "too much is in RAM: no space" in text
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        assert "/overlay" not in mounts(machine)
        machine.shell("ls -l /etc/big && rm /etc/big")
        assert REPORTED in machine.shell("knit done", timeout=300)
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine") == "kept"


def test_flash_is_filled_meanwhile(router):
    """What is in RAM stays there; with room it goes on where it was."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("large & (while ! grep -q ' /overlay ' /proc/mounts; do :; done; sleep 1;"
                      "dd if=/dev/urandom of=/etc/fill bs=1k; touch /tmp/stop) & sleep 1")
        text = machine.shell("knit done 2>&1; [ $? = 1 ]", timeout=300)
        assert "knit: done: etc/large: no space" in text
        assert overlay_source(machine) == "overlayfs:both"
        before = machine.shell("md5sum /etc/large; wc -c < /etc/large; tail -c 5 /etc/large")
        assert before.endswith("\n102405\nlast")
        machine.shell("rm /etc/fill")
        assert REPORTED in machine.shell("knit done", timeout=300)
        machine.reset()
        machine.boot()
        assert machine.shell("md5sum /etc/large; wc -c < /etc/large; "
                             "tail -c 5 /etc/large") == before


def test_interrupted_done_can_be_repeated(router):
    """In the same boot; nothing is in between but both layers."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("echo kept > /etc/mine; stuck & sleep 1")
        machine.shell("knit done & echo $! > /tmp/done; sleep 3")
        assert "it runs already" in machine.shell("knit done 2>&1; :")
        machine.shell("kill -9 $(cat /tmp/done); sleep 1; echo too > /etc/too")
        assert overlay_source(machine) == "overlayfs:both"
        assert REPORTED in machine.shell("knit done; :", timeout=300)
        assert overlay_source(machine) == "overlayfs:/overlay"
        machine.reset()
        machine.boot()
        assert machine.shell("cat /etc/mine /etc/too /etc/stuck") == "kept\ntoo\nfirst"


def test_unfinished_copy_is_not_used(router, tmp_path):
    """What a power cut in the middle of the copy leaves."""
    tree = {"upper/etc/half": "x\n", "upper/etc/a/b": "y\n", "work": "->unfinished",
            "copy/work/#1": "z"}
    rootfs = tmp_path / "own.squashfs"
    router.make(rootfs=rootfs, overlay=jffs2(router.board, tmp_path, tree))
    with router.power_on() as machine:
        assert "knit: overlay: RAM, jffs2: not found" in machine.boot()
        assert machine.shell("ls /etc/half /etc/a 2>/dev/null; :") == ""
        machine.shell("echo kept > /etc/mine")
        assert REPORTED in machine.shell("knit done", timeout=300)
        assert machine.shell("ls /overlay /overlay/upper/etc").split() == \
            ["/overlay:", "upper", "work", "/overlay/upper/etc:", "mine"]


def test_overlay_on_the_flash_is_left_alone(router, tmp_path):
    """knit.overlay=ram, on a flash that has one: what is in RAM does not belong there."""
    rootfs = tmp_path / "own.squashfs"
    tree = {"upper/etc/mine": "from before\n", "work/x": "", ".fs_state": "->1"}
    router.make(rootfs=rootfs, overlay=jffs2(router.board, tmp_path, tree))
    with router.power_on(append="knit.overlay=ram") as machine:
        machine.boot()
        machine.shell("echo other > /etc/mine")
        assert "for the next boot" in machine.shell("knit done", timeout=300)
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        assert "/overlay" not in mounts(machine)
        machine.quit()
    with router.power_on() as machine:
        machine.boot()
        assert machine.shell("cat /etc/mine; readlink /overlay/.fs_state") == "from before\n2"


def snapshots(machine, flash, folder):
    """The flash at many moments of `knit done`: [(file, whether it had reported)]."""
    lot = random.Random(os.environ["KNIT_SEED"])
    found, reported = [], False
    machine.type("changes; echo CHANGED; knit done")
    machine.expect("CHANGED\r")
    while not reported:
        time.sleep(lot.uniform(0, 0.06))
        machine.qmp.execute("stop")
        reported = machine.says(REPORTED, 0.05)
        found.append((folder / f"flash-{len(found)}", reported))
        shutil.copy(flash, found[-1][0])
        machine.qmp.execute("cont")
        assert len(found) < 3000, "it does not come to an end"
    *others, last = found
    return lot.sample(others, min(MOMENTS - 1, len(others))) + [last]


def test_power_cuts(router):
    """All that was changed or nothing of it; all, once it is reported."""
    with router.power_on() as machine:
        machine.boot()
        cuts = snapshots(machine, router.flash, router.folder)
        complete = machine.shell("cd /; " + LISTING)
        machine.quit()
    fresh = None
    for flash, reported in cuts:
        router.flash = flash
        with router.power_on() as machine:
            machine.boot()
            found = machine.shell(LISTING)
            if found != complete:
                assert not reported, f"{flash.name}: not kept"
                fresh = fresh or found
                assert found == fresh and "/etc/mine" not in found, f"{flash.name}: half of it"
                machine.shell("echo again > /etc/mine")
                assert "kept" in machine.shell("knit done", timeout=300) or \
                    "good" in machine.shell("knit done"), flash.name
                machine.reset()
                machine.boot()
                assert machine.shell("cat /etc/mine") == "again", flash.name
            assert machine.shell("readlink /overlay/.fs_state") in ("1", "2"), flash.name

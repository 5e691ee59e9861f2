# SPDX-License-Identifier: GPL-2.0-only
"""`knit done` exchanges the overlay in RAM for the flash, while the system runs and writes.

Most tests look at one of two boards: on the first all comes to a good end, on the second some
programs never close their files. Power cuts: test_power_pulled.py.
"""
from types import SimpleNamespace

import pytest

import writers
from device import Device
from knitlib import boards
from test_life import jffs2, overlay_source
from writers import LISTING, REPORTED

# tests that look at one board run in one xdist worker
GOOD = pytest.mark.xdist_group("switch-good")
BAD = pytest.mark.xdist_group("switch-bad")
ON_FLASH = "overlayfs:/overlay"
MOUNT = ("mkdir /opt /mnt/usb; mount -t tmpfs -o mode=755 one /opt; mkdir /opt/in;"
         "mount -t tmpfs two /opt/in; echo x > /opt/in/file;"
         "mount -t tmpfs -o mode=755 three /mnt/usb; echo y > /mnt/usb/file;"
         "sh -c 'exec 3> /mnt/usb/open; sleep 1000' & cd /mnt/usb; sleep 1000 & cd /")


def mounts(machine):
    return machine.shell("cut -d' ' -f2 /proc/mounts").split("\n")


def done(machine, status=0):
    """What `knit done` says."""
    return machine.shell(f"knit done 2>&1; [ $? = {status} ]", timeout=300)


def power_cut(machine):
    """Nothing was synced but by knit done."""
    machine.reset()
    machine.boot()


def board_of(name, tmp_path_factory):
    return writers.router(Device(boards.find(boards.DEFAULT), tmp_path_factory.mktemp(name)))


def write_all_the_while(machine):
    """Two writers that end while, or after, the overlay is exchanged; returns how to end them."""
    machine.shell("mkdir /etc/busy; aemon & once & each & sleep 1; wc -l < /etc/busy/once")
    machine.shell("(sleep 2; touch /tmp/stop) & :")


def written(machine):
    """How many lines each has written; each of them must have ended."""
    machine.shell("ls /tmp/once.lines && touch /tmp/stop2; "
                  "while [ ! -e /tmp/each.lines ]; do usleep 100000; done; usleep 100000")
    return {name: int(machine.shell(f"cat /tmp/{name}.lines")) for name in ("once", "each")}


@pytest.fixture(name="good", scope="module")
def fixture_good(tmp_path_factory):
    """A board that has everything changed, mounted, running; before, afterwards, and rebooted."""
    seen = SimpleNamespace()
    with board_of("good", tmp_path_factory).power_on() as machine:
        machine.boot()
        machine.shell("echo before > /etc/mine-too; changes")
        machine.shell(MOUNT)
        write_all_the_while(machine)
        seen.before = machine.shell(LISTING)
        seen.said = done(machine)
        seen.source, seen.mounts = overlay_source(machine), mounts(machine)
        seen.after = machine.shell(LISTING)
        seen.lines = written(machine)
        seen.answer = machine.shell(
            "echo go > /etc/busy/go; while [ ! -s /etc/busy/answer ]; do usleep 100000; done; "
            "cat /overlay/upper/etc/busy/answer")
        seen.flash = machine.shell("ls /overlay; readlink /overlay/.fs_state; "
                                   "cat /overlay/upper/etc/mine-too /etc/mine-too").split()
        seen.left = machine.shell("ls /tmp/root 2>/dev/null; "
                                  "ls -A /tmp/knit/old /tmp/knit/both").split()
        seen.roots = machine.shell(
            "stat -c %d / /proc/1/root/ /proc/1/cwd/ /proc/$$/root/").split()
        seen.people = machine.shell("cat /opt/in/file /mnt/usb/file; umount /mnt/usb 2>&1; :")
        machine.shell("mv /etc/mine-too /etc/moved")    # no layer below it
        power_cut(machine)
        machine.seen = seen
        yield machine


@GOOD
def test_what_was_written_is_on_the_flash_at_once(good):
    assert REPORTED in good.seen.said
    assert good.seen.source == ON_FLASH
    assert good.seen.flash == ["upper", "work", "2", "before", "before"]
    assert good.seen.left == ["/tmp/knit/both:", "/tmp/knit/old:"]
    assert overlay_source(good) == ON_FLASH
    assert good.shell("cat /etc/moved") == "before"


@GOOD
def test_every_kind_of_change_is_kept(good):
    before = good.seen.before
    assert "deep" not in before.split("\n")[0] and before.count("/etc/many/") >= 300
    assert good.seen.after == before
    assert good.shell(f"mv /etc/moved /etc/mine-too; {LISTING}") == before


@GOOD
@pytest.mark.parametrize("name, least", [("once", 20), ("each", 50)])
def test_no_line_is_lost(good, name, least):
    """Neither of who has a file open all the while, nor of who opens it again and again."""
    lines = good.seen.lines[name]
    assert lines > least
    good.shell(f"seq {lines} | cmp - /etc/busy/{name}")


@GOOD
def test_daemons_see_the_new_root(good):
    assert "process" not in good.seen.said
    assert len(good.seen.roots) == 4 and len(set(good.seen.roots)) == 1
    assert good.seen.answer == "go"


@GOOD
def test_mounts_of_people_come_along(good):
    assert "stays in the old" not in good.seen.said
    assert sorted(good.seen.mounts) == ["/", "/dev", "/mnt/usb", "/opt", "/opt/in", "/overlay",
                                        "/proc", "/rom", "/sys", "/tmp"]
    assert good.seen.people.split("\n")[:2] == ["x", "y"] and "busy" in good.seen.people


@pytest.fixture(name="bad", scope="module")
def fixture_bad(tmp_path_factory):
    """A board where some do not let go; afterwards, and rebooted."""
    seen = SimpleNamespace()
    with board_of("bad", tmp_path_factory).power_on() as machine:
        machine.boot()
        machine.shell("stuck alone & echo $! > /tmp/alone; stuck both & echo $! > /tmp/both;"
                      "cd /etc; sleep 1000 & echo $! > /tmp/cwd; cd /; "
                      "echo x > $(printf %0255d 0); between 'echo mine >> /etc/both; "
                      "touch /tmp/more-both; sleep 2; kill $(cat /tmp/both)' & usleep 500000")
        seen.alone, seen.cwd = (machine.shell(f"cat /tmp/{name}") for name in ("alone", "cwd"))
        seen.said = done(machine, 1)
        seen.source = overlay_source(machine)
        seen.state = machine.shell("readlink /overlay/.fs_state")
        seen.both = machine.shell("cat /etc/both")
        machine.shell("touch /tmp/more-alone; while ! grep second /tmp/knit/old/etc/alone; "
                      "do usleep 100000; done")
        power_cut(machine)
        machine.seen = seen
        yield machine


@BAD
def test_who_never_closes_is_named(bad):
    said = bad.seen.said
    assert f"process {bad.seen.alone} still has /etc/alone in the old root" in said
    assert f"process {bad.seen.cwd} still has /etc in the old root" in said
    assert said.count("process ") == 2, said
    assert "etc/alone: not kept, or not all of it" in said
    assert f"\n{'0' * 255}: not kept, or not all of it" in said
    assert bad.seen.source == ON_FLASH and bad.seen.state == "2"
    assert bad.shell("cat /etc/alone") == "first"


@BAD
def test_two_that_write_to_one_file_are_reported(bad):
    """One from before, one from afterwards: the file can only be one of both."""
    assert "etc/both: not kept, or not all of it" in bad.seen.said
    assert bad.seen.both == "first\nmine"


IN_ETC = "cd /etc; sleep 1000 & cd /; echo $!"


def test_who_stands_in_the_old_root_cannot_write_there(router):
    """Who has nothing of it but its current directory is named."""
    with router.power_on() as machine:
        machine.boot()
        pid = machine.shell(IN_ETC)
        assert f"process {pid} still has /etc in the old root" in done(machine)
        assert "Read-only" in machine.shell(f"echo x > /proc/{pid}/cwd/late 2>&1; :")


def no_room(machine):
    """Nothing is exchanged."""
    machine.shell("echo kept > /etc/mine; dd if=/dev/urandom of=/etc/big bs=1k count=2000")
    assert "too much is in RAM: no space" in done(machine, 1)
    assert overlay_source(machine) == "overlayfs:/tmp/root"
    assert "/overlay" not in mounts(machine)
    machine.shell("ls -l /etc/big && rm /etc/big")


def test_flash_is_too_small_or_filled_meanwhile(device):
    """
    What is in RAM stays there; with room it goes on where it was. Who has begun meanwhile, in
    the root that is both, writes to the flash already.
    """
    router = writers.router(device, wait=120)
    look = "cat /etc/mine; md5sum /etc/large; wc -c < /etc/large; tail -c 5 /etc/large"
    with router.power_on() as machine:
        machine.boot()
        no_room(machine)
        machine.shell("large & between 'dd if=/dev/urandom of=/etc/fill bs=1k; touch /tmp/stop' &"
                      "usleep 500000")
        assert "knit: done: etc/large: no space" in done(machine, 1)
        assert overlay_source(machine) == "overlayfs:both"
        before = machine.shell(look)
        assert before.startswith("kept\n") and before.endswith("\n102405\nlast")
        pid = machine.shell(f"rm /etc/fill; {IN_ETC}")
        said = done(machine)
        assert REPORTED in said and "process" not in said
        machine.shell(f"echo late > /proc/{pid}/cwd/late")
        power_cut(machine)
        assert machine.shell(f"{look}; cat /etc/late") == f"{before}\nlate"


def test_interrupted_done_can_be_repeated(router):
    """In the same boot; nothing is in between but both layers."""
    with router.power_on() as machine:
        machine.boot()
        machine.shell("echo kept > /etc/mine; stuck alone & usleep 500000")
        machine.shell("knit done & echo $! > /tmp/done; sleep 2")
        assert "it runs already" in done(machine, 1)
        machine.shell("kill -9 $(cat /tmp/done); usleep 500000; echo too > /etc/too")
        assert overlay_source(machine) == "overlayfs:both"
        assert REPORTED in done(machine, 1)
        assert overlay_source(machine) == ON_FLASH
        power_cut(machine)
        assert machine.shell("cat /etc/mine /etc/too /etc/alone") == "kept\ntoo\nfirst"


def test_unfinished_copy_is_not_used(router, tmp_path):
    """What a power cut in the middle of the copy leaves."""
    tree = {"upper/etc/half": "x\n", "upper/etc/a/b": "y\n", "work": "->unfinished",
            "copy/work/#1": "z"}
    router.make(tmp_path / "own.squashfs", jffs2(router.board, tmp_path, tree))
    with router.power_on() as machine:
        assert "knit: overlay: RAM, jffs2: not found" in machine.boot()
        assert machine.shell("ls /etc/half /etc/a 2>/dev/null; :") == ""
        machine.shell("echo kept > /etc/mine")
        assert REPORTED in done(machine)
        assert machine.shell("ls /overlay /overlay/upper/etc").split() == \
            ["/overlay:", "upper", "work", "/overlay/upper/etc:", "mine"]


def test_overlay_on_the_flash_is_left_alone(router, tmp_path):
    """knit.overlay=ram, on a flash that has one: what is in RAM does not belong there."""
    tree = {"upper/etc/mine": "from before\n", "work/x": "", ".fs_state": "->1"}
    router.make(tmp_path / "own.squashfs", jffs2(router.board, tmp_path, tree))
    with router.power_on(append="knit.overlay=ram") as machine:
        machine.boot()
        machine.shell("echo other > /etc/mine")
        assert "for the next boot" in done(machine)
        assert overlay_source(machine) == "overlayfs:/tmp/root"
        assert "/overlay" not in mounts(machine)
        machine.quit()
    with router.power_on() as machine:
        machine.boot()
        assert machine.shell("cat /etc/mine; readlink /overlay/.fs_state") == "from before\n2"

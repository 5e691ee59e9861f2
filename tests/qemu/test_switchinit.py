# SPDX-License-Identifier: GPL-2.0-only
"""switchinit: one program becomes process 1, in RAM, and all storage is free. From each init."""
import re
import signal
import subprocess
from pathlib import Path

import pytest

from device import cpio, every_board
from knitlib.panel_net import Lan
from network import ADDRESS, BUSY, FOLLOW, answers, plugs, root_only, wait_for
from switching import PROGRAM, TOOLS, alone, compiled, mounts, switch, system

RAMROOT = "/tmp/knit/switch"
WATCHDOG = ["-device", "i6300esb"]

# One that takes its address away when it is asked to end
NETIFD = "#!/bin/sh\\ntrap \"ifconfig eth0 0.0.0.0\" TERM\\nwhile :; do sleep 1; done\\n"

# An init that knows nothing of restarts, but execs what it is told to
PLAIN = """#!/bin/sh
trap 'exec /sbin/knit' USR1
echo 'knit-test: init is running'
/bin/cttyhack /bin/sh &
while :; do wait; done
"""


def free(machine):
    """KiB of RAM, with the pages that each CPU keeps for itself."""
    return int(machine.shell("awk '/^MemFree:/ { n = $2 } / count:/ { n += 4 * $2 } "
                             "END { print n }' /proc/meminfo /proc/zoneinfo"))


@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(2)
def test_from_busybox_init(device):
    """Though its shutdown unmounts what it can, and makes the rest read-only."""
    device.make(rootfs=system(device))
    with device.power_on() as machine:
        machine.boot()
        machine.shell("knit done; sleep 1000 & echo here >/tmp/image", timeout=300)
        machine.reboot()
        machine.shell("mkdir -p /opt; mount -t tmpfs none /opt; mkdir /opt/a; cd /opt/a; "
                      "mount -t tmpfs none /opt/a; sleep 1000 & echo here >/tmp/image")
        assert switch(machine, program="program 'a b' '' c") == "1 3 a b  c"
        alone(machine)
        assert machine.shell("cat /tmp/image") == "here"
        assert machine.shell("echo written >/file; cat /file") == "written"
        assert machine.shell("tr '\\0' '\\n' </proc/1/environ | grep -c ^PATH=") != "0"
        machine.shell("! ls /tmp/knit/switch 2>/dev/null | grep .")
        machine.type("reboot -f")
        machine.boot()


@every_board("virt-arm64", "virt-arm")
@pytest.mark.sample(1)
def test_led_and_messages(device, tmp_path):
    """What process 1, which is all there is, lets people see and hear."""
    device.make(rootfs=system(device))
    with plugs(tmp_path, 1) as cables, device.power_on(panel=True, cables=cables) as machine:
        machine.boot()
        machine.shell(f"ifconfig eth0 {ADDRESS} up")
        assert switch(machine) == "1 0"
        machine.panel.expect("blue:upgrade", (200, 200))
        assert machine.shell("echo $$; knit msg 'half of it is written'") == "1"
        heard = cables[0].messages
        assert wait_for(lambda: heard, BUSY) is not None
        assert [(m.text, m.source, m.error) for m in heard] == [
            ("half of it is written", ADDRESS, "")]
        machine.shell("knit led done")
        machine.panel.expect("green:running", True)


def test_the_flash_is_free(device):
    """Its file systems are gone from the kernel, so every block can be written."""
    device.make(rootfs=system(device))
    before = device.read()
    with device.power_on() as machine:
        machine.boot()
        switch(machine, "--with dd")
        number = machine.shell("grep '\"firmware\"' /proc/mtd | cut -d: -f1 | cut -c4-")
        machine.shell(f"dd if=/dev/zero of=/dev/mtdblock{number} bs=64k 2>/dev/null; :")
        machine.quit()
    part = device.board.partition("firmware")
    assert device.flash.read_bytes()[part.offset:part.end] == bytes(part.size)
    assert device.flash.read_bytes()[:part.offset] == before[:part.offset]


def test_from_a_plain_init(device):
    """Who asks for time to end gets it, who does not want to end is killed."""
    device.make(rootfs=system(device, {"/sbin/init": PLAIN}))
    with device.power_on() as machine:
        machine.boot()
        machine.shell("(trap '' TERM; while :; do sleep 1; done) & "
                      "(trap 'sleep 2; echo >/tmp/ended; exit' TERM; "
                      "while :; do sleep 1; done) & :")
        assert switch(machine, "--ask 'kill -USR1 1'") == "1 0"
        alone(machine)
        machine.shell("ls /tmp/ended")


def test_from_a_full_initramfs(device, tmp_path):
    """Its root is the kernel's own, which no process can leave: it is emptied, and covered."""
    subprocess.run(["unsquashfs", "-q", "-n", "-d", tmp_path / "tree", system(device)], check=True,
                   stdout=subprocess.DEVNULL)
    with device.power_on(initrd=cpio(tmp_path / "tree", tmp_path / "cpio")) as machine:
        machine.boot()
        assert mounts(machine)[0][1:] in (("/", "rootfs"), ("/", "ramfs"), ("/", "tmpfs"))
        machine.shell("mount -t devtmpfs none /dev; mount -t tmpfs none /tmp")
        machine.shell("sleep 1000 & echo here >/tmp/image")
        machine.shell("head -c 20000000 /dev/zero >/file")
        before = free(machine)
        assert switch(machine, program="program a") == "1 1 a"
        alone(machine)
        assert machine.shell("cat /tmp/image") == "here"
        assert free(machine) > before + 16000
        machine.type("reboot -f")
        machine.boot()


def test_from_procd(device, tmp_path):
    """By its contract: chroot, /sbin/upgraded with its arguments, WDTFD, UPGRADE_*."""
    standin = compiled(device.board, tmp_path, "procd-standin.c")
    device.make(rootfs=system(device, {"/sbin/init": standin}))
    with device.power_on(extra=WATCHDOG) as machine:
        machine.boot()
        machine.shell(f"printf '{RAMROOT}\\n/tmp/image.bin\\nsysupgrade\\n60\\n' >/tmp/ubus")
        assert switch(machine, "--ask 'kill -USR1 1'") == "1 0"
        alone(machine)
        env = machine.shell("tr '\\0' '\\n' </proc/1/environ").split("\n")
        assert {"WDTFD=3", "UPGRADE_BACKUP=/tmp/backup.tgz", "UPGRADE_OPT_SAVE_CONFIG=1"} <= \
            set(env)
        assert machine.shell("ls -l /proc/1/fd/3").endswith("/dev/watchdog")


@every_board("x86")
def test_watchdog_is_fed(device, tmp_path):
    """While a process is waited for that does not end; then it is the program's business."""
    standin = compiled(device.board, tmp_path, "procd-standin.c")
    feeds = "#!/bin/sh\nwhile echo x >&$WDTFD; do sleep 1; echo program: fed; done\n"
    device.make(rootfs=system(device, {"/sbin/init": standin, "/sbin/program": feeds}))
    with device.power_on(extra=[*WATCHDOG, "-action", "watchdog=reset"]) as machine:
        machine.boot()
        machine.shell(f"printf '{RAMROOT}\\n\\n\\n3\\n' >/tmp/ubus; "
                      "(trap '' TERM; while :; do sleep 9; done) & :")
        machine.type("knit switchinit --with sleep --ask 'kill -USR1 1' program")
        for _ in range(5):
            seen = machine.expect("program: fed|Linux version").group(0)
            assert seen == "program: fed", "the watchdog has reset the machine"


def test_stage2_of_openwrt(device, tmp_path):
    """Nobody has called switchinit: sysupgrade's own script runs from the old root, as there."""
    standin = compiled(device.board, tmp_path, "procd-standin.c")
    stage2 = "#!/bin/sh\necho stage2: $PPID $1 $2 /ro[m] /overla[y]\n"
    device.make(rootfs=system(device, {"/sbin/init": standin, "/lib/upgrade/stage2": stage2}))
    with device.power_on() as machine:
        machine.boot()
        machine.shell("mkdir -p /tmp/root/sbin; cp /sbin/knit /tmp/root/sbin/upgraded; "
                      "printf '/tmp/root\\n/tmp/image.bin\\nsysupgrade\\n60\\n' >/tmp/ubus")
        machine.type("kill -USR1 1")
        machine.expect("stage2: 1 /tmp/image.bin sysupgrade /rom /overlay\r")
        machine.boot()


def test_refusals(device):
    """The system stays what it is."""
    device.make(rootfs=system(device, {"/sbin/broken": "#!/no/such/shell\n"}))
    with device.power_on() as machine:
        machine.boot()
        for words, why in (("", "arguments: "), ("--with", "arguments: "),
                           ("--what program", "arguments: "), ("nothing", "nothing: "),
                           ("/sbin/broken", "/no/such/shell: "),
                           ("--with nix program", "nix: "),
                           ("--ask false program", "asking init: ")):
            text = machine.shell(f"knit switchinit {words} 2>&1", check=False)
            assert re.search(f"knit: switchinit: {why}", text), text
            machine.shell(f"! grep {RAMROOT} /proc/mounts")
        assert machine.shell("echo alive; readlink /proc/1/exe") == "alive\n/bin/busybox"


def test_a_program_that_cannot_start(device):
    """It is too late to go back: knit's own console, from which the boot can go on."""
    device.make(rootfs=system(device, {"/sbin/program": "no program\n"}))
    with device.power_on() as machine:
        machine.boot()
        machine.type("knit switchinit program")
        machine.expect("knit: failsafe: switchinit: /sbin/program: ")
        machine.expect("knit> ")
        machine.type("boot")
        machine.boot()
        assert machine.shell("grep -c ' /rom squashfs ' /proc/mounts") == "1"


@root_only
@every_board("malta-le", "virt-arm64", "x86")
@pytest.mark.sample(1)
def test_the_network_is_kept(device, tmp_path):
    """Nobody is asked to end, so addresses stay; the network's programs are not killed either."""
    standin = compiled(device.board, tmp_path, "procd-standin.c")
    device.make(rootfs=system(device, {"/sbin/init": standin}))
    with Lan() as lan, device.power_on(cables=lan.taps) as machine:
        machine.boot()
        machine.shell(f"printf '{RAMROOT}\\n\\n\\n60\\n' >/tmp/ubus; ifconfig eth0 {ADDRESS} up; "
                      "route add default gw 192.168.1.2; for name in netifd other; do "
                      f"printf '{NETIFD}' >/tmp/$name; chmod +x /tmp/$name; /tmp/$name & done")
        assert wait_for(lambda: answers(lan), FOLLOW + BUSY) is not None
        show = "ip -o addr show up; ip route; cat /sys/class/net/eth0/flags"
        before = machine.shell(show)
        assert f"inet {ADDRESS}/24" in before and "default via 192.168.1.2" in before
        with lan.popen("ping", "-i", "0.2", ADDRESS, stdout=subprocess.PIPE, text=True) as ping:
            assert switch(machine, "--net --with ip --with ping --ask 'kill -USR1 1'") == "1 0"
            machine.shell("ping -c 3 192.168.1.2")
            ping.send_signal(signal.SIGINT)
            heard = [int(n) for n in re.findall(r"icmp_seq=(\d+) ", ping.stdout.read())]
        assert len(heard) > 5 and heard == list(range(1, len(heard) + 1)), "some pings are lost"
        assert machine.shell(show) == before
        left = machine.shell("cat /proc/[0-9]*/comm").split("\n")
        assert "netifd" in left and "other" not in left


def dynamic(board, folder):
    """{path: bytes} of a program, its interpreter by Debian's symlink, and two libraries."""
    (folder / "one.c").write_text("int two(void); int one(void) { return two(); }\n")
    (folder / "two.c").write_text("int two(void) { return 42; }\n")
    (folder / "main.c").write_text('#include <stdio.h>\nint one(void);\nint main(void)\n'
                                   '{ printf("program: %d\\n", one()); fflush(stdout);\n'
                                   '  for (;;) getchar(); }\n')
    gcc = [f"{board.cross}gcc", "-Os"]
    for name, needs in (("two", []), ("one", ["-ltwo"])):
        subprocess.run([*gcc, "-shared", "-fPIC", "-o", f"lib{name}.so", f"{name}.c", "-L.",
                        "-Wl,--no-as-needed", *needs], cwd=folder, check=True)
    subprocess.run([*gcc, "-o", "main", "main.c", "-L.", "-lone", "-Wl,-rpath-link,."], cwd=folder,
                   check=True)
    where = "/lib/x86_64-linux-gnu"
    files = {"/usr/bin/main": folder / "main", f"{where}/libc.so.6": Path(f"{where}/libc.so.6"),
             f"{where}/ld-linux-x86-64.so.2": Path(f"{where}/ld-linux-x86-64.so.2"),
             "/usr/lib/libone.so": folder / "libone.so", "/lib/libtwo.so": folder / "libtwo.so"}
    return {path: file.read_bytes() for path, file in files.items()}


@every_board("x86")
def test_libraries_come_along(device, tmp_path):
    """Of the program, and of its libraries; without one of them nothing is stopped."""
    files = dynamic(device.board, tmp_path)
    device.make(rootfs=system(device, files))
    with device.power_on() as machine:
        machine.boot()
        machine.shell("mkdir /lib64; ln -s /lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 /lib64/")
        machine.shell("mv /lib/libtwo.so /lib/libthree.so")
        assert "libtwo.so: " in machine.shell("knit switchinit main 2>&1", check=False)
        machine.shell("mv /lib/libthree.so /lib/libtwo.so")
        machine.type(f"knit switchinit {TOOLS} main")
        machine.expect("program: 42")


def test_nobody_gives_up_its_place(device):
    """An init that does not do what it was asked for."""
    inittab = (Path(__file__).parents[2] / "configs/rootfs/etc/inittab").read_text()
    device.make(rootfs=system(device, {"/etc/inittab": inittab}, SWITCHINIT_WAIT=3))
    with device.power_on() as machine:
        machine.boot()
        text = machine.shell("knit switchinit program 2>&1", check=False)
        assert re.search("knit: switchinit: asking init: .*(timed|took)", text), text
        machine.shell(f"! grep {RAMROOT} /proc/mounts")
        assert PROGRAM.split("\n", maxsplit=1)[0] == machine.shell("head -n 1 /sbin/program")

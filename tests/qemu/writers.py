# SPDX-License-Identifier: GPL-2.0-only
"""Programs that write to a board's overlay while `knit done` exchanges it, and what is left."""

WAIT = 6            # seconds, KNIT_SWITCH_WAIT of these tests
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

# All but the sizes and times of folders, and the inode numbers; not what is written all the time
LISTING = ("all() { find / -xdev ! -path '/tmp*' ! -path '/etc/busy*' \"$@\"; };"
           "all -exec stat -c '%n %F %a %u %g %t %T' {} + | sort;"
           "all ! -type d -exec stat -c '%n %s %Y' {} + | sort;"
           "find /etc /root/ -xdev -type l -exec readlink {} + | sort;"
           "all -type f -exec md5sum {} + | sort")

# Opens a file once, writes a line for each number until /tmp/stop is there, and closes it
ONCE = """#!/bin/sh
exec 3>>/etc/busy/once
i=0
while [ ! -e /tmp/stop ]; do i=$((i + 1)); echo $i >&3; usleep 3000 3>&-; done
echo $i > /tmp/once.lines
"""

# Opens it anew for each line
EACH = """#!/bin/sh
i=0
while [ ! -e /tmp/stop2 ]; do i=$((i + 1)); echo $i >> /etc/busy/each; done
echo $i > /tmp/each.lines
"""

# Has the file of that name open for ever
STUCK = """#!/bin/sh
exec 3>>/etc/$1
echo first >&3
while [ ! -e /tmp/more-$1 ]; do usleep 100000 3>&-; done
echo second >&3
while :; do sleep 1 3>&-; done
"""

# Has much to write, and writes its last line late
LARGE = """#!/bin/sh
exec 3>/etc/large
dd if=/dev/urandom bs=1k count=100 >&3 2>/dev/null
while [ ! -e /tmp/stop ]; do usleep 100000 3>&-; done
echo last >&3
"""

# A daemon as most are: its root and its current directory are /
DAEMON = """#!/bin/sh
cd /
while [ ! -e /etc/busy/go ]; do usleep 100000; done
cat /etc/busy/go > etc/busy/answer
"""

# Runs a command as soon as the root lies on the flash and on RAM
BETWEEN = """#!/bin/sh
while ! grep -q ' /overlay ' /proc/mounts; do :; done
usleep 500000
eval "$@"
"""

SCRIPTS = {"/bin/changes": CHANGES, "/bin/once": ONCE, "/bin/each": EACH, "/bin/stuck": STUCK,
           "/bin/large": LARGE, "/bin/aemon": DAEMON, "/bin/between": BETWEEN}


def router(device, wait=WAIT):
    """A board with a knit that exchanges the overlay, and these programs."""
    knit = device.knit_with(SWITCH="y", SWITCH_WAIT=str(wait))
    return device.make(device.rootfs({"/sbin/knit": knit, **SCRIPTS}, with_knit=False))

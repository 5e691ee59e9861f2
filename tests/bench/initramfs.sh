# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154,SC2086
#
# The same job with the tools of an initramfs. They have no BLKPG, so the kernel
# has made the partitions (mtdparts=); else this is bare.c as a script: nothing
# is looked at, every argument is known beforehand.
#
# contenders.py puts the first lines before this: the interpreter, $move and
# $switch; $bench is in the environment from the kernel's command line.
mkdir -p /proc /sys /tmp /rom /overlay /mnt
mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
mount -t devtmpfs -o nosuid,noexec,mode=0755 devtmpfs /dev
mount -t tmpfs -o nosuid,nodev,noatime,mode=1777 tmpfs /tmp
mount -t squashfs -o ro /dev/mtdblock9 /rom
if [ "$bench" = jffs2 ]; then
	rw=/overlay
	mount -t jffs2 -o noatime /dev/mtdblock10 /overlay
else
	rw=/tmp/root
	mkdir /tmp/root
	mount -t tmpfs -o noatime,mode=0755 tmpfs /tmp/root
	mkdir /tmp/root/upper /tmp/root/work
fi
mount -t overlay -o "noatime,lowerdir=/rom,upperdir=$rw/upper,workdir=$rw/work" \
	"overlayfs:$rw" /mnt
mount $move /proc /mnt/proc
mount $move /sys /mnt/sys
mount $move /dev /mnt/dev
mount $move /tmp /mnt/tmp
mount $move /rom /mnt/rom
[ "$bench" != jffs2 ] || mount $move /overlay /mnt/overlay
exec $switch /mnt /sbin/init

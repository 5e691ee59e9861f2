#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A node's first init as shell scripts for busybox, to compare knit with. What it
# does, and in which order, is what WalT's walt-init does in a node without a
# disk: the root by NFS, a small system in RAM that outlives it, a union of both,
# the real init on that, and beside it a watchdog and a net service.
#
# shell-node: is all three: /init of an initramfs, then process 1 of the NFS root,
# then of the system in RAM.
set -e
export PATH=/bin:/sbin:/usr/bin:/usr/sbin

RAM=/run/walt/rootfs

# option NAME: what the command line has behind NAME=
option() {
	sed -n "s/.* $1=\([^ ]*\).*/\1/p" /proc/cmdline
}

# moved TO: what is mounted on these goes there
moved() {
	for dir in dev proc sys run; do
		mount -o move "$2/$dir" "$1/$dir"
	done
}

# /init: the root, read-only. The kernel has obeyed ip= by now.
initramfs() {
	mkdir -p /proc /sys /dev /root
	mount -t proc proc /proc
	mount -t sysfs sysfs /sys
	mount -t devtmpfs devtmpfs /dev
	ip link set lo up
	nfs=$(option nfsroot)
	server=${nfs%%:*}
	until mount -t nfs -o "ro,vers=3,nolock,nocto,addr=$server" "${nfs%%,*}" /root; do
		sleep 1
	done
	for dir in proc sys dev; do
		mount -o move /$dir /root/$dir
	done
	exec switch_root /root /sbin/shell-node nfs
}

# On the NFS root: what must outlive it, in RAM.
nfs_root() {
	mount -t tmpfs tmpfs /run
	mkdir -p $RAM
	mount -t tmpfs tmpfs $RAM
	cd $RAM
	mkdir -p bin tmp dev proc sys run mnt/nfsroot mnt/fs_rw mnt/fs_work mnt/finalfs
	cp /bin/busybox bin/
	cp /sbin/shell-node bin/
	for applet in $(bin/busybox --list); do
		[ -e "bin/$applet" ] || ln -s busybox "bin/$applet"
	done
	pivot_root . mnt/nfsroot
	exec chroot . bin/shell-node ram <>mnt/nfsroot/dev/console >&0 2>&1
}

watchdog() {
	while timeout 20 ls /mnt/nfsroot >/dev/null; do
		sleep 5
	done
	reboot -f
}

net_service() {
	while read -r verb rest; do
		case $verb in
		MODE) ;;
		PING) echo OK ;;
		BLINK) if /bin/blink "$rest"; then echo OK; else echo KO; fi ;;
		REBOOT) echo OK && reboot -f ;;
		esac
	done
}

# In RAM: the union, and those that stay.
ram_root() {
	moved "" mnt/nfsroot
	mount -t overlay -o lowerdir=mnt/nfsroot,upperdir=mnt/fs_rw,workdir=mnt/fs_work \
		union mnt/finalfs
	moved mnt/finalfs ""
	cd mnt/finalfs
	pivot_root . run/walt/rootfs
	mount -o bind dev $RAM/dev
	chroot $RAM /bin/shell-node watchdog &
	chroot . /bin/busybox nc -ll -p 12346 -e /sbin/shell-node service &
	exec chroot . /sbin/init <>dev/console >&0 2>&1
}

case ${1:-} in
nfs) nfs_root ;;
ram) ram_root ;;
watchdog) watchdog ;;
service) net_service ;;
*) initramfs ;;
esac

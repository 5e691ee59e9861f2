#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# sysupgrade IMAGE: write a new firmware, and keep /etc. IMAGE is a kernel and a
# squashfs at the next erase block, with de ad c0 de as the last four bytes, at
# the erase block behind it. Runs twice: in the system, and as process 1 from
# the root in RAM into which knit switchinit has put it.
set -eu

T=/tmp/upgrade

# mtd NAME: its number, size and erase size, as the shell reads them.
mtd() {
	sed -n "s/^mtd\(.*\): \(.*\) \(.*\) \"$1\"\$/\1 0x\2 0x\3/p" /proc/mtd
}

# u32 N...: each as four bytes of the CPU's own order, which jffs2 has too.
u32() {
	for word; do
		for shift in $order; do
			printf "%b" "\\0$(printf %03o $((word >> shift & 255)))"
		done
	done
}

# crc FILE: as jffs2 reckons it, from 0. crc32 begins with all bits set and turns
# them at the end, so that zeroes of the same length make the difference.
crc() {
	head -c "$(wc -c <"$1")" /dev/zero >$T/zeroes
	echo $((0x$(crc32 <"$1") ^ 0x$(crc32 <$T/zeroes)))
}

# node TYPE BYTES: a jffs2 node; in $T/fields is what follows its header up to the
# CRCs, in $T/data what follows these. See include/uapi/linux/jffs2.h.
node() {
	if [ "$order" = "0 8 16 24" ]; then
		u32 $(($1 << 16 | 0x1985)) "$2"
	else
		u32 $((0x1985 << 16 | $1)) "$2"
	fi >$T/head
	{
		cat $T/head
		u32 "$(crc $T/head)"
		cat $T/fields
	} >$T/node
	fields=$(crc $T/node) data=$(crc $T/data)
	cat $T/node
	# the CRC of the name comes last, that of a file's data first
	if [ "$1" = $((0xe001)) ]; then
		u32 "$fields" "$data"
	else
		u32 "$data" "$fields"
	fi
	cat $T/data
	head -c $((-$2 & 3)) /dev/zero
}

# keep FILE: jffs2's nodes for it as /sysupgrade.tgz.
keep() {
	len=$(wc -c <"$1") at=0 version=1
	printf sysupgrade.tgz >$T/data
	{ u32 1 1 2 0; printf '\016\010\0\0'; } >$T/fields
	node $((0xe001)) $((40 + 14))
	while [ $at -lt "$len" ]; do
		tail -c +$((at + 1)) "$1" | head -c 4096 >$T/data
		n=$(wc -c <$T/data)
		# the inode, its version, mode; owner; size, three times; offset, lengths
		u32 2 $version $((0100600)) 0 "$len" 0 0 0 $at "$n" "$n" 0 >$T/fields
		node $((0xe002)) $((68 + n))
		at=$((at + n)) version=$((version + 1))
	done
}

# Where the squashfs begins, in erase blocks.
find_rootfs() {
	block=1
	while [ "$(dd if="$1" bs=$erase skip=$block count=1 2>/dev/null |
		head -c 4)" != hsqs ]; do
		block=$((block + 1))
	done
	echo $block
}

prepare() {
	case $(printf '\1\0' | hexdump -e '1/2 "%d"') in
	1) order="0 8 16 24" ;;
	*) order="24 16 8 0" ;;
	esac
	mkdir -p $T
	tar -C / -czf $T/sysupgrade.tgz etc
	head -c $(($(wc -c <"$1") - 4)) "$1" >$T/image
	keep $T/sysupgrade.tgz >>$T/image
	# an old jffs2 behind it would be seen as part of it
	rest=$((size - $(wc -c <$T/image)))
	head -c $rest /dev/zero | tr '\0' '\377' >>$T/image
	exec knit switchinit --with dd --with head --with tr --with sed --with cmp \
		--with reboot /sbin/sysupgrade --write "$(find_rootfs $T/image)"
}

# put FIRST [COUNT]: blocks of the image to where they belong.
put() {
	dd if=$T/image of="/dev/mtdblock$flash" bs=$erase skip="$1" seek="$1" \
		conv=fsync ${2:+count=$2} 2>/dev/null
}

# Nothing counts as a system until the squashfs has its first block: the old one's
# goes first, the new one's comes last.
write() {
	knit led upgrade || :
	knit msg "writing the firmware" || :
	echo "sysupgrade: writing"
	rootfs=$(mtd rootfs)
	head -c $erase /dev/zero | tr '\0' '\377' >"/dev/mtdblock${rootfs%% *}"
	put 0 "$1"
	put $(($1 + 1))
	put "$1" 1
	cmp $T/image "/dev/mtdblock$flash" && echo "sysupgrade: written"
	reboot -f
}

# shellcheck disable=SC2046
set -- "$@" $(mtd firmware)
case $1 in
--write) flash=$3 size=$(($4)) erase=$(($5)) && write "$2" ;;
*) flash=$2 size=$(($3)) erase=$(($4)) && prepare "$1" ;;
esac

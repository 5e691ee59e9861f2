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

# ones FILE AT: four bytes of a file as those of an erased flash; AT counts in fours.
ones() {
	printf '\377\377\377\377' | dd of="$1" bs=4 seek="$2" conv=notrunc 2>/dev/null
}

# What an erased flash is full of.
blank() {
	head -c "$1" /dev/zero | tr '\0' '\377'
}

# The image stays the one file that it is, since RAM may be short: the marker goes, the
# configuration is appended, and a last block is filled up.
prepare() {
	case $(printf '\1\0' | hexdump -e '1/2 "%d"') in
	1) order="0 8 16 24" ;;
	*) order="24 16 8 0" ;;
	esac
	mkdir -p $T
	mv "$1" $T/image
	tar -C / -czf $T/sysupgrade.tgz etc
	keep $T/sysupgrade.tgz >$T/kept
	magic=$(($(find_rootfs $T/image) * erase / 4))
	len=$(($(wc -c <$T/image) - 4))
	dd if=/dev/null of=$T/image bs=4 seek=$((len / 4)) 2>/dev/null
	cat $T/kept >>$T/image
	len=$((len + $(wc -c <$T/kept)))
	blank $((erase - len % erase)) >>$T/image
	[ $len -lt $size ] || {
		echo "sysupgrade: too large"
		exit 1
	}
	ones $T/image $magic
	rm $T/kept $T/sysupgrade.tgz
	exec knit switchinit --with dd --with head --with tr --with sed --with cmp --with wc \
		--with seq --with reboot /sbin/sysupgrade --write $magic
}

# magic TEXT MTD AT: the four bytes that make a squashfs, or end one, at once: nothing in
# TEXT is a one where the flash has a zero, so it need not be erased.
magic() {
	printf "%b" "$1" | dd of="/dev/mtd$2" bs=4 seek="$3" conv=notrunc 2>/dev/null
}

# block N: as it is to be. What is behind the image is blank: an old jffs2 there would be
# seen as part of the new one.
block() {
	if [ $(($1 * erase)) -lt "$(wc -c <$T/image)" ]; then
		dd if=$T/image bs=$erase skip="$1" count=1 2>/dev/null
	else
		blank $erase
	fi
}

# From the first step to the last there is no squashfs, whose magic is written when all else
# is known to be right.
write() {
	knit led upgrade || :
	knit msg "writing the firmware" || :
	echo "sysupgrade: writing"
	rootfs=$(mtd rootfs)
	magic '\0\0\0\0' "${rootfs%% *}" 0
	blocks=$(seq 0 $((size / erase - 1)))
	# one by one, since the kernel would erase a block for each part that it writes later
	for n in $blocks; do
		block "$n" | dd of="/dev/mtdblock$flash" bs=$erase seek="$n" conv=fsync 2>/dev/null
	done
	echo 1 >/proc/sys/vm/drop_caches
	for n in $blocks; do
		block "$n"
	done | cmp - "/dev/mtdblock$flash" &&
		magic hsqs "$flash" "$1" && echo "sysupgrade: written"
	reboot -f
}

# shellcheck disable=SC2046
set -- "$@" $(mtd firmware)
case $1 in
--write) flash=$3 size=$(($4)) erase=$(($5)) && write "$2" ;;
*) flash=$2 size=$(($3)) erase=$(($4)) && prepare "$1" ;;
esac

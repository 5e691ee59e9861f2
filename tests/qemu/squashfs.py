# SPDX-License-Identifier: GPL-2.0-only
"""Ways to spoil a squashfs. Offsets are those of struct squashfs_super_block."""
import struct

COMPRESSION, BLOCK_LOG, ROOT_INODE, BYTES_USED = 20, 22, 32, 40
INODE_TABLE, DIRECTORY_TABLE = 64, 72
HEADER = 96


def number(image, at, form="<Q"):
    return struct.unpack_from(form, image, at)[0]


def flip(image, at, bits=0xff):
    image[at] ^= bits


def flip_magic(image):
    flip(image, 0, 0x01)


def flip_compression(image):
    flip(image, COMPRESSION, 0x40)


def flip_block_log(image):
    flip(image, BLOCK_LOG, 0x10)


def flip_root_inode(image):
    """The block of compressed inodes that holds the root's."""
    block = number(image, INODE_TABLE) + (number(image, ROOT_INODE) >> 16)
    for at in range(block + 8, block + 40):
        flip(image, at)


def flip_data(image):
    """The contents of files: busybox, which is the init and the shell, is most of them."""
    for at in range(HEADER + 64, number(image, INODE_TABLE), 512):
        flip(image, at)


def cut_in_half(image):
    """As after an upgrade that was interrupted: the superblock is whole, the tables are gone."""
    half = number(image, BYTES_USED) // 2
    image[half:] = b"\xff" * (len(image) - half)


def claim(image, size):
    """Let the superblock say another size."""
    struct.pack_into("<Q", image, BYTES_USED, size)

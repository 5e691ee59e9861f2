/* SPDX-License-Identifier: GPL-2.0-only */
/* A node: a machine whose root is on a server. Documentation/node.rst */
#ifndef KNIT_NODE_H
#define KNIT_NODE_H

#include "../net/net.h"

/*
 * Where all that belongs to it lies: WalT's tools, such as the one that saves what was changed
 * on a node as an image, know these names below /run, which /tmp becomes at the handover.
 */
#define NODE_RAM	"/tmp/walt/rootfs"
#define NODE_NFS	NODE_RAM "/mnt/nfsroot"

/* mount.c */
int node_mount(struct boot *b);

#endif /* KNIT_NODE_H */

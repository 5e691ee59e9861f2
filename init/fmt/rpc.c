// SPDX-License-Identifier: GPL-2.0-only
/* The NULL call of NFS (RFC 5531, RFC 1813), over TCP: the least that a server can answer. */
#include "fmt.h"

#define RPC_LAST	0x80000000	/* RFC 5531, 11: the fragment is the last */
#define RPC_ASKS	0
#define RPC_ANSWERS	1
#define NFS_PROGRAM	100003

/**
 * rpc_null() - make a NULL call
 * @call: takes it
 * @xid: what the reply will have, too
 */
void rpc_null(u32 call[RPC_CALL / 4], u32 xid)
{
	memset(call, 0, RPC_CALL);
	call[0] = be32(RPC_LAST | (RPC_CALL - 4));
	call[1] = xid;
	call[2] = be32(RPC_ASKS);
	call[3] = be32(2);		/* of RPC */
	call[4] = be32(NFS_PROGRAM);
	call[5] = be32(3);
}

/**
 * rpc_reply() - is this a reply to that call?
 * @reply: what has come so far
 * @len: bytes of it
 * @xid: the call's
 *
 * What it says is of no interest: a server that lacks that version of NFS is alive, too.
 *
 * Return: bytes of the whole reply; 0 if there is more to come, -EINVAL if it is none.
 */
int rpc_reply(const u32 *reply, u32 len, u32 xid)
{
	u32 size;

	if (len < 4)
		return 0;
	size = (be32(reply[0]) & ~RPC_LAST) + 4;
	if (!(be32(reply[0]) & RPC_LAST) || size < 12 || size > RPC_REPLY || len > size)
		return -EINVAL;
	if (len < size)
		return 0;
	return reply[1] == xid && be32(reply[2]) == RPC_ANSWERS ? (int)size : -EINVAL;
}

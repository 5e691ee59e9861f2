// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer targets for init/fmt/: TARGET chooses one. What must hold beyond
 * "reads nothing but its input" is asserted.
 */
#include "../../init/fmt/fmt.h"
#include "../../init/fmt/kernel.h"
#include "../unit/digits.h"

int fuzz_one(const u8 *data, size_t size) __asm__("LLVMFuzzerTestOneInput");

#define __maybe_unused	__attribute__((unused))
#define ensure(x)	do { if (!(x)) __builtin_trap(); } while (0)

/* The input as a text, with @more bytes of room behind its NUL. */
static char *as_text(const u8 *data, size_t size, size_t more)
{
	char *s = malloc(size + 1 + more);

	ensure(s);
	memcpy(s, data, size);
	s[size] = '\0';
	return s;
}

static __maybe_unused void fuzz_cmdline(const u8 *data, size_t size)
{
	static const char *const keys[] = { "init=", "root=", "rootwait", "ro", "--=" };
	char *s = as_text(data, size, 1);
	char *end = s + size + 2;
	const char *word;
	char *argv[8];
	unsigned int i;

	cmdline_split(s);
	for (word = s; *word; word += strlen(word) + 1)
		ensure(word < end && !strchr(word, '"'));
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *value = cmdline_get(s, keys[i]);

		ensure(!value || (value > s && value < end));
	}
	for (i = 0; i < ARRAY_SIZE(argv); i++) {
		const char *rest = words_list(s, argv, i);

		ensure(rest >= s && rest < end && (!*rest || !argv[i]));
	}
	for (i = 0, word = s; *word; i++, word += strlen(word) + 1)
		ensure(words_index(s, word) <= i);
	ensure(words_index(s, "\"") == i);
	free(s);
}

static __maybe_unused void fuzz_number(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	u32 value;

	ensure(number(s, 10, &value) == s + strspn(s, "0123456789"));
	ensure(number(s, 16, &value) == s + strspn(s, "0123456789abcdef"));
	if (*number(s, 10, &value) == ':')
		ensure(device_number(s, &value) > s);
	free(s);
}

static __maybe_unused void fuzz_procmtd(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	struct mtd mtd;

	if (!procmtd_find(s, "firmware", &mtd))
		ensure(mtd.erasesize && strstr(s, "\"firmware\""));
	procmtd_find(s, "x", &mtd);
	free(s);
}

static __maybe_unused void fuzz_mountinfo(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	u32 id;
	u32 parent;
	const char *dir = mountinfo_get(s, &id, &parent);

	ensure(dir >= s && dir <= s + size && !memchr(s, '\n', dir - s));
	free(s);
}

/* What parses the first bytes of something: these are exactly as many as promised. */
static __maybe_unused void fuzz_head(const u8 *data, size_t size)
{
	u32 *head = calloc(1, SQUASHFS_HEADER);
	u32 *small = malloc(UIMAGE_HEADER);
	u32 *block = calloc(1, BLOCKTYPE_HEADER);
	u8 *setup = calloc(1, BZIMAGE_HEADER);
	u32 n = 0;

	ensure(head && small && block && setup);
	memcpy(setup, data, size < BZIMAGE_HEADER ? size : BZIMAGE_HEADER);
	ensure(!bzimage_size(setup) || bzimage_size(setup) >= 1024);
	memcpy(head, data, size < SQUASHFS_HEADER ? size : SQUASHFS_HEADER);
	memcpy(small, head, UIMAGE_HEADER);
	memcpy(block, data, size < BLOCKTYPE_HEADER ? size : BLOCKTYPE_HEADER);
	if (!squashfs_size(head, &n))
		ensure(n <= 0x7fffffff);
	if (!uimage_size(small, &n))
		ensure(n >= UIMAGE_HEADER && n <= 0x7fffffff);
	ensure(overlay_state(*head) <= OVERLAY_UNKNOWN);
	if (block_fstype(block))
		ensure(block[0x400 / 4] || block[0x438 / 4]);
	free(head);
	free(small);
	free(block);
	free(setup);
}

static __maybe_unused void fuzz_compatible(const u8 *data, size_t size)
{
	char *list = as_text(data, size, 1);

	list[size + 1] = '\0';
	if (cmdline_get(list, "mti,malta"))
		ensure(memmem(list, size + 1, "mti,malta", 10));
	free(list);
}

static __maybe_unused void fuzz_cpuinfo(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);

	if (cpuinfo_machine(s, "mti,malta"))
		ensure(strstr(s, ": mti,malta"));
	cpuinfo_machine(s, "");
	free(s);
}

static __maybe_unused void fuzz_lines(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	char *value = malloc(16);

	ensure(value);
	if (!lines_get(s, "PARTNAME=", value, value + 16))
		ensure(strlen(value) < 16 && !strchr(value, '\n') && strstr(s, value));
	ensure(!after(s, "MAJOR=") == !!strncmp(s, "MAJOR=", 6));
	ensure(line_next(s) <= s + strlen(s) && (!*s || line_next(s) > s));
	ensure((u8)*field_end(s) <= ' ' && field_end(s) <= s + strlen(s));
	free(value);
	free(s);
}

static __maybe_unused void fuzz_fstype(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	char *name = malloc(16);
	const char *at = s;

	ensure(name);
	while ((at = fstype_next(at, name, 16))) {
		ensure(at > s && at <= s + size);
		ensure(*name && strlen(name) < 16 && !strpbrk(name, "\n\t,"));
	}
	if (fstype_nodev(s, "9p"))
		ensure(strstr(s, "nodev\t9p\n"));
	fstype_nodev(s, "");
	free(name);
	free(s);
}

/* The texts of PARTUUID=, and the sectors that they are looked up in. */
static __maybe_unused void fuzz_gpt(const u8 *data, size_t size)
{
	u32 *sector = calloc(1, GPT_SECTOR);
	char *s = as_text(data, size, 0);
	u8 uuid[16] = { 0 };
	int digits = partuuid_parse(s, uuid);

	ensure(sector);
	memcpy(sector, data, size < GPT_SECTOR ? size : GPT_SECTOR);
	if (digits == GUID_DIGITS)
		ensure(strlen(s) == 36 && strspn(s, "0123456789abcdefABCDEF-") == 36);
	else if (digits == MBR_DIGITS)
		ensure(strlen(s) == 11 && strspn(s, "0123456789abcdefABCDEF-") == 11);
	else
		ensure(digits == -EINVAL);
	if (gpt_is(sector))
		ensure(le32(sector[GPT_ENTRIES]) <= GPT_ENTRIES_MAX && sector[GPT_LBA]);
	if (mbr_is(sector, uuid))
		ensure(!memcmp(&sector[440 / 4], uuid, 4));
	free(s);
	free(sector);
}

/* A program, which says how long its tables are; and the same bytes as /proc/mounts. */
static __maybe_unused void fuzz_elf(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	int len = strlen(s);
	char *file = malloc(size + 1);	/* one more, for a size of 0 */
	unsigned int n;

	ensure(file);
	memcpy(file, data, size);
	for (n = 0; n < 8; n++) {
		const char *name = elf_needs(file, size, n);

		ensure(!name || (!n && !*name) ||
		       (name >= file && name + strlen(name) < file + size));
	}
	while (len > 0) {
		int before = len;
		const char *at = mounts_last(s, &len);

		ensure(len < before && at >= s + len && strlen(at) <= (size_t)(before - len));
	}
	free(file);
	free(s);
}

/* The datagram is of its size and no byte more. */
static __maybe_unused void fuzz_netmsg(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	char *datagram = malloc(NETMSG_SIZE + 1);
	int err;

	ensure(datagram);
	err = netmsg(datagram, s);
	ensure(!err == (strlen(s) <= NETMSG_TEXT));
	ensure(err || (!strcmp(datagram + 2, s) && !datagram[NETMSG_SIZE - 1]));
	free(datagram);
	free(s);
}

/* All values lie in the text and have their ends there. */
static __maybe_unused void fuzz_config(const u8 *data, size_t size)
{
	const char *values[WALT_VALUES];
	char *s = as_text(data, size, 0);
	char *end = s + strlen(s);
	unsigned int n;
	int err = walt_config(s, values);

	ensure(err ? err == -ENOENT && !values[WALT_MODE] : !!values[WALT_MODE]);
	for (n = 0; n < WALT_VALUES; n++)
		ensure(!values[n] || (values[n] > s && values[n] < end &&
				      values[n] + strlen(values[n]) < end));
	free(s);
}

/* The input as what a server asks, and what an NFS server answers, and as /proc/mounts. */
static __maybe_unused void fuzz_node(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	size_t len = strlen(s);
	u32 *reply = malloc(size + 1);
	u32 call[RPC_CALL / 4];
	unsigned int turns = 0;
	const char *addr;
	u32 ip;
	int n;

	ensure(reply);
	rpc_null(call, 0);
	memcpy(reply, data, size);
	n = rpc_reply(reply, size < RPC_REPLY ? size : RPC_REPLY, size < 8 ? 0 : reply[1]);
	ensure(n == -EINVAL || !n || (n >= 12 && n <= RPC_REPLY && (size_t)n <= size));
	n = clock_answer(s, &ip);
	ensure(n == -EAGAIN || n == -EINVAL || strstr(s, "\n('RESULT', "));
	addr = mount_server(s, "/", &ip);
	ensure(!addr || (addr > s && addr < s + len && addr[-1] == '='));
	fuzz_config(data, size);
	while (request_read(s, 0) != REQUEST_MORE)
		ensure(strlen(s) < len && ++turns <= size);
	ensure(!strchr(s, '\n'));
	ensure(request_read(s, 1) != REQUEST_MORE && !*s);
	free(reply);
	free(s);
}

/* The first line of the input is the name, the rest a file of depmod's, or a module. */
static __maybe_unused void fuzz_modules(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	const char *found, *depends;
	char *text = s + strcspn(s, "\n");

	text += *text == '\n';
	found = modules_find(text, s);
	ensure(found >= text && found <= s + size);
	if (*found)
		ensure(module_match(found, s) && strchr(found, '.'));
	depends = modinfo_depends(s, size);
	if (*depends)
		ensure(depends >= s + 9 && depends < s + size &&
		       !memcmp(depends - 9, "\0depends=", 9));
	ensure(!*s || module_char(*s) == ((u8)*s > ','));
	free(s);
}

/* All that is returned lies in the text, in its order, and ends there. */
static __maybe_unused void fuzz_uci(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	struct uci u = { .at = s };
	unsigned int line = 0;
	const char *at = s;
	int kind;

	while ((kind = uci_next(&u))) {
		ensure(u.at > at && u.at <= s + size && u.line >= line && u.line <= size + 1);
		if (kind != -EINVAL)
			ensure(kind >= UCI_SECTION && kind <= UCI_LIST && *u.name && u.name > at &&
			       u.name + strlen(u.name) < u.at + !*u.at &&
			       (!*u.value || u.value == u.name + strlen(u.name) + 1));
		line = u.line;
		at = u.at;
	}
	ensure(!*u.at);
	free(s);
}

#define FUZZ_ENTRIES	4

/* Entries point into the text, no more of them are written than there is room for. */
static __maybe_unused void fuzz_entries(int plain, const u8 *data, size_t size)
{
	struct fstab f = { .entries = calloc(FUZZ_ENTRIES, sizeof(*f.entries)),
			   .max = FUZZ_ENTRIES };
	char *s = as_text(data, size, 1);
	const struct fstab_entry *e;
	unsigned int i, k, n = 0;
	int err;

	ensure(f.entries);
	err = plain ? fstab_plain(s, &f) : fstab_uci(s, &f);
	ensure(!err || f.nr == FUZZ_ENTRIES);
	ensure(f.nr <= FUZZ_ENTRIES && !f.line == !f.unknown);
	for (i = 0; i < f.nr; i++) {
		for (k = 0; k < 6; k++) {
			const char *text = f.entries[i].text[k];

			ensure(!text || (text >= s && text + strlen(text) <= s + size));
		}
		if (f.entries[i].options)
			fstab_option(f.entries[i].options, "pri=");
	}
	for (e = fstab_order(&f); e; e = e->next) {
		ensure(*e->target == '/' && !strstr(e->target, "//") && ++n <= f.nr);
		ensure(!e->next || strcmp(e->target, e->next->target) < 0);
	}
	free(f.entries);
	free(s);
}

static __maybe_unused void fuzz_fstab(const u8 *data, size_t size)
{
	fuzz_entries(0, data, size);
	fuzz_entries(1, data, size);
}

/* It gets shorter, and by three bytes for each that is put in. */
static __maybe_unused void fuzz_escape(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	size_t len = strlen(s);

	unescape(s);
	ensure(strlen(s) <= len && (strlen(s) == len || memchr(data, '\\', len)));
	free(s);
}

/* What is for the file system is a part of what was there, and no longer. */
static __maybe_unused void fuzz_mountopts(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	size_t len = strlen(s);
	char *left = malloc(len + 1);
	unsigned long flags = 0;
	unsigned long again = 0;

	ensure(left);
	if (len)
		mount_options(s, &flags, left, left + len);	/* it may be just too much */
	ensure(!mount_options(s, &flags, left, left + len + 1));
	ensure(strlen(left) <= len && left[0] != ',');
	ensure(!*left || left[strlen(left) - 1] != ',');
	ensure(!strstr(left, ",,") && strlen(s) == len);
	/* none of ours is left, and in place will do */
	mount_options(left, &again, left, left + len + 1);
	ensure(!again);
	free(left);
	free(s);
}

/* An NFS server's name, and an address in the kernel's way. */
static __maybe_unused void fuzz_nfs(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 0);
	char to[64];
	char *end = to + sizeof(to);
	u32 addr;
	const char *rest = ip_read(s, &addr);
	u8 mac[MAC_LEN];
	unsigned int n;

	ensure(bootif_read(s, mac) == -EINVAL || strlen(s) == 2 + 3 * MAC_LEN);
	ensure(!rest || (rest >= s + 7 && rest <= s + 15));
	for (n = 0; n < 9; n++)
		ensure(ip_field(s, n) <= s + strlen(s));
	rest = nfsroot_source(to, end, s, "10.0.2.2:and so on");
	if (!rest)
		to[0] = '\0';
	n = strlen(to);
	if (!nfsroot_name(to, end, "name"))
		ensure(strlen(to) < sizeof(to) && strlen(to) >= n && !strstr(to, "%s"));
	rest = nfsroot_source(to, end, s, "10.0.2.2:and so on");
	ensure(!rest || (strlen(to) < sizeof(to) && strchr(to, '/') && rest <= s + strlen(s)));
	if (!nfs_options(to, end, s, s))
		ensure(strlen(to) < sizeof(to) - 1 && strstr(to, s));
	ensure(!nfs_type(s) || (nfs_type(s) == 3) == !s[3]);
	free(s);
}

/* The first byte of the input is the type, the rest what is read of such a device. */
static __maybe_unused void fuzz_superblock(const u8 *data, size_t size)
{
	const struct superblock *row = superblocks + (size ? data[0] : 0) % SUPERBLOCKS;
	u32 *body = calloc(1, SUPERBLOCK_BODY);
	struct probe *p = malloc(sizeof(*p));
	const char *s;

	ensure(body && p);
	memset(p, 0xee, sizeof(*p));
	if (size)
		memcpy(body, data + 1, size > SUPERBLOCK_BODY ? SUPERBLOCK_BODY : size - 1);
	if (superblock_is(row, body[0]))
		ensure(body[0]);
	superblock_read(row, body, p);
	ensure(strlen(p->type) >= 3 && strlen(p->type) <= 8);
	ensure(!p->driver || strlen(p->driver) <= 5);
	ensure(strspn(p->uuid, "0123456789abcdefABCDEF-") == strlen(p->uuid));
	ensure(!*p->uuid || strlen(p->uuid) == (row->uuid_len == 4 ? 9 : 36));
	ensure(strlen(p->label) < sizeof(p->label));
	for (s = p->label; *s; s++)
		ensure((u8)*s >= ' ' && *s != 0x7f);
	ensure(s == p->label || s[-1] != ' ');
	free(p);
	free(body);
}

/* Well-formed as far as that can be told by counting, and within its room. */
static __maybe_unused void fuzz_chart(const u8 *data, size_t size)
{
	size_t room = size ? 1 + 64 * data[0] : 1;
	char *s = as_text(data, size, 0);
	char *to = malloc(room);
	int open = 0;
	char *at;

	ensure(to);
	if (!chart(to, to + room, s)) {
		for (at = to; *at; at++) {
			ensure(*at >= ' ' || *at == '\n');
			open += *at == '<';
			open -= *at == '>';
			ensure(open == 0 || open == 1);
		}
		ensure(!open && !strchr(to, '&'));
	}
	ensure(memchr(to, 0, room));
	free(to);
	free(s);
}

/* In two pieces, cut where the first byte of the input says, it is the same. */
static __maybe_unused void fuzz_sha256(const u8 *data, size_t size)
{
	u32 cut = size ? data[0] * size / 256 : 0;
	struct sha256 one, two;

	sha256_begin(&one);
	sha256_add(&one, data, size);
	sha256_end(&one);
	sha256_begin(&two);
	sha256_add(&two, data, cut);
	sha256_add(&two, data + cut, size - cut);
	sha256_end(&two);
	ensure(!memcmp(one.hash, two.hash, sizeof(one.hash)));
}

/* Nothing but what is promised is written, and the name of a squashfs is one. */
static __maybe_unused void fuzz_md5(const u8 *data, size_t size)
{
	char uuid[SQUASHFS_UUID];
	u8 *copy = malloc(size + MD5_MORE);
	u32 hash[4];

	ensure(copy);
	memcpy(copy, data, size);
	md5((u32 *)copy, size, hash);
	ensure(!memcmp(copy, data, size));
	if (size >= SQUASHFS_HEADER) {
		squashfs_uuid((u32 *)copy, uuid);
		ensure(strlen(uuid) == SQUASHFS_UUID - 1 && uuid[8] == '-' && uuid[26] == '-');
	}
	free(copy);
}

/* Both parts lie in the file, one behind the other. */
static __maybe_unused void fuzz_signature(const u8 *data, size_t size)
{
	struct signature s;

	if (signature_read((struct span){ data, size }, &s))
		return;
	ensure(size >= SIGNATURE_HEAD && s.signature.at == data + SIGNATURE_HEAD);
	ensure(s.certificate.at == s.signature.at + s.signature.len);
	ensure(s.signature.len <= size && s.certificate.len <= size);
	ensure(s.certificate.at + s.certificate.len <= data + size);
}

/* The input and no more, where words may lie. */
static struct span as_span(const u8 *data, size_t size)
{
	u8 *copy = malloc(size + 1);	/* one more, for a size of 0 */

	ensure(copy);
	memcpy(copy, data, size);
	return (struct span){ copy, size };
}

static int inside(struct span part, struct span whole)
{
	return !part.len || (part.at >= whole.at && part.len <= whole.len &&
			     part.at - whole.at <= (long)(whole.len - part.len));
}

/* What is made of a tree is a tree that says what it should, of which another can be made. */
static __maybe_unused void fuzz_fdt(const u8 *data, size_t size)
{
	const struct fdt_change c = {
		"console=ttyS0", 0x123456789ull, 0x1000,
		"40000000-47ffffff : System RAM\n880000000-97fffffff : System RAM\n",
	};
	struct span from = as_span(data, size);
	u32 room = size + FDT_SPARE;
	u32 *to = malloc(room);
	u32 *again = malloc(room + FDT_SPARE);
	struct fdt f;
	int len, token;

	ensure(to && again);
	if (!fdt_open(&f, from) && !fdt_child(&f, "") && !fdt_child(&f, "chosen") &&
	    !fdt_prop(&f, "bootargs"))
		ensure(inside((struct span){ (const u8 *)f.value, f.len }, from));
	len = fdt_edit(to, room, from, &c);
	ensure(len < (int)room);	/* -ENOSPC: its parts lie on top of each other */
	if (len > 0) {
		struct span made = { (const u8 *)to, len };

		ensure(!fdt_open(&f, made) && fdt_next(&f) == FDT_NODE);
		ensure(!fdt_child(&f, "chosen"));
		ensure(!fdt_prop(&f, "bootargs") && !strcmp((const char *)f.value, c.bootargs));
		do {
			token = fdt_next(&f);
			ensure(token > 0);
		} while (token != FDT_END);
		ensure(fdt_edit(again, room + FDT_SPARE, made, &c) > 0);
	}
	free((void *)from.at);
	free(again);
	free(to);
}

/* Other kernels' files: what is told of them lies in them. */
static __maybe_unused void fuzz_kernels(const u8 *data, size_t size)
{
	struct span file = as_span(data, size);
	struct image i;
	struct zimage z;
	struct fit f;

	if (!fit_read(file, &f))
		ensure(inside(f.kernel, file) && inside(f.fdt, file) && inside(f.ramdisk, file));
	else if (f.wrong)
		ensure(strlen(f.wrong) <= size + sizeof("configurations"));
	if (!zimage_read(file, &z))
		ensure(z.len <= size && z.len && z.unpacked <= ZIMAGE_MOST &&
		       z.offset <= ZIMAGE_MOST && z.work <= ZIMAGE_MOST);
	if (!image_read(file, IMAGE_ARM64, &i) || !image_read(file, IMAGE_RISCV64, &i))
		ensure(i.size >= size && i.size <= IMAGE_MOST && i.offset <= IMAGE_MOST);
	free((void *)file.at);
}

/* No segment outside of memory, nor where another one is. */
static void segments_good(struct kernel *k, unsigned long from, unsigned long to)
{
	unsigned int i, n;

	ensure(k->nr <= KEXEC_SEGMENT_MAX);
	for (i = 0; i < k->nr; i++) {
		const struct kexec_segment *s = segments_of(k) + i;
		unsigned long at = (unsigned long)s->mem;

		ensure(at >= from && s->memsz && at + s->memsz - 1 >= at);
		ensure(at + s->memsz - 1 <= to);
		ensure(at % KERNEL_PAGE == 0 && s->memsz % KERNEL_PAGE == 0);
		ensure(s->bufsz <= s->memsz);
		for (n = 0; n < i; n++) {
			unsigned long other = (unsigned long)segments_of(k)[n].mem;

			ensure(at + s->memsz <= other || other + segments_of(k)[n].memsz <= at);
		}
	}
}

/* A uImage, or an ELF kernel; that may be in the uImage, too. */
static __maybe_unused void fuzz_load(const u8 *data, size_t size)
{
	struct span file = as_span(data, size);
	struct span image = file;
	struct kernel k = { .iomem = "00100000-ffffffff : System RAM\n" };
	unsigned int i;
	u32 load;
	u32 entry;

	if (!uimage_open(&image, &load, &entry))
		ensure(inside(image, file) && image.at == file.at + UIMAGE_HEADER);
	else
		ensure(image.at == file.at && image.len == file.len);
	if (!kernelelf(image, &k))
		ensure(k.nr && k.entry);
	for (i = 0; i < k.nr; i++)
		ensure(inside((struct span){ segments_of(&k)[i].buf, segments_of(&k)[i].bufsz },
			      image));
	segments_good(&k, 0x100000, 0xffffffff);
	free((void *)file.at);
}

/* The input as /proc/iomem, and as a command line for the next kernel. */
static __maybe_unused void fuzz_iomem(const u8 *data, size_t size)
{
	char *s = as_text(data, size, 1);
	struct kernel k = { .iomem = s };
	struct span what = { (const u8 *)"x", 1 };
	const char *text = s;
	char *to = malloc(size + 16);
	struct ram ram;
	unsigned int i;

	ensure(to);
	while (text && (text = iomem_next(text, &ram)))
		ensure(text > s && text <= s + size);
	ensure(!iomem_kernel(s) || strstr(s, " : Kernel code\n"));
	for (i = 0; i < 4; i++) {
		unsigned long at = segment_place(&k, what, 0x20000000);

		ensure(at < 0x20000000 && k.nr <= 2 * i + 1);
		segment_add(&k, what, at + KERNEL_PAGE, size);
	}
	segments_good(&k, 0, -1ul);
	cmdline_split(s);
	ensure(cmdline_again(to, to + size + 16, s, "x") < to + size + 16);
	ensure(!strstr(to, "rd_start") || strstr(to, "\"") || !strstr(to, " rd_s"));
	free(to);
	free(s);
}

/* Two heads, and what their cells tell; the names of slots are what they may be. */
static __maybe_unused void fuzz_state(const u8 *data, size_t size)
{
	static const char *const names[] = { "a", "b", NULL };
	struct state s = { .known = 1, .tried = size & 2, .taken = size & 4 };
	int n;

	memcpy(s.head, data, size < sizeof(s.head) ? size : sizeof(s.head));
	n = state_newer(s.head);
	ensure(n < STATE_COPIES);
	if (n >= 0) {
		s.head[0] = s.head[n];
		ensure(strlen(state_slot(&s)) < SLOT_NAME);
		for (n = 0; n < 4; n++) {
			int slot = slot_pick(&s, names, n);

			ensure(slot == -ENOENT ? n == 3 || !s.taken : slot < 2 && !(n >> slot & 1));
		}
		state_next(&s, state_slot(&s), s.head[0].trial);
		ensure(state_newer(s.head) == 1 && s.head[1].sum == state_sum(&s.head[1]));
	}
	while (size && !state_counted(&s, data[--size]))
		ensure(s.bad < STATE_BAD_MAX);
}

#include "netboot.h"

int fuzz_one(const u8 *data, size_t size)
{
	TARGET(data, size);
	return 0;
}

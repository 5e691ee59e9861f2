// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdtedit.c, fit.c and zimage.c on a file, for test_trees.py:
 *   edit LINE INITRD LENGTH [IOMEM]: the tree on stdin to stdout
 *   fit, zimage, image             : what is in that on stdin, in words
 */
#include "../../../init/fmt/fmt.h"
#include "../tap.h"

#define FILE_MAX	(32 << 20)

static int edit(struct span in, char **argv)
{
	u32 room = in.len + FDT_SPARE + strlen(argv[2]);
	struct fdt_change c = { .bootargs = argv[2] };
	u32 *to = malloc(room);
	int got;

	c.initrd = strtoull(argv[3], NULL, 0);
	c.initrd_len = strtoul(argv[4], NULL, 0);
	c.iomem = argv[5];
	got = to ? fdt_edit(to, room, in, &c) : -ENOMEM;
	if (got > 0)
		got = fwrite(to, 1, got, stdout) - got;
	free(to);
	return got;
}

static void tell(const char *name, struct span in, struct span what)
{
	if (what.len)
		printf("%s %ld %u\n", name, (long)(what.at - in.at), what.len);
}

static int fit(struct span in)
{
	struct fit f;
	int err = fit_read(in, &f);

	if (err) {
		fprintf(stderr, "%s\n", f.wrong ? f.wrong : "no FIT");
		return err;
	}
	tell("kernel", in, f.kernel);
	tell("fdt", in, f.fdt);
	tell("ramdisk", in, f.ramdisk);
	printf("load %x\nentry %x\n", f.load, f.entry);
	return 0;
}

static int zimage(struct span in)
{
	struct zimage z;
	int err = zimage_read(in, &z);

	if (!err)
		printf("%u %u %x %u\n", z.len, z.unpacked, z.offset, z.work);
	return err;
}

static int image(struct span in)
{
	struct image i;
	int err = image_read(in, IMAGE_ARM64, &i);

	if (err == -ENOEXEC)
		err = image_read(in, IMAGE_RISCV64, &i);
	if (!err)
		printf("%x %x\n", i.offset, i.size);
	return err;
}

int main(int argc, char **argv)
{
	static u32 file[FILE_MAX / 4];
	struct span in = { (u8 *)file, fread(file, 1, sizeof(file), stdin) };
	int err = -EINVAL;

	in.at = exactly(file, in.len);
	if (argc > 4 && !strcmp(argv[1], "edit"))
		err = edit(in, argv);
	else if (argc == 2 && !strcmp(argv[1], "fit"))
		err = fit(in);
	else if (argc == 2 && !strcmp(argv[1], "zimage"))
		err = zimage(in);
	else if (argc == 2 && !strcmp(argv[1], "image"))
		err = image(in);
	return err == -EOPNOTSUPP ? 95 : -err;	/* mips has another number for it */
}

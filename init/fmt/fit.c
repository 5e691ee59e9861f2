// SPDX-License-Identifier: GPL-2.0-only
/*
 * U-Boot's flattened image tree (u-boot doc/usage/fit/source_file_format.rst): a device tree
 * that holds images, or says where they are behind it, and names those that go together.
 * Hashes and signatures in it are not looked at.
 */
#include "fmt.h"

#define FIT_RAW	"mips"	/* a kernel elsewhere has a format, which tells the CPU and the place */

/* A property that is one text: a device tree in parts is more. */
static int fit_text(struct fdt f, const char *name, const char **text)
{
	int err = fdt_prop(&f, name);
	const char *s = (const char *)f.value;

	if (err)
		return err;
	if (!f.len || s[f.len - 1] || strlen(s) + 1 != f.len)
		return -EINVAL;
	*text = s;
	return 0;
}

/* A property that is a number: one word, or two of which the first is 0. */
static int fit_number(struct fdt f, const char *name, u32 *n)
{
	int err = fdt_prop(&f, name);

	if (err)
		return err;
	if (f.len != 4 && (f.len != 8 || f.value[0]))
		return -EINVAL;
	*n = be32(f.value[f.len / 4 - 1]);
	return 0;
}

/* The bytes of an image: in its node, or behind the tree, or anywhere in the file. */
static int fit_data(struct fdt f, struct span file, struct span *to)
{
	const u32 *head = (const void *)file.at;
	const struct fdt node = f;
	u32 at, base = 0;
	int err;

	if (!fdt_prop(&f, "data")) {
		to->at = (const u8 *)f.value;
		to->len = f.len;
		return 0;
	}
	if (fit_number(node, "data-position", &at)) {
		base = round_up(be32(head[FDT_TOTALSIZE]), 4);
		err = fit_number(node, "data-offset", &at);
		if (err)
			return err;
	}
	err = fit_number(node, "data-size", &to->len);
	if (err)
		return err;
	if (base > file.len || at > file.len - base || to->len > file.len - base - at)
		return -EINVAL;
	to->at = file.at + base + at;
	return 0;
}

/*
 * The image that a configuration calls @what, if it has one. That of a ramdisk may be
 * compressed: the kernel will unpack it.
 */
static int fit_image(struct fit *fit, const struct fdt *images, const struct fdt *conf,
		     const char *what, struct span file, struct span *to)
{
	const char *packed = "none";
	const char *arch = "";
	struct fdt node = *images;
	int err;

	fit->wrong = what;
	err = fit_text(*conf, what, &fit->wrong);
	if (err)
		return err;
	err = fdt_child(&node, fit->wrong);
	if (!err)
		err = fit_data(node, file, to);
	if (err)
		return err == -ENOENT ? -EINVAL : err;
	fit_text(node, "compression", &packed);
	if (strcmp(packed, "none") && to != &fit->ramdisk) {
		fit->wrong = "compressed";
		return -EINVAL;
	}
	fit_text(node, "arch", &arch);
	if (to == &fit->kernel && !strcmp(arch, FIT_RAW)) {
		fit_number(node, "load", &fit->load);
		fit_number(node, "entry", &fit->entry);
	}
	return 0;
}

/**
 * fit_read() - look at a FIT
 * @file: all of it, at an address that is a multiple of 4
 * @fit: takes what the default configuration consists of, or what is wrong
 *
 * Return: 0; -ENOEXEC if this is none, -ENOENT without a default configuration or a kernel
 * in it, -EINVAL if a part is compressed, the device tree comes in parts, or it is damaged.
 */
int fit_read(struct span file, struct fit *fit)
{
	const char *name = NULL;
	struct fdt images, conf;
	int err;

	memset(fit, 0, sizeof(*fit));
	err = fdt_open(&conf, file);
	if (err)
		return err;
	fit->wrong = "images";
	err = fdt_child(&conf, "");
	images = conf;
	if (!err)
		err = fdt_child(&images, fit->wrong);
	if (err)
		return err == -ENOENT ? -ENOEXEC : err;
	fit->wrong = "configurations";
	err = fdt_child(&conf, fit->wrong);
	if (err)
		return err;
	fit->wrong = "default";
	err = fit_text(conf, fit->wrong, &name);
	if (!err)
		err = fdt_child(&conf, name);
	if (!err)
		err = fit_image(fit, &images, &conf, "kernel", file, &fit->kernel);
	if (err)
		return err;
	err = fit_image(fit, &images, &conf, "fdt", file, &fit->fdt);
	if (!err || err == -ENOENT)
		err = fit_image(fit, &images, &conf, "ramdisk", file, &fit->ramdisk);
	return err == -ENOENT ? 0 : err;
}

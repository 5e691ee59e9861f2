// SPDX-License-Identifier: GPL-2.0-only
/* Fills directories of the sandbox, and makes disks out of files. */
#include "launch.h"

#include <dirent.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#define BLOCK	4096

/* Zeroes are left out, so that large images stay small in memory. */
static void file_copy(const char *from, const char *to, mode_t mode)
{
	static const char zero[BLOCK];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 07777);
	char buf[BLOCK];
	off_t at = 0;
	ssize_t n;

	if (in < 0 || out < 0)
		die(to);
	while ((n = read(in, buf, sizeof(buf))) > 0) {
		if (memcmp(buf, zero, n) && pwrite(out, buf, n, at) != n)
			die(to);
		at += n;
	}
	if (n < 0 || ftruncate(out, at))
		die(to);
	close(in);
	close(out);
}

static void entry_copy(const char *from, const char *to)
{
	char link[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (lstat(from, &st))
		die(from);
	if (S_ISDIR(st.st_mode)) {
		if (mkdir(to, st.st_mode & 07777))
			die(to);
		tree_copy(from, to);
	} else if (S_ISLNK(st.st_mode)) {
		n = readlink(from, link, sizeof(link) - 1);
		if (n < 0)
			die(from);
		link[n] = '\0';
		if (symlink(link, to))
			die(to);
	} else {
		file_copy(from, to, st.st_mode);
	}
}

/* Copy what @from holds into the directory @to, in order: tmpfs lists it in reverse. */
void tree_copy(const char *from, const char *to)
{
	struct dirent **list;
	char in[PATH_MAX];
	char out[PATH_MAX];
	int n = scandir(from, &list, NULL, alphasort);
	int i;

	if (n < 0)
		die(from);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		snprintf(in, sizeof(in), "%s/%s", from, name);
		snprintf(out, sizeof(out), "%s/%s", to, name);
		entry_copy(in, out);
	}
}

/* Another process may take the same free loop device at the same time. */
static int loop_attach(int file)
{
	struct loop_config config = {
		.fd = file,
		.info.lo_flags = LO_FLAGS_AUTOCLEAR,
	};
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	char path[32];
	int minor;
	int fd;

	if (control < 0)
		die("/dev/loop-control: the sandbox needs loop devices");
	for (;;) {
		minor = ioctl(control, LOOP_CTL_GET_FREE);
		if (minor < 0)
			die("no free loop device");
		snprintf(path, sizeof(path), "/dev/loop%d", minor);
		fd = open(path, O_RDWR);	/* no CLOEXEC: see loop_node() */
		if (fd < 0)
			die(path);
		if (!ioctl(fd, LOOP_CONFIGURE, &config))
			break;
		if (errno != EBUSY)
			die(path);
		close(fd);
	}
	close(control);
	return minor;
}

/**
 * loop_node() - make a block device of a file
 * @image: the file
 * @node: the device's node to be
 *
 * The device stays open here, hence is there until this process and all mounts of
 * it are gone; then the kernel frees it.
 */
void loop_node(const char *image, const char *node)
{
	int file = open(image, O_RDWR | O_CLOEXEC);

	if (file < 0)
		die(image);
	if (mknod(node, S_IFBLK | 0600, makedev(7, loop_attach(file))))
		die(node);
	close(file);
}

/* Where a kernel without devtmpfs tells the number of a device. */
static void number_link(const char *stage, const char *node)
{
	char link[PATH_MAX];
	char to[PATH_MAX];
	struct stat st;

	if (stat(node, &st))
		die(node);
	snprintf(link, sizeof(link), "%s/sys/dev/block/%u:%u", stage, major(st.st_rdev),
		 minor(st.st_rdev));
	snprintf(to, sizeof(to), "../../devices/virtual/block%s", strrchr(node, '/'));
	if (symlink(to, link) && errno != ENOENT)
		die(link);
}

/* Each dev/NAME.img becomes a disk NAME. */
void tree_loops(const char *stage)
{
	char dir[PATH_MAX];
	DIR *d;
	char image[PATH_MAX];
	char node[PATH_MAX];
	struct dirent *e;

	snprintf(dir, sizeof(dir), "%s/dev", stage);
	d = opendir(dir);
	if (!d)
		die(dir);
	while ((e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (len < 5 || strcmp(e->d_name + len - 4, ".img"))
			continue;
		snprintf(image, sizeof(image), "%s/%s", dir, e->d_name);
		snprintf(node, sizeof(node), "%s/%.*s", dir, (int)len - 4, e->d_name);
		loop_node(image, node);
		number_link(stage, node);
		unlink(image);
	}
	closedir(d);
}

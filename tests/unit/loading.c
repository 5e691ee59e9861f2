// SPDX-License-Identifier: GPL-2.0-only
/* dev/modules.c on directories of this test's own: what is loaded, and in which order. */
#include "../../init/fmt/fmt.h"
#include "../../boards/board.h"
#include "tap.h"

#define DIR	"/rom/lib/modules/6.1.0"

/* A file; its first byte tells whether the kernel must decompress it. */
struct file {
	const char *path;
	const char *text;
	int size;
};

#define FILE_OF(path, text)	{ path, text, sizeof(text) - 1 }
#define MODULE(path, info)	FILE_OF(DIR "/" path, "\177ELF\0" info "\0")

static const struct file *files;
static const struct file *opened[64];
static int offsets[64];
static char cwd[256];
static char log_text[4096];

/* The path from the root of what may be relative. */
static const char *full(const char *path)
{
	static char out[1024];

	if (*path == '/')
		return path;
	snprintf(out, sizeof(out), "%s/%s", cwd, path);
	return out;
}

long sys_open(const char *path, int flags, int mode)
{
	const struct file *f;
	int fd = 3;

	(void)flags;
	(void)mode;
	while (opened[fd])
		fd++;
	for (f = files; f->path; f++)
		if (!strcmp(f->path, full(path))) {
			opened[fd] = f;
			offsets[fd] = 0;
			return fd;
		}
	return -ENOENT;
}

long sys_read(int fd, void *buf, size_t len)
{
	int left;

	if (fd < 0)
		return -EBADF;
	left = opened[fd]->size - offsets[fd];
	if ((size_t)left < len)
		len = left;
	memcpy(buf, opened[fd]->text + offsets[fd], len);
	offsets[fd] += len;
	return len;
}

long sys_close(int fd)
{
	if (fd >= 0)
		opened[fd] = NULL;
	return 0;
}

long sys_write(int fd, const void *buf, size_t len)
{
	(void)fd;
	(void)buf;
	return len;
}

long sys_lseek(int fd, long offset, int whence)
{
	(void)whence;
	offsets[fd] = offset;
	return offset;
}

long sys_chdir(const char *path)
{
	if (!path)
		return -EFAULT;
	if (strstr(path, "nowhere"))
		return -ENOENT;
	snprintf(cwd, sizeof(cwd), "%s", full(path));
	return 0;
}

long sys_uname(void *name)
{
	memcpy((char *)name + 130, "6.1.0", 6);
	return 0;
}

long sys_readlink(const char *path, char *buf, size_t len)
{
	(void)buf;
	(void)len;
	return strncmp(path, "/rom/", 5) ? -ENOENT : -EINVAL;
}

/* "name(options)", and what the kernel has been told about its compression */
long sys_finit_module(int fd, const char *options, int flags)
{
	char *at = log_text + strlen(log_text);
	const char *name;

	if (fd < 0)
		return -EBADF;
	name = strrchr(opened[fd]->path, '/') + 1;
	options += strspn(options, " \t");	/* as kernel/params.c does, parse_args() */
	if (strstr(log_text, name))
		return -EEXIST;
	sprintf(at, "%s%s%s%s%s ", name, *options ? "(" : "", options, *options ? ")" : "",
		flags ? "!" : "");
	return strstr(name, "bad") ? -ENOEXEC : 0;
}

int dir_each(struct boot *b, const char *path,
	     int (*each)(struct boot *b, const char *dir, const char *name))
{
	char dir[512];
	const struct file *f;
	int ret = 0;

	snprintf(dir, sizeof(dir), "%s", strcmp(path, ".") ? full(path) : cwd);
	if (dir[strlen(dir) - 1] != '/')
		strcat(dir, "/");
	for (f = files; f->path && !ret; f++)
		if (!strncmp(f->path, dir, strlen(dir)) && !strchr(f->path + strlen(dir), '/'))
			ret = each(b, path, f->path + strlen(dir));
	return ret;
}

struct boot boot;

u32 uptime_us(void)
{
	return 0;
}

static int load(const struct file *tree, const char *modules, const char *want, int err,
		const char *what)
{
	struct board board = { .modules = modules };
	int i;

	files = tree;
	log_text[0] = '\0';
	cwd[0] = '\0';
	boot.root = "/rom";
	boot.board = modules ? &board : NULL;
	boot.reason[0] = '\0';
	report_stage(&boot, "modules");
	tap_long(modules_load(&boot), err, what);
	tap_text(log_text, want, "  what is loaded, and in which order");
	for (i = 3; i < 64; i++)
		if (opened[i])
			break;
	tap_long(i, 64, "  all files are closed");
	return err;
}

#include "loading-trees.h"

int main(void)
{
	indexed();
	flat();
	lists();
	tap_long(modules_wanted(&boot, "") == 0, 1, "no folder for modules: nothing is wanted");
	tap_long(modules_wanted(&boot, "/rom") != 0, 1, "one is there");
	return tap_done();
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * tree.c on real folders. They are in RAM: elsewhere the host's kernel has offsets of 64 bits
 * in folders, which qemu-mips hands on.
 */
#include "../../init/knit.h"
#include "tap.h"

#include <sys/stat.h>
#include <sys/syscall.h>

#define TOP	"walk"

struct boot boot;

static char seen[8192];		/* type and name of all entries, in the order of the walk */
static int stop_at;		/* calls until an error is returned, 0: never */

long sys_open(const char *path, int flags, int mode)
{
	int fd = open(path, flags, mode);

	return fd < 0 ? -errno : fd;
}

long sys_close(int fd)
{
	return close(fd);
}

long sys_lseek(int fd, long offset, int whence)
{
	return lseek(fd, offset, whence);
}

long sys_getdents64(int fd, struct dirent64 *buf, unsigned int len)
{
	long n = syscall(SYS_getdents64, fd, buf, len);

	return n < 0 ? -errno : n;
}

long sys_unlink(const char *path)
{
	return unlink(path) ? -errno : 0;
}

long sys_rmdir(const char *path)
{
	return rmdir(path) ? -errno : 0;
}

static void must(int err)
{
	if (err) {
		perror("preparing the test");
		exit(1);
	}
}

static int note(struct boot *b, unsigned int type)
{
	sprintf(seen + strlen(seen), "%u %s\n", type, b->text + sizeof(TOP));
	return stop_at && !--stop_at ? -EROFS : 0;
}

static int count(struct boot *b, unsigned int type)
{
	(void)type;
	boot.turn++;
	return strncmp(b->text, TOP "/", sizeof(TOP)) ? -EFAULT : 0;
}

static int file_at(const char *path)
{
	return close(open(path, O_CREAT | O_WRONLY, 0644));
}

/* The next descriptor: all that were opened are closed again. */
static int next_fd(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

static int walk(int (*each)(struct boot *b, unsigned int type))
{
	*seen = '\0';
	boot.turn = 0;
	return tree_walk(&boot, TOP, each);
}

static void order(void)
{
	tap_long(walk(note), 0, "an empty folder");
	tap_text(seen, "", "  nothing was seen");
	must(mkdir(TOP "/a", 0755) || mkdir(TOP "/a/b", 0755) || file_at(TOP "/a/b/..c") ||
	     file_at(TOP "/a/b/.-"));
	must(symlink("/nowhere", TOP "/a/b/..."));
	tap_long(walk(note), 0, "folders in folders");
	tap(!strncmp(seen, "4 a\n4 a/b\n", 10) && strstr(seen, "8 a/b/..c\n") &&
	    strstr(seen, "8 a/b/.-\n") && strstr(seen, "10 a/b/...\n"), "  each with its type");
	tap_text(strstr(seen, "\n0 "), "\n0 a/b\n0 a\n", "  and folders once more at their end");
	stop_at = 3;
	tap_long(walk(note), -EROFS, "an error ends it");
	tap_long(stop_at, 0, "  at once");
}

static void many(void)
{
	char path[64];
	int i;

	for (i = 0; i < 700; i++) {
		sprintf(path, TOP "/a/b/%d", i);
		must(file_at(path));
		sprintf(path, TOP "/d%d", i);
		must(mkdir(path, 0755));
	}
	tap_long(walk(count), 0, "many entries");
	tap_long(boot.turn, 4 + 3 + 700 + 2 * 700, "  all of them, once");
	tap_long(walk(tree_delete), 0, "deleting them");
	tap_long(walk(count), 0, "  what is left");
	tap_long(boot.turn, 0, "  is nothing");
}

/* Deeper and deeper; returns how many folders of @name fit into what can be walked. */
static int deepest(const char *name, int most)
{
	int here = open(".", O_RDONLY);
	int depth;

	must(chdir(TOP));
	for (depth = 0; depth < most; depth++) {
		int err;

		if (mkdir(name, 0755) || chdir(name))
			break;
		err = open(".", O_RDONLY);
		must(fchdir(here));
		boot.turn = tree_walk(&boot, TOP, count);
		must(fchdir(err));
		close(err);
		if (boot.turn)
			break;
	}
	must(fchdir(here));
	close(here);
	return depth;
}

int main(void)
{
	char folder[] = "/dev/shm/knit-tree-XXXXXX";
	char name[256];
	int fd = next_fd();

	if (!mkdtemp(folder) || chdir(folder) || mkdir(TOP, 0755))
		return 1;
	tap_long(tree_walk(&boot, "not-there", note), -ENOENT, "no such folder");
	order();
	many();
	tap_long(deepest("x", 100), 63, "as deep as descriptors are kept for");
	tap_long((int)boot.turn, -E2BIG, "  no deeper");
	must(system("rm -r " TOP "; mkdir " TOP));
	memset(name, 'n', 255);
	name[255] = '\0';
	tap_long(deepest(name, 20), 15, "as long as a path can be");
	tap_long((int)boot.turn, -E2BIG, "  no longer");
	tap_long(next_fd(), fd, "no descriptor is left open");
	must(chdir("/"));
	sprintf(name, "rm -r %s", folder);
	return tap_done() | system(name);
}

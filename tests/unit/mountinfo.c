// SPDX-License-Identifier: GPL-2.0-only
#include "../../init/fmt/fmt.h"
#include "tap.h"

static void says(const char *line, u32 id, u32 parent, const char *rest, const char *what)
{
	u32 got_id = 77;
	u32 got_parent = 77;

	tap_text(mountinfo_get(text(line), &got_id, &got_parent), rest, what);
	tap_long(got_id, id, "  its number");
	tap_long(got_parent, parent, "  its parent's");
}

int main(void)
{
	says("36 35 98:0 / /mnt rw,noatime - ext3 /dev/root rw\n", 36, 35,
	     "/mnt rw,noatime - ext3 /dev/root rw\n", "proc(5)'s");
	says("21 1 0:18 / / rw - overlay overlayfs:/overlay rw\n25 21 0:5 / /dev rw\n", 21, 1,
	     "/ rw - overlay overlayfs:/overlay rw\n25 21 0:5 / /dev rw\n", "the root");
	says("4294967295 4294967294 0:1 /a\\040b /c\\040d rw", 4294967295u, 4294967294u,
	     "/c\\040d rw", "large numbers, blanks");
	says("36 35 98:0 / /mnt", 36, 35, "/mnt", "nothing behind it");
	says("36 35 98:0 / ", 36, 35, "", "cut off before the mount point");
	says("36 35 98:0 /", 36, 35, "", "cut off before a blank");
	says("36 35 98:0\n1 2 0:3 / /x\n", 36, 35, "\n1 2 0:3 / /x\n", "another line");
	says("36 35", 36, 35, "", "two numbers");
	says("36 ", 36, 0, "", "one number");
	says("36", 36, 0, "", "no blank");
	says("36x35 1", 36, 0, "", "no number where the second is to be");
	says("", 0, 0, "", "nothing");
	says("\n", 0, 0, "\n", "an empty line");
	says("   ", 0, 0, "", "blanks");
	says("\xff\xff \xff \xff \xff", 0, 0, "\xff", "garbage");
	return tap_done();
}

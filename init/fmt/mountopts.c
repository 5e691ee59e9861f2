// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define WORD_MAX 16		/* every word below is shorter */

/* What mount(8) or an init takes for itself; the first of them turn into flags. */
static const char for_mount[] =
	"ro\0rw\0nosuid\0suid\0nodev\0dev\0noexec\0exec\0"
	"sync\0async\0noatime\0atime\0nodiratime\0diratime\0"
	"bind\0strictatime\0lazytime\0"
	"relatime\0defaults\0auto\0noauto\0nofail\0user\0users\0"
	"nouser\0owner\0_netdev\0";

#define FOR_MOUNT	27

/* The flag's bit (include/uapi/linux/mount.h), in the order of the words */
#define CLEAR	0x80
static const u8 bits[] = {
	0, 0 | CLEAR, 1, 1 | CLEAR, 2, 2 | CLEAR, 3, 3 | CLEAR,
	4, 4 | CLEAR, 10, 10 | CLEAR, 11, 11 | CLEAR,
	12, 24, 25,
};

/* The length of the option, which is left as a word if it may be one of ours. */
static unsigned int word_take(const char *s, char *word)
{
	unsigned int len = 0;

	for (; s[len] && s[len] != ','; len++)
		if (len < WORD_MAX - 1)
			word[len] = s[len];
	word[len < WORD_MAX ? len : 0] = '\0';
	return len;
}

/**
 * mount_options() - what fstab's options mean for mount(2)
 * @options: separated by commas; NULL: none
 * @flags: MS_…: what it holds already stays, unless an option says otherwise
 * @data: takes what is for the file system, commas between
 * @end: where the room for that ends
 *
 * What is for mount(8) or an init alone (auto, nofail, x-…) is dropped; whatever else is
 * unknown here is for the file system.
 *
 * Return: 0, or -E2BIG if there is too much of it.
 */
int mount_options(const char *options, unsigned long *flags, char *data, const char *end)
{
	char word[WORD_MAX];
	char *at = data;

	while (options && *options) {
		unsigned int len = word_take(options, word);
		unsigned int n = words_index(for_mount, word);

		if (n < sizeof(bits)) {
			unsigned long flag = 1ul << (bits[n] & ~CLEAR);

			*flags = bits[n] & CLEAR ? *flags & ~flag : *flags | flag;
		} else if (n == FOR_MOUNT && len && !(options[0] == 'x' && options[1] == '-')) {
			if (at != data && at < end)
				*at++ = ',';
			if (len >= (size_t)(end - at))
				return -E2BIG;
			memcpy(at, options, len);
			at += len;
		}
		options += len;
		options += *options == ',';
	}
	*at = '\0';
	return 0;
}

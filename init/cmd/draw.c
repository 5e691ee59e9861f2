// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"

/**
 * status_draw() - print the boot log as a picture
 * @b: for messages
 *
 * Return: 0, or a negative errno, with b->step.
 */
int status_draw(struct boot *b)
{
	int err = text_read(b, LOG_RUN);

	try(b, LOG_TMP);
	if (err < 0)
		err = text_read(b, LOG_TMP);
	if (err < 0)
		return err;
	/* a longer one is not knit's, and loses its end */
	join(b->log, b->log + sizeof(b->log), b->text, NULL);
	try(b, "the picture");
	err = chart(b->text, b->text + sizeof(b->text), b->log);
	if (!err)
		print(b->text);
	return err;
}

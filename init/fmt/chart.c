// SPDX-License-Identifier: GPL-2.0-only
#include "fmt.h"

#define HEAD	28	/* pixels for the heading */
#define ROW	34	/* for a line of the log: its text, and the bar below it */
#define TEXT_BASE	16	/* where its letters stand */
#define BAR_TOP	22
#define STRIPES	4	/* at most 16: a sixteenth of the time is 4 bits less */

/*
 * The bars are in a picture of its own, whose unit is the microsecond: who shows it does
 * the division. The columns are begin, time (both at their right end) and message.
 */
static const char head[] =
	"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"";
static const char style[] = "\">\n"
	"<style>svg{background:#fff}text{font:13px sans-serif}tspan{text-anchor:end}\n"
	"path{fill:#eee}rect{fill:#4e79a7;stroke:#4e79a7;vector-effect:non-scaling-stroke}\n"
	".failed{fill:#c00}rect.failed{stroke:#c00}</style>\n<text x=\"10\" y=\"16\">";

/* What a line says behind its time, which @us takes. */
static const char *line_read(const char *line, u32 *us)
{
	while ((u8)*line > ' ')
		line++;
	if (*line == ' ')
		line++;
	line = number(line, 10, us);
	return after(line, " us ") ?: line;
}

/* Up to the line's end; XML would read some characters otherwise, or not at all. */
static char *line_copy(char *at, const char *end, const char *line)
{
	for (; *line && *line != '\n' && at < end - 1; line++)
		*at++ = *line < ' ' || *line > '~' || strchr("<>&", *line) ? '?' : *line;
	*at = '\0';
	return at;
}

/* Each line's bar, or each line's text. */
static char *rows(char *at, const char *end, const char *line, int bars)
{
	u32 top = HEAD;
	u32 begin = 0;

	for (; *line; line = line_next(line)) {
		const char *class = *line == 'f' ? "\" class=\"failed\">" : "\">";
		u32 us;
		const char *text = line_read(line, &us);

		if (bars) {
			at = join(at, end, "<rect x=\"", dec_(begin), "\" y=\"",
				  dec_(top + BAR_TOP), "\" height=\"8\" width=\"", dec_(us), class,
				  "</rect>\n", NULL);
		} else {
			at = join(at, end, "<text x=\"180\" y=\"", dec_(top + TEXT_BASE), class,
				  NULL);
			at = line_copy(at, end, text);
			at = join(at, end, "<tspan x=\"80\">", dec_(begin),
				  "</tspan><tspan x=\"170\">", dec_(us), "</tspan></text>\n",
				  NULL);
		}
		begin += us;
		top += ROW;
	}
	return at;
}

/**
 * chart() - the boot log as a picture, SVG
 * @at: takes it
 * @end: the end of that buffer
 * @log: the log: lines of a word, a number, " us " and a message
 *
 * Return: 0, or -EFBIG if it does not fit.
 */
int chart(char *at, const char *end, const char *log)
{
	const char *line;
	u32 height = HEAD;
	u32 total = 0;
	u32 step = 1;
	u32 stripe;

	for (line = log; *line; line = line_next(line)) {
		u32 us;

		line_read(line, &us);
		total += us;
		height += ROW;
	}
	while (step < total >> STRIPES)
		step *= 10;
	at = join(at, end, head, dec_(height), style, dec_(total),
		  " us in stripes of ", dec_(step), " us</text>\n", NULL);
	at = join(at, end, "<svg width=\"960\" height=\"", dec_(height), "\" viewBox=\"0 0 ",
		  dec_(total ?: 1), " ", dec_(height), "\" preserveAspectRatio=\"none\">\n",
		  NULL);
	for (stripe = step; stripe < total && stripe >= step; stripe += 2 * step)
		at = join(at, end, "<path d=\"M", dec_(stripe), " 24h", dec_(step), "V",
			  dec_(height), "H", dec_(stripe), "\"/>\n", NULL);
	at = rows(at, end, log, 1);
	at = join(at, end, "</svg>\n", NULL);
	at = rows(at, end, log, 0);
	at = join(at, end, "</svg>\n", NULL);
	return at == end - 1 ? -EFBIG : 0;
}

# SPDX-License-Identifier: GPL-2.0-only
"""The chart: who takes how long, and what knit's time is made of."""
from html import escape

from contenders import STATES

WIDTH, LEFT, RIGHT, BAR, STEP = 860, 250, 90, 18, 26
COLOURS = {"early": "#4e79a7", "flash": "#f28e2b", "overlay": "#59a14f", "handover": "#b07aa1",
           "start of init": "#9c9c9c"}
WHOLE = "#4e79a7"
# stages of knit that are one with the bare calls' "early"
ALIAS = {"board": "early", "root": "flash"}
STYLE = """text { font: 13px sans-serif; fill: #222 } .head { font-size: 15px; font-weight: bold }
.axis { stroke: #888; stroke-width: 1 } .grid { stroke: #ddd; stroke-width: 1 }
.small { font-size: 11px; fill: #555 }"""


def stages(sample):
    """[(stage, µs)] from the start of /init to the real init."""
    parts, at = {}, sample.run
    for name, end in [*sample.stages, ("start of init", sample.init)]:
        name = ALIAS.get(name, name)
        parts[name] = parts.get(name, 0) + end - at
        at = end
    return list(parts.items())


def _nice(limit):
    """A step that makes four to ten ticks."""
    step = 1
    while limit / step > 10:
        step *= 2.5 if str(step)[0] == "2" else 2
    return int(step)


class Panel:
    def __init__(self, top, title, limit):
        self.lines = [f'<text class="head" x="10" y="{top + 16}">{escape(title)}</text>']
        self.top = self.y = top + 30
        self.limit = limit

    def x(self, us):
        return LEFT + us * (WIDTH - LEFT - RIGHT) / self.limit

    def group(self, text):
        self.lines.append(f'<text class="small" x="10" y="{self.y + 14}">{escape(text)}</text>')
        self.y += 20

    def bar(self, label, parts):
        """One bar; @parts is [(colour, µs)]."""
        at = 0
        self.lines.append(f'<text x="{LEFT - 8}" y="{self.y + 14}" text-anchor="end">'
                          f'{escape(label)}</text>')
        for colour, us in parts:
            self.lines.append(f'<rect x="{self.x(at):.1f}" y="{self.y}" height="{BAR}" '
                              f'width="{self.x(at + us) - self.x(at):.1f}" fill="{colour}"/>')
            at += us
        self.lines.append(f'<text x="{self.x(at) + 6:.1f}" y="{self.y + 14}">{at:,} µs</text>')
        self.y += STEP

    def close(self):
        """The axis below, with its grid behind the bars."""
        grid, step, at = [], _nice(self.limit), 0
        while at <= self.limit:
            x = f"{self.x(at):.1f}"
            grid.append(f'<line class="grid" x1="{x}" y1="{self.top}" x2="{x}" y2="{self.y}"/>')
            self.lines.append(f'<text class="small" x="{x}" y="{self.y + 14}" '
                              f'text-anchor="middle">{at:,}</text>')
            at += step
        self.lines.append(f'<line class="axis" x1="{LEFT}" y1="{self.y}" x2="{WIDTH - RIGHT}" '
                          f'y2="{self.y}"/>')
        self.lines.append(f'<text class="small" x="{(LEFT + WIDTH - RIGHT) // 2}" '
                          f'y="{self.y + 30}" text-anchor="middle">µs of guest time '
                          '(1,000 instructions = 1 µs)</text>')
        self.y += 44
        return grid + self.lines


def _legend(y):
    lines, x = [], LEFT
    for name, colour in COLOURS.items():
        lines.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{colour}"/>'
                     f'<text class="small" x="{x + 17}" y="{y + 10}">{name}</text>')
        x += 100
    return lines


def _who(results, top):
    panel = Panel(top, "From where /init would start to the real init's first instruction",
                  max(map(results.whole, results.rows)))
    for state in dict.fromkeys(row.state for row in results.rows):
        panel.group(STATES[state])
        for row in results.of(state):
            panel.bar(row.contender.title, [(WHOLE, results.whole(row))])
    return panel


def _what(results, marked, top):
    rows = [(row.state, row.contender.title, stages(row.sample))
            for row in results.rows if row.is_knit]
    rows += [(state, "bare calls, with marks", stages(sample)) for state, sample in marked.items()]
    panel = Panel(top, "What it is made of",
                  max(sum(us for _, us in parts) for _, _, parts in rows))
    for state in dict.fromkeys(row[0] for row in rows):
        panel.group(STATES[state])
        for _, title, parts in (row for row in rows if row[0] == state):
            panel.bar(title, [(COLOURS.get(name, "#e15759"), us) for name, us in parts])
    return panel


def svg(results, marked):
    """@marked: for each state the bare calls with a line in the log behind each stage."""
    first = _who(results, 10)
    body = first.close()
    second = _what(results, marked, first.y + 10)
    body += second.close() + _legend(second.y)
    height = second.y + 24
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}">',
        "<!-- SPDX-License-Identifier: GPL-2.0-only; written by make bench -->",
        f"<style>{STYLE}</style>", f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *body, "</svg>", ""])

# SPDX-License-Identifier: GPL-2.0-only
"""Draws the front panel: rows of (text, style), and these for a terminal or as a picture."""
from html import escape

WIDTH, HEIGHT = 80, 24          # less than this, and it can't be drawn
MESSAGE_ROWS = 4

# style: (SGR of a terminal, colour in a picture)
STYLES = {
    "": ("0", "#d0d0d0"),
    "title": ("0;1", "#ffffff"),
    "rule": ("0;2", "#707070"),
    "dim": ("0;2", "#8a8a8a"),
    "green": ("0;1;32", "#35e04a"),
    "red": ("0;1;31", "#ff4d4d"),
    "blue": ("0;1;34", "#5c9dff"),
    "held": ("0;1;33", "#ffd24a"),
    "message": ("0;36", "#5fd7d7"),
    "bad": ("0;31", "#ff4d4d"),
}


def clip(row, width):
    """A row of exactly that many characters."""
    out = []
    for text, style in row:
        out.append((text[:width], style))
        width -= len(out[-1][0])
    return [*out, (" " * width, "")]


def rule(title, width):
    return [("── ", "rule"), (title, "title"), (" " + "─" * (width - len(title) - 4), "rule")]


def beside(left, right, width):
    return clip(left, width) + right


def led_row(led, state):
    """One LED: a dot as it is now, and what it is doing."""
    colour = led.name.split(":")[0]
    if not state.power:
        return [("  ○ ", "dim"), (led.name, "dim")]
    seen = led.blink(state.now)
    if seen:
        words = f"blinks {1000 / sum(seen):4.1f} Hz, {seen[0]:.0f}/{seen[1]:.0f} ms"
    else:
        words = "on" if led.level else "off"
    dot = ("  ● ", colour) if led.level else ("  ○ ", "dim")
    return [dot, (f"{led.name:15}", "title" if seen or led.level else ""), (words, "")]


def button_row(button):
    kind = "switch" if button.switch else "button"
    held = ("on" if button.switch else "held") if button.held else ""
    return [(f"  {button.key}  ", "title"), (f"{button.name:8}", "held" if button.held else ""),
            (f"{kind}  ", "dim"), (held, "held")]


def left_rows(state):
    if not state.has_gpio:
        return [[("  this board has none", "dim")]]
    return [led_row(led, state) for led in state.leds]


def right_rows(state):
    cable = [("  c  ", "title"), ("network ", "" if state.cable else "held"), ("cable   ", "dim"),
             ("" if state.cable else "pulled", "held")]
    return [*map(button_row, state.buttons), cable]


def heading(state, width):
    power = f"power on, {state.now:.0f} s" if state.power else "power off"
    name = f" {state.board.name} "
    room = width - len(name) - len(power) - 2
    return [(name, "title"), (f"{state.board.title[:room]:{room}} ", "dim"),
            (power, "green" if state.power else "bad")]


def message_rows(state):
    rows = []
    for when, text, times in list(state.messages)[-MESSAGE_ROWS:]:
        again = f"  × {times}" if times > 1 else ""
        rows.append([(f"{when:7.1f} s  ", "dim"), (text, "message"), (again, "dim")])
    return rows + [[]] * (MESSAGE_ROWS - len(rows))


def footer(state):
    if state.notice:
        return [(" " + state.notice, "held")]
    if not state.power:
        return [(" Ctrl-A then  p power on   x leave", "title")]
    hold = "button (capital: hold)   " if state.buttons else ""
    return [(" Ctrl-A then  ", "dim"), (f"{hold}c cable   p pull the power   x leave", "")]


def console_size(state, width, height):
    """(columns, rows) of what is left for the guest's terminal."""
    return width, height - 5 - max(len(left_rows(state)), len(right_rows(state))) - MESSAGE_ROWS


def draw(state, width=WIDTH, height=HEIGHT):
    """All rows, each exactly @width characters wide. The console has been resized before."""
    half = max(50, width * 11 // 20)
    left, right = left_rows(state), right_rows(state)
    many = max(len(left), len(right))
    left += [[]] * (many - len(left))
    right += [[]] * (many - len(right))
    rows = [heading(state, width),
            clip(rule("LEDs", half - 1), half) + rule("Ctrl-A and …", width - half),
            *(beside(one, two, half) for one, two in zip(left, right)),
            rule("messages to UDP port 4919", width), *message_rows(state),
            rule("serial console", width),
            *([(line, "")] for line in state.console.lines()),
            footer(state)]
    return [clip(row, width) for row in rows[:height]]


def cursor(state, height):
    """(row, column) of the guest's cursor on the whole screen, from 0."""
    screen = state.console.screen
    return height - 1 - screen.lines + screen.cursor.y, min(screen.cursor.x, screen.columns - 1)


def text(rows):
    """Without colours."""
    return "\n".join("".join(part for part, _ in row).rstrip() for row in rows) + "\n"


def ansi(row):
    """A row for a terminal."""
    return "".join(f"\x1b[{STYLES[style][0]}m{part}" for part, style in row if part) + "\x1b[0m"


def svg(rows):
    """The same as a picture."""
    wide, high, margin = 8, 18, 12
    width = max(sum(len(part) for part, _ in row) for row in rows) * wide + 2 * margin
    height = len(rows) * high + 2 * margin
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           "<!-- SPDX-License-Identifier: GPL-2.0-only; made by scripts/panel -->",
           f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
           f'width="{width}" height="{height}" font-family="monospace" font-size="13">',
           f'<rect width="{width}" height="{height}" rx="8" fill="#181818"/>']
    for number, row in enumerate(rows):
        left = margin
        for part, style in row:
            if part.strip():
                out.append(f'<text x="{left}" y="{margin + (number + 1) * high - 5}" '
                           f'fill="{STYLES[style][1]}" xml:space="preserve" '
                           f'textLength="{len(part) * wide}">{escape(part)}</text>')
            left += len(part) * wide
    return "\n".join([*out, "</svg>", ""])

# SPDX-License-Identifier: GPL-2.0-only
"""knit's own console, on machines whose ROM is not there or will not mount."""
import re
import termios

import pytest

import sandbox
import scenarios

PROMPT = "knit> "
CTRL_C = "\x03"
CTRL_D = "\x04"
RESPAWN = 20            # seconds; a console that ended comes back after 5
TOOL = "root/tool"      # a program beside knit that tells how it was started


@pytest.fixture(scope="module", autouse=True)
def machines():
    scenarios.prepare()


class Console(sandbox.Sandbox):
    """A machine that has come as far as the prompt."""

    def __enter__(self):
        super().__enter__()
        assert self.read(lambda: self.run.console.endswith(PROMPT), 20), self.run.console
        return self

    def ask(self, line, seconds=10):
        """What comes between a line and the next prompt."""
        self.run.console = ""
        self.type(line + "\n")
        assert self.read(lambda: self.run.console.endswith(PROMPT), seconds), self.run.console
        return self.run.console.removesuffix(PROMPT)

    def cooked(self):
        """The terminal edits lines and echoes, as a kernel's console does."""
        mode = termios.tcgetattr(self.slave)
        mode[3] |= termios.ICANON
        termios.tcsetattr(self.slave, termios.TCSANOW, mode)


def machine(name, **files):
    scenario = scenarios.Scenario(**{**scenarios.BY_NAME[name].__dict__,
                                     "name": f"console-{name}",
                                     "files": {**scenarios.BY_NAME[name].files, **files}})
    scenarios.make(scenario)
    return scenario


def test_what_it_tells():
    """Greeting with the reason; then each command that only tells something."""
    with Console(scenarios.BY_NAME["no-squashfs"]) as box:
        begin = box.run.console
        told = {word: box.ask(word) for word in ("help", "status", "log", "mtd list")}
    reason = re.search(r"knit: failsafe: (.*)\n", begin)[1]
    assert "no squashfs behind the kernel" in reason and "help" in begin.split(reason)[-1]
    for command in ("status", "log", "mtd list", "mount", "exec", "boot", "reboot"):
        assert re.search(f"^{command}", told["help"], re.M), told["help"]
    assert f" us {reason}\n" in told["status"] and " us board: unknown" in told["status"]
    assert re.search(r"^\S+ /tmp tmpfs ", told["status"], re.M)
    assert re.search(r"^failed \d+ us flash: .*no squashfs", told["log"], re.M)
    assert re.search(r'^mtd\d+: .* "firmware"$', told["mtd list"], re.M)


def test_lines():
    """What is no command is said and not guessed at; lines are as long as the terminal has them."""
    with Console(scenarios.BY_NAME["no-squashfs"]) as box:
        for line in ("status2", "Reboot", "'help"):
            said = box.ask(line)
            assert f"{line}: no such command" in said and "\nreboot\n" in said
        assert box.ask("") == "" and box.ask("   ") == ""
        assert box.ask(" \t help ") == box.ask("help") == box.ask('"help"')
        box.cooked()
        for length in (600, 4094, 4095, 5000):      # the terminal cuts at 4095
            assert f"{'x' * 500}: no such command" not in box.ask("exec " + "x" * (length - 5))
            assert "no such command" not in box.ask("help"), length
        for count in (9, 2000):
            words = ["exec", "/nowhere", *("a" * (count - 2))]
            assert box.ask(" ".join(words)) == "knit: exec: /nowhere: not found\n"
        box.type(CTRL_C)
        assert "knit: failsafe" not in box.ask("help") and not box.run.ended


def test_exec():
    """The program gets its arguments, an environment and all signals; then the prompt is back."""
    with Console(machine("no-squashfs", **{TOOL: "witness"})) as box:
        said = box.ask("exec /tool one 'two \"three four\"")
        assert "exec: " in box.ask("exec") and "/proc: " in box.ask("exec /proc")
    assert "exec:" not in said, "its exit status, 42, is no error of ours"
    lines = said.splitlines()
    assert [line for line in lines if line.startswith("arg ")] == [
        "arg /tool", "arg one", "arg 'two", "arg three four"]
    assert [line for line in lines if line.startswith("env PATH=")] and "env FAILSAFE=true" in lines
    assert [line for line in lines if line.startswith("fd ")] == ["fd 0", "fd 1", "fd 2"]
    assert not [line for line in lines if line.startswith("blocked ")]


def test_interrupt():
    """Ctrl-C ends the program, not the console."""
    with Console(machine("no-squashfs", **{"root/-tool": "witness"})) as box:
        box.run.console = ""
        box.type("exec -tool\n")
        assert box.read(lambda: "witness: shell" in box.run.console, 10), box.run.console
        box.run.console = ""
        box.type(CTRL_C)
        assert box.read(lambda: box.run.console.endswith(PROMPT), 10), box.run.console
        assert "failsafe" not in box.run.console, "the console has been started again"
        assert "reboot" in box.ask("help")


def test_mount():
    """Read-only unless it is asked for, and never half a wish."""
    with Console(scenarios.BY_NAME["no-squashfs"]) as box:
        assert "mount: none: refused" in box.ask("mount none /mnt")
        assert box.ask("mount none /mnt tmpfs") == ""
        assert re.search(r"^none /mnt tmpfs ro\b", box.ask("status"), re.M)
        assert box.ask("mount other /tmp/new tmpfs rw") == ""
        assert re.search(r"^other /tmp/new tmpfs rw\b", box.ask("status"), re.M)
        assert "mount: none: not there, or the kernel" in box.ask("mount none /mnt nofs")
        assert "mount: no squashfs behind the kernel: not found" in box.ask("mount")


@pytest.mark.parametrize("first", [[], ["mount"], ["mount", "mount"]])
def test_boot(first):
    """A flash that could not be read the first time: the boot goes on from here."""
    box = Console(scenarios.BY_NAME["router-jffs2"], inject=["mount:error=EIO:when=5"])
    with box:
        assert "cannot be read" in box.run.console
        for line in first:
            said = box.ask(line)
        if first:
            assert ("in use" in said) == (len(first) > 1), said
            assert re.search(r" /rom squashfs ro\b", box.ask("status"))
        box.type("boot\n")
        assert box.read(lambda: sandbox.INIT in box.run.console, 20), box.run.console
    assert "overlay: jffs2 on rootfs_data" in box.run.console


def test_reboot():
    with Console(scenarios.BY_NAME["no-squashfs"]) as box:
        box.type("reboot\n")
        assert box.read(lambda: box.run.ended, 10)
    assert box.run.ended == "signal 1"      # pid_namespaces(7): a restart


def test_end_of_file():
    """It comes back, with the reason."""
    with Console(scenarios.BY_NAME["no-squashfs"]) as box:
        box.cooked()
        assert "reboot" in box.ask("help")
        box.run.console = ""
        box.type(CTRL_D)
        assert box.read(lambda: box.run.console.endswith(PROMPT), RESPAWN), box.run.console
        assert "knit: failsafe: flash: " in box.run.console

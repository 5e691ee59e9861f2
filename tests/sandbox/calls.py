# SPDX-License-Identifier: GPL-2.0-only
"""strace's log as an ordered list of system calls, without what differs from run to run."""
import re

LINE = re.compile(r"^(\d+) (.*)$")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
NAME = re.compile(r"^(\w+)\(")

# (what, instead): all else must be the same in each run
NORMAL = [(re.compile(pattern), new) for pattern, new in [
    (r"\s+= ", " = "),
    (r"0x[0-9a-f]{8,}", "PTR"),
    (r"0x[0-9a-f]+ (/\* \d+ (vars|entries))", r"PTR \1"),
    (r"(readlinkat\([^)]*, )0x[0-9a-f]+", r"\1PTR"),
    (r"\{tv_sec=\d+, tv_nsec=\d+\}\) = 0$", "NOW) = 0"),
    (r"\{(f_type=\w+),.*(ST_RDONLY).*\}\)", r"{\1, \2})"),
    (r"\{(f_type=\w+),.*\}\)", r"{\1})"),
    (r"^(clone\(.*) = [1-9]\d*$", r"\1 = PID"),
    (r"^kill\([1-9]\d*", "kill(PID"),
    (r"^(wait4\(.*) = [1-9]\d*$", r"\1 = PID"),
    (r'"(hsqs|\\177ELF)[^"]*"(\.\.\.)?', r'"\1"'),
    (r'(write\(\d, )"(?:ok|failed) \d+ us.*\) = \d+$', r"\1LOG, N) = N"),
    (r'(write\(\d, ".*?)\d+( KiB.*"), \d+\) = \d+$', r"\1N\2, N) = N"),
    (r"/7:\d+", "/7:N"),
    (r"makedev\(0x7, (0x[0-9a-f]+|0)\)", "makedev(0x7, N)"),
    (r"^uname\(.*\)", "uname(NAMES)"),
    (r" \(INJECTED\)", ""),
]]


def merged(text):
    """(pid, call) in the order in which the calls began; a cut-off one has ` = ?`."""
    calls = []
    open_calls = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        pid, call = int(match[1]), match[2].strip()
        again = RESUMED.match(call)
        if again and pid in open_calls:
            entry = open_calls.pop(pid)
            entry[1] += again[2]
        elif call.startswith(("---", "+++")):
            continue
        else:
            entry = [pid, call]
            calls.append(entry)
            if call.endswith(UNFINISHED):
                entry[1] = call[:-len(UNFINISHED)]
                open_calls[pid] = entry
    return calls


def name_of(call):
    match = NAME.match(call)
    return match[1] if match else ""


def waits(call):
    """A failsafe has begun to wait, from where it goes round for ever."""
    return call.startswith("rt_sigtimedwait(~")


def buries(call):
    """Failsafe's look at who has ended: it may be too early for one that starts just then."""
    return re.match(r"wait4\(-1, NULL, WNOHANG, NULL\) += ", call)


def is_end(call):
    """Where a process is no longer knit."""
    return (call.startswith("execve(") and call.endswith("= 0")) or call.startswith("exit(")


def processes(text, first):
    """The calls of each process from knit's start to its end: a list of lists, PID 1 first."""
    order = [first]
    calls = {first: []}
    started = ended = False
    clones = 0                  # a child's first call may come after the end
    for pid, call in merged(text):
        if pid == first and not started:
            started = call.startswith("execve(")
            assert started or not call.startswith("writev("), "strace has missed the start"
            continue
        if pid not in calls:
            if len(order) > clones:
                continue
            order.append(pid)
            calls[pid] = []
        calls[pid].append(call)
        clones += pid == first and not ended and call.startswith("clone(")
        ended = ended or (pid == first and (is_end(call) or waits(call)))
    result = []
    for pid in [first, *sorted(order[1:])]:     # as they were started, whoever is faster
        ends = [n for n, call in enumerate(calls[pid]) if is_end(call)]
        result.append(calls[pid][:ends[0] + 1] if ends else calls[pid])
    return result


def before(text, first):
    """How often PID 1 has made each call before knit was there; strace counts these as well."""
    count = {}
    for pid, call in merged(text):
        if pid != first:
            continue
        count[name_of(call)] = count.get(name_of(call), 0) + 1
        if call.startswith("execve("):
            break
    return count


def until_failsafe(calls):
    for number, call in enumerate(calls):
        if waits(call):
            return calls[:number]
    return calls


def normal(call):
    for pattern, new in NORMAL:
        call = pattern.sub(new, call)
    return call


def listing(run):
    """The text that is compared with tests/sandbox/expected/."""
    lines = []
    for number, calls in enumerate(processes(run.trace, run.pid)):
        lines.append(f"# child {number}" if number else "# PID 1")
        lines += [normal(call) for call in until_failsafe(calls) if not buries(call)]
    return "\n".join(lines) + "\n"

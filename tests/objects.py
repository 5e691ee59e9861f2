# SPDX-License-Identifier: GPL-2.0-only
"""Objects of sources that many test programs have in common: each compiled once."""
import fcntl
import subprocess


def fresh(out, made_of):
    """Whether @out is there and newer than all that it is made of."""
    return out.exists() and out.stat().st_mtime >= max(path.stat().st_mtime for path in made_of)


def compiled(command, out, made_of):
    """Run a compiler unless @out is fresh. Several may do so at the same time."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with open(out.with_name(out.name + ".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fresh(out, made_of):
            part = out.with_name("part-" + out.name)
            done = subprocess.run([*command, "-o", part], text=True, capture_output=True,
                                  check=False)
            assert not done.returncode, f"{out.name} does not compile:\n{done.stderr}"
            part.replace(out)
    return out


def objects(command, sources, folder, made_of):
    """The objects of @sources in @folder; they are made of @made_of too."""
    return [compiled([*command, "-c", source],
                     folder / f"{source.parent.name}-{source.stem}.o", [source, *made_of])
            for source in sources]

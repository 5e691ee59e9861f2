# SPDX-License-Identifier: GPL-2.0-only
"""What `make` offers besides building: install, clean, help, docs, and scripts/setup."""
import os
import re

import pytest

from tree import ROOT, call, difference, environment, manifest, succeed


def targets(checkout):
    """All that the Makefile calls phony, hence all that a person may ask for."""
    database = call("make", "-C", checkout, "-npq", "help").stdout
    phony = re.search(r"^\.PHONY:(.*)$", database, re.M)[1].split()
    assert len(phony) > 10
    return phony


def test_help_lists_every_target(checkout):
    text = succeed("make", "-C", checkout, "help")
    for target in targets(checkout):
        if target.endswith("_defconfig"):
            assert target in text.split("start from a profile:")[1].split("\n")[0].split()
        else:
            assert re.search(rf"(^|[ ,]){target}([ ,]|$)", text, re.M), f"{target}: no help"


def test_help_lists_no_target_that_is_not_there(checkout):
    text = succeed("make", "-C", checkout, "help").split("\nVariables\n")[0]
    named = {word for line in re.findall(r"^  (\S.*)$", text, re.M)
             for word in re.split(r"  +", line)[0].split(", ")}
    assert named - {"NAME_defconfig"} <= set(targets(checkout))
    for variable in re.findall(r"^  ([A-Z1]+)=", text, re.M):
        assert variable in (checkout / "Makefile").read_text() + \
            (checkout / "scripts/kbuild/Makefile").read_text()


def test_install(checkout, tmp_path):
    words = ["make", "-C", checkout, "install", "PROFILE=router", "CPU=mips"]
    succeed(*words, f"DESTDIR={tmp_path / 'root'}")
    there = {name: facts[0] for name, facts in manifest(tmp_path / "root").items()
             if facts[0] & 0o170000 == 0o100000}
    assert there == {"sbin/knit": 0o100755, "usr/share/man/man8/knit.8": 0o100644}
    built = (checkout / "build/router-mips/knit").read_bytes()
    assert (tmp_path / "root/sbin/knit").read_bytes() == built
    before = manifest(tmp_path / "root")
    succeed(*words, f"DESTDIR={tmp_path / 'root'}")
    assert manifest(tmp_path / "root") == before


@pytest.mark.parametrize("words", [[], ["PROFILE=core"]])
def test_clean_leaves_nothing(checkout, words):
    before = manifest(checkout)
    succeed("make", "-C", checkout, "clean", *words)
    assert difference(before, manifest(checkout)) == [], "there was nothing to clean"
    succeed("make", "-C", checkout, *words)
    assert difference(before, manifest(checkout)) != []
    succeed("make", "-C", checkout, "clean", *words)
    left = [name for name in difference(before, manifest(checkout)) if name != "build"]
    assert left == []


def test_clean_of_a_folder_that_others_use(checkout, tmp_path):
    """Only what the build has made there goes."""
    theirs = tmp_path / "o"
    (theirs / "docs").mkdir(parents=True)
    (theirs / "docs/letter").write_text("precious")
    before = manifest(theirs)
    succeed("make", "-C", checkout, f"O={theirs}", "core_defconfig", "all", "savedefconfig")
    succeed("make", "-C", checkout, f"O={theirs}", "clean")
    assert difference(before, manifest(theirs)) == []
    (theirs / "scripts").mkdir()
    before = manifest(theirs)
    succeed("make", "-C", checkout, f"O={theirs}", "clean")
    assert difference(before, manifest(theirs)) == [], "nothing of ours was there"


def test_the_man_page_is_sound():
    page = ROOT / "Documentation/knit.8"
    done = call("groff", "-ww", "-man", "-Tutf8", "-z", page)
    assert not done.returncode and not done.stderr, done.stderr
    done = call("man", "--warnings=w", "-l", page, env=environment(MANWIDTH="80", LC_ALL="C.UTF-8"))
    assert not done.returncode and not done.stderr, done.stderr
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES"):
        assert re.search(rf"^{heading}$", done.stdout, re.M), f"no {heading}"


def test_the_man_page_has_every_command_and_parameter(checkout, tmp_path):
    page = (ROOT / "Documentation/knit.8").read_text()
    succeed("make", "-C", checkout, "PROFILE=full", "CPU=mipsel", f"O={tmp_path / 'o'}")
    usage = succeed("qemu-mipsel", tmp_path / "o/knit", "help")
    commands = re.findall(r"^(\w+)", usage, re.M)
    assert len(commands) > 12
    for command in commands:
        assert re.search(rf"^\.B[IR]? .*\b{command}\b", page, re.M), \
            f"{command} is not in the man page"
    sources = "".join(path.read_text() for path in (ROOT / "init").rglob("*.c"))
    parameters = set(re.findall(r'"(knit\.\w+=?)(?:"|\\0)', sources)) - {"knit.h"}
    assert {"knit.off", "knit.init"} <= {word.rstrip("=") for word in parameters}
    for parameter in parameters:
        assert parameter in page, f"{parameter} is not in the man page"


def test_docs(checkout):
    """Without a warning, and with every page in the contents."""
    page = succeed("make", "-s", "-C", checkout, "docs").splitlines()[-1]
    assert os.path.exists(page) and page.startswith(str(checkout))
    (checkout / "Documentation/stray.rst").write_text("Stray\n=====\n")
    done = call("make", "-C", checkout, "docs")
    assert done.returncode and "stray.rst" in done.stderr


def test_setup_a_second_time_does_nothing(tmp_path):
    """No apt, no sudo, and quick: the other commands call it each time."""
    for name in ("apt-get", "sudo"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {name} \"$@\" >>{tmp_path}/called\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    env = environment(PATH=f"{tmp_path}:{os.environ['PATH']}")
    said = succeed(ROOT / "scripts/setup", env=env)
    assert len(said.splitlines()) <= 1
    assert not (tmp_path / "called").exists()


def test_setup_says_what_it_would_install_and_what_for(checkout, tmp_path):
    setup = checkout / "scripts/setup"
    text = setup.read_text()
    assert "sparse shellcheck" in text
    setup.write_text(text.replace("sparse shellcheck", "no-such-package-of-debian shellcheck"))
    said = succeed(setup, "-n")
    line = next(line for line in said.splitlines() if "no-such-package-of-debian" in line)
    assert "tests and style checks" in line and " shellcheck" not in line


# What a package does that brings a service: what it asks Debian before it starts it, and what it
# has the next boot start. In a mount namespace of its own, where no change stays.
PACKAGE = r"""
for folder in etc usr; do
    mkdir {tmp}/$folder
    mount -t tmpfs tmpfs {tmp}/$folder
    mkdir {tmp}/$folder/up {tmp}/$folder/work
    mount -t overlay -o lowerdir=/$folder,upperdir={tmp}/$folder/up,workdir={tmp}/$folder/work \
        overlay /$folder
done
{owner}
sum=$(cat /usr/sbin/policy-rc.d 2>/dev/null)
PATH={tmp}:$PATH {setup} --as-root a-package; echo "status $?"
[ "$sum" = "$(cat /usr/sbin/policy-rc.d 2>/dev/null)" ] && echo "policy as before"
ls /usr/sbin/policy-rc.d* /etc/rc?.d/*serves* /etc/systemd/system/*.wants/*serves*
"""
APT_GET = r"""#!/bin/sh
[ "$1 $2" = "-q -y" ] || exit 0
/usr/sbin/policy-rc.d serves start; echo "asked $?"
printf '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: serves\n# Required-Start:\n# Required-Stop:\n' \
    >/etc/init.d/serves
printf '# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n' >>/etc/init.d/serves
chmod 755 /etc/init.d/serves
update-rc.d serves defaults
printf '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n' \
    >/lib/systemd/system/serves.service
cp /lib/systemd/system/serves.service /lib/systemd/system/alsoserves.service
mkdir -p /etc/systemd/system/multi-user.target.wants
ln -s /lib/systemd/system/serves.service /lib/systemd/system/alsoserves.service \
    /etc/systemd/system/multi-user.target.wants
exit {status}
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts")
@pytest.mark.parametrize("status", (0, 100))
@pytest.mark.parametrize("owner", (
    "rm -f /usr/sbin/policy-rc.d",
    r"printf '#!/bin/sh\nexit 0\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d",
), ids=("none", "own"))
def test_setup_starts_no_service(tmp_path, owner, status):
    """Neither now nor at the next boot, and the owner's policy is what it was before."""
    (tmp_path / "apt-get").write_text(APT_GET.replace("{status}", str(status)))
    (tmp_path / "apt-get").chmod(0o755)
    script = PACKAGE.format(tmp=tmp_path, owner=owner, setup=ROOT / "scripts/setup")
    done = call("unshare", "-m", "sh", "-c", script)
    said = done.stdout + done.stderr
    assert "asked 101" in said and f"status {status}" in said and "policy as before" in said
    assert "policy-rc.d." not in said
    assert not re.search(r"/etc/rc\d\.d/S\d\dserves", said), said
    assert "/etc/rc2.d/K01serves" in said and "target.wants/" not in done.stdout, said

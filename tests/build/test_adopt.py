# SPDX-License-Identifier: GPL-2.0-only
"""scripts/adopt: into a kernel tree, and out of it to the byte."""
import os
import shutil

import pytest

from tree import ROOT, call, difference, manifest, slim_tree, succeed

LINK, KCONFIG, MAKEFILE = "usr/knit", "usr/Kconfig", "usr/Makefile"


@pytest.fixture
def slim(tmp_path):
    return slim_tree(tmp_path / "linux")


def adopt(*words, top=ROOT):
    return call(top / "scripts/adopt", *words)


def refused(tree, *words, top=ROOT, status=1):
    """The one line that it says; nothing in the tree has changed, not even a time."""
    before = manifest(tree, times=True) if tree.is_dir() else None
    done = adopt(*words, top=top)
    assert done.returncode == status and not done.stdout
    assert before is None or manifest(tree, times=True) == before
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_there_and_back(tree):
    before = tree.manifest()
    succeed(ROOT / "scripts/adopt", tree.path)
    assert difference(before, tree.manifest()) == [KCONFIG, MAKEFILE, LINK]
    assert os.readlink(tree.path / LINK) == str(ROOT)
    for name in (KCONFIG, MAKEFILE):
        old, new = ((top / name).read_text().splitlines() for top in (tree.pristine, tree.path))
        assert len(new) == len(old) + 1 and [line for line in new if line in old] == old
    succeed(ROOT / "scripts/adopt", "-R", tree.path)
    assert difference(before, tree.manifest()) == []


def test_twice_changes_nothing(slim):
    succeed(ROOT / "scripts/adopt", slim)
    before = manifest(slim, times=True)
    succeed(ROOT / "scripts/adopt", slim)
    assert manifest(slim, times=True) == before


def test_out_of_a_tree_that_is_not_adopted(slim):
    assert "nothing to do" in refused(slim, "-R", slim, status=0)


def test_what_others_changed_stays(slim):
    before = manifest(slim)
    with (slim / KCONFIG).open("a") as file:
        file.write("# a line of ours\n")
    with (slim / MAKEFILE).open("a") as file:
        file.write("# another\n")
    os.chmod(slim / MAKEFILE, 0o600)
    changed = manifest(slim)
    assert difference(before, changed) == [KCONFIG, MAKEFILE]
    succeed(ROOT / "scripts/adopt", slim)
    succeed(ROOT / "scripts/adopt", "-R", slim)
    assert difference(changed, manifest(slim)) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_files_stay_whose_they_are(slim):
    for name in ("usr", KCONFIG, MAKEFILE):
        os.chown(slim / name, 1234, 4321)
    before = manifest(slim)
    succeed(ROOT / "scripts/adopt", slim)
    assert (slim / KCONFIG).stat().st_uid == 1234 and (slim / MAKEFILE).stat().st_gid == 4321
    succeed(ROOT / "scripts/adopt", "-R", slim)
    assert difference(before, manifest(slim)) == []


@pytest.mark.parametrize("words", [[], ["-x"], ["a", "b"]])
def test_usage(tmp_path, words):
    done = adopt(*words)
    assert done.returncode == 2 and "usage: adopt [-R] [-f] KERNELDIR" in done.stderr


@pytest.mark.parametrize("option", [[], ["-R"]])
@pytest.mark.parametrize("what", ["nothing", "a file", "an empty folder", "a checkout"])
def test_no_kernel_tree(tmp_path, checkout, what, option):
    path = checkout if what == "a checkout" else tmp_path / "there"
    if what == "a file":
        path.write_text("")
    elif what == "an empty folder":
        path.mkdir()
    line = refused(path, *option, path)
    assert line.startswith(f"adopt: {path}")
    assert ("no such directory" if what in ("nothing", "a file") else "no Linux kernel") in line


def test_a_kernel_without_nolibc(slim):
    shutil.rmtree(slim / "tools")
    assert "tools/include/nolibc" in refused(slim, slim)


def test_a_usr_makefile_of_another_form(slim):
    text = (slim / MAKEFILE).read_text()
    (slim / MAKEFILE).write_text(text.replace("ramfs-input", "other-input"))
    assert "usr/Makefile" in refused(slim, slim)


@pytest.mark.parametrize("option", [[], ["-R"], ["-f"]])
def test_a_folder_of_somebody_else_is_left_alone(slim, option):
    (slim / LINK).mkdir()
    (slim / LINK / "theirs").write_text("precious")
    assert "left alone" in refused(slim, *option, slim)


def test_another_checkout(slim, checkout):
    before = manifest(slim)
    succeed(checkout / "scripts/adopt", slim)
    assert f"has adopted {checkout}" in refused(slim, slim)
    succeed(ROOT / "scripts/adopt", "-f", slim)
    assert os.readlink(slim / LINK) == str(ROOT)
    succeed(ROOT / "scripts/adopt", "-R", slim)
    assert difference(before, manifest(slim)) == []


def test_a_checkout_that_has_gone(slim, checkout):
    succeed(checkout / "scripts/adopt", slim)
    shutil.rmtree(checkout)
    succeed(ROOT / "scripts/adopt", slim)
    assert os.readlink(slim / LINK) == str(ROOT)


def test_called_through_a_link_and_from_elsewhere(slim, tmp_path):
    """The link in the tree must lead to the checkout by its real path, wherever one stands."""
    (tmp_path / "mine").symlink_to(ROOT)
    succeed(tmp_path / "mine/scripts/adopt", slim.name, cwd=slim.parent)
    assert os.readlink(slim / LINK) == str(ROOT)

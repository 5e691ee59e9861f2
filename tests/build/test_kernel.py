# SPDX-License-Identifier: GPL-2.0-only
"""knit inside a kernel tree: what the kernel's own Kbuild makes of it.

Only usr/ of the kernel is built: that is where knit is, and all that goes into the image.
"""
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from tree import CROSS, DEFAULT, call, copy_checkout, cpio, difference, elf_cpu, manifest, succeed

# The kernel's own configurations of our CPUs
DEFCONFIGS = {"mipsel": "malta_defconfig", "mips": "malta_defconfig", "arm": "multi_v7_defconfig",
              "arm64": "defconfig", "riscv64": "defconfig", "x86_64": "x86_64_defconfig"}
ARCHES = {"mipsel": "mips", "mips": "mips", "arm": "arm", "arm64": "arm64", "riscv64": "riscv",
          "x86_64": "x86"}
ENDIAN = {"mips": ["CPU_BIG_ENDIAN"], "mipsel": ["CPU_LITTLE_ENDIAN"]}
ONLY_DEFAULT = pytest.mark.parametrize(
    "tree", [pytest.param(DEFAULT, marks=pytest.mark.xdist_group(f"linux-{DEFAULT}"))],
    indirect=True)
OURS = {"dev": (0o40755, (0, 0)), "dev/console": (0o20600, (5, 1)), "init": (0o100755, (0, 0))}


class Kernel:
    """A kernel that is configured and built in an O= folder, or (None) in its tree."""

    def __init__(self, tree, cpu, out=None, like=None):
        self.top, self.cpu, self.out = tree.path, cpu, out
        self.objects = out or tree.path
        self.words = [f"ARCH={ARCHES[cpu]}", f"CROSS_COMPILE={CROSS[cpu]}"]
        if out:
            if like:        # its exported headers: a thousand calls of sed
                shutil.copytree(like.out, out, symlinks=True)
                (out / "usr/initramfs_data.cpio").unlink()
            else:
                out.mkdir()
            self.words.append(f"O={out}")

    def command(self, *goals, jobs=2):
        return ["make", "-s", f"-j{jobs}", "-C", self.top, *self.words, *goals]

    def make(self, *goals, jobs=2):
        return succeed(*self.command(*goals, jobs=jobs))

    def configure(self, *options, value="y"):
        """Add options to .config, as somebody who edits it does."""
        with (self.objects / ".config").open("a", encoding="ascii") as file:
            file.writelines(f"CONFIG_{option}={value}\n" for option in options)
        self.make("olddefconfig")
        config = (self.objects / ".config").read_text()
        for option in options:
            line = f"# CONFIG_{option} is not set" if value == "n" else f"CONFIG_{option}={value}"
            assert line in config.splitlines(), f"{option} did not become {value}"

    def smallest(self, *options):
        """Next to nothing, which costs a third of the time."""
        self.make("allnoconfig")
        self.configure("MIPS_MALTA", "BLK_DEV_INITRD", *ENDIAN[self.cpu])
        self.configure(*options)
        return self

    def defconfig(self, *options):
        self.make(DEFCONFIGS[self.cpu])
        self.configure(*options, *ENDIAN.get(self.cpu, []))
        return self

    def build(self, jobs=2):
        """usr/, without a word from the compiler or the linker; returns what is in the cpio."""
        said = self.make("usr/", jobs=jobs)
        ours = [line for line in said.splitlines() if re.search(r"knit|warning:|initramfs", line)]
        assert not ours, said
        return self.cpio()

    def cpio(self):
        return cpio(self.objects / "usr/initramfs_data.cpio")

    def binary(self):
        where = "usr/knit/knit" if self.out else "usr/.knit/usr/knit/knit"
        return (self.objects / where).read_bytes()


def names(archive):
    return {name: value[:2] for name, value in archive.items()}


def is_ours(archive, kernel):
    """The cpio holds /init, /dev/console and the folder for it, and nothing else."""
    assert names(archive) == OURS
    assert archive["init"][2] == kernel.binary()
    assert elf_cpu(archive["init"][2]) == kernel.cpu


@pytest.fixture(scope="module")
def adopted(tree, tmp_path_factory):
    """The tree, adopted by a checkout in which nothing may change but what the test changes."""
    tree.checkout = copy_checkout(tmp_path_factory.mktemp("adopted"))
    tree.adopt()
    yield tree
    tree.adopt("-R")


@pytest.fixture(scope="module")
def kernel(adopted, tmp_path_factory):
    """A kernel that somebody had configured and built before the tree was adopted."""
    adopted.adopt("-R")
    kernel = Kernel(adopted, "mipsel", tmp_path_factory.mktemp("kernel") / "o").defconfig()
    kernel.theirs = names(kernel.build())
    adopted.adopt()
    return kernel


@pytest.fixture
def written(adopted):
    """Call it for the files of the checkout that are new or changed since the test began."""
    before = manifest(adopted.checkout, times=True)
    return lambda: difference(before, manifest(adopted.checkout, times=True))


@pytest.fixture
def new_words(adopted):
    """Call it to change a text in the program; returns the new one."""
    path = adopted.checkout / "init/stage/handover.c"
    text = path.read_text()
    assert "starting the real init" in text

    def change():
        path.write_text(text.replace("starting the real init", "starting the changed one"))
        return b"starting the changed one"
    yield change
    path.write_text(text)


@pytest.mark.parametrize("cpu", DEFCONFIGS)
@pytest.mark.sample(1)
def test_cpio(adopted, written, tmp_path, cpu):
    kernel = Kernel(adopted, cpu, tmp_path / "o").defconfig("KNIT")
    is_ours(kernel.build(), kernel)
    assert written() == []


@ONLY_DEFAULT
def test_a_tree_that_was_configured_before(kernel):
    """Its .config has an empty INITRAMFS_SOURCE, which no default of ours could override."""
    config = (kernel.objects / ".config").read_text().splitlines()
    assert 'CONFIG_INITRAMFS_SOURCE=""' in config
    kernel.make("olddefconfig")
    assert names(kernel.build()) == kernel.theirs, "adopted, but not switched on"
    kernel.configure("KNIT")
    is_ours(kernel.build(), kernel)


@ONLY_DEFAULT
def test_two_cpus_at_once_from_one_checkout(kernel, adopted, written, new_words, tmp_path):
    kernel.configure("KNIT")
    kernels = [kernel, Kernel(adopted, "mips", tmp_path / "b", like=kernel).smallest("KNIT")]
    words = new_words()
    with ThreadPoolExecutor(2) as pool:
        for one, archive in zip(kernels, pool.map(Kernel.build, kernels)):
            is_ours(archive, one)
            assert words in archive["init"][2]
    assert written() == ["init/stage/handover.c"]


@ONLY_DEFAULT
def test_a_change_is_in_the_cpio_at_once(kernel, new_words):
    """With make -j1 the cpio could be made of the program that was there before."""
    kernel.configure("KNIT")
    kernel.build()
    words = new_words()
    archive = kernel.build(jobs=1)
    assert words in archive["init"][2]
    is_ours(archive, kernel)
    time = (kernel.objects / "usr/initramfs_data.cpio").stat().st_mtime_ns
    kernel.build(jobs=1)
    assert (kernel.objects / "usr/initramfs_data.cpio").stat().st_mtime_ns == time, \
        "made anew though nothing had changed"


@ONLY_DEFAULT
def test_an_option_is_in_the_cpio_at_once(kernel):
    kernel.configure("KNIT", "KNIT_WORDS")
    before = kernel.build()["init"][2]
    kernel.configure("KNIT_WORDS", value="n")
    archive = kernel.build(jobs=1)
    assert b"starting the real init" not in archive["init"][2]
    assert len(archive["init"][2]) < len(before)
    is_ours(archive, kernel)
    kernel.configure("KNIT_WORDS")


@ONLY_DEFAULT
def test_what_the_kernel_is_told_to_put_beside_it(kernel, tmp_path):
    (tmp_path / "root/sbin").mkdir(parents=True)
    (tmp_path / "root/sbin/init").write_text("theirs")
    (tmp_path / "list").write_text("dir /extra 0700 0 0\n")
    kernel.configure("KNIT")
    kernel.configure("INITRAMFS_SOURCE", value=f'"{tmp_path}/root {tmp_path}/list"')
    archive = kernel.build()
    assert archive["sbin/init"][2] == b"theirs" and archive["extra"][0] == 0o40700
    is_ours({name: archive[name] for name in OURS}, kernel)
    assert archive.keys() == {*OURS, "sbin", "sbin/init", "extra"}
    kernel.configure("INITRAMFS_SOURCE", value=f'"{tmp_path}/ready.cpio.gz"')
    done = call(*kernel.command("usr/"))
    assert done.returncode and "CONFIG_INITRAMFS_SOURCE is an archive" in done.stderr
    kernel.configure("INITRAMFS_SOURCE", value='""')


@ONLY_DEFAULT
def test_in_the_tree_itself(adopted, written, new_words):
    """Without O=; and `make clean` and distclean leave what scripts/adopt has made."""
    clean = adopted.manifest()
    kernel = Kernel(adopted, "mipsel").smallest("KNIT")
    is_ours(kernel.build(), kernel)
    words = new_words()
    assert words in kernel.build(jobs=1)["init"][2]
    assert written() == ["init/stage/handover.c"]
    kernel.make("clean")
    assert not (adopted.path / "usr/.knit").exists()
    kernel.make("distclean")
    left = set(difference(clean, adopted.manifest()))
    assert left <= {"arch/mips/tools/elf-entry"}, "more than what 6.12 itself leaves"
    for name in left:
        (adopted.path / name).unlink()

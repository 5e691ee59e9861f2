# SPDX-License-Identifier: GPL-2.0-only
"""scripts/sign-kernel: what it writes, by its own --check and by OpenSSL, and what it refuses."""
import hashlib
import struct
import subprocess

import pytest

from tree import ROOT, environment

SCRIPT = ROOT / "scripts" / "sign-kernel"


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sign") / "keys"
    subprocess.run([SCRIPT, "--new-keys", folder], check=True, capture_output=True,
                   env=environment())
    return folder


@pytest.fixture
def sign(keys, tmp_path):
    """sign-kernel with those keys; all that it says, and whether it has worked."""
    def run(*words, cwd=tmp_path):
        done = subprocess.run([SCRIPT, "--keys", keys, *words], cwd=cwd, text=True,
                              capture_output=True, env=environment())
        assert not done.stdout, "a result is a file"
        return done.returncode == 0, done.stderr
    for name, size in {"kernel": 100000, "initrd": 5000, "dtb": 600}.items():
        (tmp_path / name).write_bytes(hashlib.shake_128(name.encode()).digest(size))
    return run


def test_keys(keys):
    assert sorted(path.name for path in keys.iterdir()) == ["ca.key", "ca.pem", "signer.key",
                                                            "signer.pem"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.glob("*.key"))
    subprocess.run(["openssl", "verify", "-CAfile", keys / "ca.pem", keys / "signer.pem"],
                   check=True, capture_output=True)


def test_keys_are_not_written_over(keys, tmp_path):
    mine = tmp_path / "mine"
    subprocess.run(["cp", "-a", keys, mine], check=True)
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    (mine / "signer.key").unlink()
    done = subprocess.run([SCRIPT, "--new-keys", mine], text=True, capture_output=True,
                          env=environment())
    assert done.returncode and "has one of signer.key and signer.pem" in done.stderr
    (mine / "signer.pem").unlink()
    subprocess.run([SCRIPT, "--new-keys", mine], check=True, capture_output=True,
                   env=environment())
    after = {path.name: path.read_bytes() for path in mine.iterdir()}
    assert after["ca.key"] == before["ca.key"] and after["ca.pem"] == before["ca.pem"]
    assert after["signer.key"] != before["signer.key"]


def test_what_is_signed(sign, keys, tmp_path):
    """By the description in Documentation/verified-boot.rst, and OpenSSL alone."""
    good, _ = sign("--initrd", "initrd", "--dtb", "dtb", "--cmdline", "quiet a=b", "kernel")
    assert good
    data = (tmp_path / "kernel.sig").read_bytes()
    magic, *sizes, signature, certificate = struct.unpack(">8s6I", data[:32])
    assert (magic, sizes) == (b"knitsig1", [100000, 5000, 600, 9])
    assert len(data) == 32 + signature + certificate
    statement = data[:24] + b"".join((tmp_path / name).read_bytes()
                                     for name in ("kernel", "initrd", "dtb")) + b"quiet a=b"
    for name, content in {"s": statement, "sig": data[32:32 + signature],
                          "der": data[32 + signature:]}.items():
        (tmp_path / name).write_bytes(content)
    subprocess.run(["openssl", "x509", "-inform", "DER", "-in", "der", "-pubkey", "-noout",
                    "-out", "pub"], cwd=tmp_path, check=True)
    subprocess.run(["openssl", "dgst", "-sha256", "-verify", "pub", "-signature", "sig", "s"],
                   cwd=tmp_path, check=True, capture_output=True)


def test_check(sign, tmp_path):
    assert sign("--any-cmdline", "--initrd", "initrd", "kernel")[0]
    whole = ("--any-cmdline", "--initrd", "initrd", "--check", "kernel")
    assert sign(*whole) == (True, "sign-kernel: kernel.sig is good\n")
    assert "of other sizes" in sign("--any-cmdline", "--check", "kernel")[1]
    assert "of other sizes" in sign("--cmdline", "", *whole[1:])[1]
    for name in ("kernel", "initrd"):
        data = bytearray((tmp_path / name).read_bytes())
        data[len(data) // 2] ^= 1
        (tmp_path / name).write_bytes(data)
        assert sign(*whole) == (False, "sign-kernel: kernel.sig: not what was signed\n")
        data[len(data) // 2] ^= 1
        (tmp_path / name).write_bytes(data[:-1])
        assert "of other sizes" in sign(*whole)[1]
        (tmp_path / name).write_bytes(data)
    assert sign(*whole)[0]


def test_check_of_somebody_else(sign, tmp_path):
    assert sign("--any-cmdline", "kernel")[0]
    foreign = tmp_path / "foreign"
    subprocess.run([SCRIPT, "--new-keys", foreign], check=True, capture_output=True,
                   env=environment())
    good, said = sign("--keys", foreign, "--any-cmdline", "--check", "kernel")
    assert not good and "its certificate is not signed by" in said
    (tmp_path / "kernel.sig").write_bytes(b"no such thing" * 100)
    assert "is no signature of ours" in sign("--any-cmdline", "--check", "kernel")[1]


@pytest.mark.parametrize("words, said", [
    ([], "usage: "),
    (["--keys"], "usage: "),
    (["kernel", "kernel", "--any-cmdline"], "usage: "),
    (["--what", "kernel"], "usage: "),
    (["kernel"], "one of --cmdline TEXT and --any-cmdline is needed"),
    (["--any-cmdline", "--cmdline", "x", "kernel"], "one of --cmdline TEXT"),
    (["--any-cmdline", "nothing"], "no file nothing"),
    (["--any-cmdline", "--dtb", "nothing", "kernel"], "no file nothing"),
    (["--any-cmdline", "."], "no file ."),
    (["--any-cmdline", "--keys", "nowhere", "kernel"], "no file nowhere/signer.key"),
    (["--any-cmdline", "--check", "kernel"], "no file kernel.sig"),
    (["--pe", "--initrd", "initrd", "kernel"], "--pe covers the kernel only"),
    (["--pe", "kernel"], "must be built with CONFIG_EFI_STUB"),
    (["--any-cmdline", "empty"], "empty is empty"),
])
def test_refused(sign, tmp_path, words, said):
    (tmp_path / "empty").touch()
    before = sorted(tmp_path.iterdir())
    good, error = sign(*words)
    assert not good and said in error
    assert sorted(tmp_path.iterdir()) == before, "nothing is left behind"

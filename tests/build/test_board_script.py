# SPDX-License-Identifier: GPL-2.0-only
"""scripts/board, and what knitlib/dts.py makes of a device tree; porting-board.rst shows both."""
import re
import textwrap

import pytest

from knitlib import dts
from tree import ROOT, call, source, succeed

PAGE = ROOT / "Documentation/porting-board.rst"
WRITTEN = "tplink-tl-wr1043nd-v1"       # the script wrote it, and nothing had to be changed
NEW = "arch/arm/boot/dts/broadcom/bcm4708-luxul-xap-1510.dts"
HEAD = """/dts-v1/;
/ {
    #address-cells = <1>;
    #size-cells = <1>;
    model = "Test \\"1\\"";
    compatible = "test,one";
"""
SPI = """
    spi@1000 {
        reg = <0x1000 0x10>;
        #address-cells = <1>;
        #size-cells = <0>;
        flash@2 { compatible = "jedec,spi-nor"; reg = <2>; };
    };
"""


def board(*words, **kwargs):
    return call(ROOT / "scripts/board", *words, **kwargs)


def sections(text):
    """What was printed for each place."""
    return [part.split("\n", 1)[1].strip("\n") for part in text.split("==> ")[1:]]


def tree(tmp_path, body):
    path = tmp_path / "test.dts"
    path.write_text(HEAD + body + "};\n")
    return path


def test_the_page_shows_what_is_printed(tmp_path):
    text = PAGE.read_text()
    source_text = re.search(r"code-block:: dts\n\n((?:(?: {4}.*)?\n)+)", text)[1]
    (tmp_path / "acme-r1.dts").write_text(textwrap.dedent(source_text))
    done = board("--arch", "mips", "acme-r1.dts", cwd=tmp_path)
    assert not done.returncode and not done.stderr, done.stderr
    shown = [textwrap.dedent(block).strip("\n") for block in
             re.findall(r"^(?!\.\.).*::\n\n((?:(?: {4}.*)?\n)+)", text, re.M)][:4]
    assert shown == [part.expandtabs(8) for part in sections(done.stdout)]


def test_what_it_printed_is_what_is_there():
    printed = sections(succeed(ROOT / "scripts/board", "wr1043nd"))
    listed = (ROOT / "boards/boards.c").read_text()
    assert printed[0] + "\n" == (ROOT / f"boards/{WRITTEN}.c").read_text()
    assert printed[1] in listed and printed[2] in listed
    assert printed[3] in (ROOT / "boards/Kconfig").read_text()


def test_an_installed_board_builds(checkout, tmp_path):
    succeed(checkout / "scripts/board", "--install", NEW)
    assert "is there already" in call(checkout / "scripts/board", "--install", NEW).stderr
    words = ["make", "-C", checkout, "CPU=arm", f"O={tmp_path / 'out'}"]
    succeed(*words, "router_defconfig")
    with (tmp_path / "out/.config").open("a") as file:
        file.write("CONFIG_KNIT_BOARD_LUXUL_XAP_1510_V1=y\n")
    succeed(*words, "olddefconfig", "all")
    assert b"luxul,xap-1510-v1" in (tmp_path / "out/knit").read_bytes()


@pytest.mark.parametrize("words, said", [
    (["nosuch.dts"], "there is no such file"), (["nosuch"], "no DTS of that name"),
    (["bcm4708"], "which of these is bcm4708?\n  arch/arm/"),
    (["arch/mips/boot/dts/brcm/bcm97125cbmb.dts"], "has no NOR flash"),
    ([], "usage:")])
def test_a_wrong_word_is_told(words, said):
    done = board(*words)
    assert done.returncode and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("body, words, said", [
    (SPI, [], "of which CPU?"), ("no tree", ["--arch", "arm"], "does not compile"),
    ("", ["--arch", "arm"], "has no NOR flash")])
def test_a_wrong_tree_is_told(tmp_path, body, words, said):
    done = board(*words, tree(tmp_path, body))
    assert done.returncode and said in done.stderr and "Traceback" not in done.stderr


def test_names_are_the_kernels(tmp_path):
    """led_compose_name() and led_classdev_next_name(), gpio_keys.c, spi_register_controller()."""
    body = SPI + """
    leds {
        compatible = "gpio-leds";
        led-0 { label = "a:b"; color = <1>; function = "status"; };
        led-1 { color = <2>; function = "wlan"; function-enumerator = <3>; };
        led-2 { color = <2>; function = "wlan"; };
        led-3 { function = "wlan"; color = <2>; };
        led-4 { function = "power"; };
        led-5 { color = <0>; function-enumerator = <3>; };
        led@6 { };
        led-7 { label = "gone"; status = "disabled"; };
        led-8 { color = <99>; };
    };
    gone { compatible = "gpio-leds"; status = "disabled"; led { label = "gone"; }; };
    keys {
        compatible = "gpio-keys-polled";
        a { linux,code = <408>; };
        b { linux,code = <5>; linux,input-type = <5>; label = "slide"; };
        c { linux,code = <6>; status = "disabled"; };
    };
    spi@2000 { reg = <0x2000 0x10>; };
    aliases { spi4 = "/spi@2000"; led-boot = "/leds/led-2"; led-running = "/gone/led"; };
"""
    root = dts.load(dts.compile_dts(tree(tmp_path, body), source()))
    assert [led.name for led in dts.leds(root)] == [
        "a:b", "green:wlan-3", "green:wlan", "green:wlan_1", ":power", "white:", "led", "led-8"]
    assert dts.led_roles(root) == {"boot": "green:wlan"}
    assert [(key.code, key.type, key.label) for key in dts.keys(root)] == [
        (408, dts.EV_KEY, "a"), (5, dts.EV_SW, "slide")]
    assert [flash.master for flash in dts.flashes(root)] == ["spi5.2"]


def test_quotes_in_a_model(tmp_path):
    printed = succeed(ROOT / "scripts/board", "--arch", "arm", tree(tmp_path, SPI))
    assert r'BOARD_ID("Test \"1\"", "test,one", NULL)' in printed
    assert r'bool "Test \"1\""' in printed

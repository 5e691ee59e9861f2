# SPDX-License-Identifier: GPL-2.0-only
"""The host side of knit: boards, flash images, QEMU. Used by scripts/ and by tests/qemu."""

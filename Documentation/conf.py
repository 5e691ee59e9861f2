# SPDX-License-Identifier: GPL-2.0-only
"""Sphinx's configuration; scripts/docs builds it. Nothing here needs a network."""
import re
from pathlib import Path

KCONFIG = (Path(__file__).resolve().parents[1] / "Kconfig").read_text(encoding="utf-8")

project = "knit"
author = "the knit developers"
project_copyright = "the knit developers, GPL-2.0-only"
version = release = re.search(r'config KNIT_VERSION\n\tstring\n\tdefault "([^"]+)"', KCONFIG)[1]

extensions = []
exclude_patterns = ["*.inc"]
highlight_language = "none"
smartquotes = False             # "--" is two hyphens on a command line

html_theme = "alabaster"
html_theme_options = {
    "description": "the first program of a small Linux machine",
    "page_width": "1000px",
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
html_copy_source = False

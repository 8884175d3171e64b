"""The manual page is one that the programs that show manuals have no complaint about."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from .program import ROOT

PAGE = ROOT / "docs" / "man" / "blogctl.1"


def test_mandoc_has_nothing_to_say_of_it_but_that_it_has_no_date() -> None:
    if shutil.which("mandoc") is None:
        why = "mandoc is not installed"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    lint = subprocess.run(
        ["mandoc", "-T", "lint", PAGE], capture_output=True, encoding="utf-8", check=False
    )
    complaints = lint.stdout.splitlines()
    assert [line for line in complaints if "missing date" not in line] == []
    shown = subprocess.run(
        ["mandoc", "-T", "utf8", PAGE], capture_output=True, encoding="utf-8", check=True
    )
    text = " ".join(re.sub(r".\x08", "", shown.stdout).split())
    # Signs that mean something to roff, as people are to read them.
    assert "blogctl add STORY -- '-3 degrees'" in text
    assert "--source 'NAME <URL>'" in text
    assert "every *.story.toml below it" in text

"""French is complete: what the code and the pages say is what the catalogue holds, no more and no less."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from operations.translations import slips

PROJECT = Path(__file__).resolve().parents[2]
FRENCH = "locale/fr/LC_MESSAGES/django.po"


def texts(catalogue: Path) -> set[tuple[str | None, str, str]]:
    """Every text that is in use."""
    entries = polib.pofile(str(catalogue))
    return {(each.msgctxt, each.msgid, each.msgid_plural) for each in entries if not each.obsolete}


def test_french_has_no_slip() -> None:
    assert slips(folder=PROJECT / "locale", language="fr") == []


def test_collecting_the_texts_again_finds_the_same_ones(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.fail("xgettext is missing. Install it with:  apt-get install gettext", pytrace=False)
    copy = tmp_path / "portal"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".venv", "var", ".git", "tests", ".*cache", "*.mo"))
    command = [sys.executable, "manage.py", "makemessages", "-l", "fr", "--no-location", "--no-wrap", "--no-obsolete"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert texts(copy / FRENCH) == texts(PROJECT / FRENCH)

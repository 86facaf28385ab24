"""Request types that no customer ever sees: one for whoever is signed in, two that open by invitation."""

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Template

import pytest

from forms_catalog import requests
from tests.forms_catalog.test_a_new_type_takes_one_file import forget

HEAD = '''"""Made for a test."""

from forms_catalog.definition import Access, FilePolicy, Group, RequestType
from forms_catalog.shared_steps import account_email, description, one_of, other_email, still_have_email
from tickets.states import Priority

where = one_of(
    slug="where",
    name="where",
    title="Where are you now?",
    options={"home": "At home", "trip": "On a trip"},
    required="Select where you are",
)
'''
TYPE = Template(
    HEAD
    + """
request = RequestType(
    slug="$slug",
    group=Group.IDENTITY,
    title="$title",
    summary="Made for a test.",
    access=Access.$access,
    queue="verification",
    base_priority=Priority.NORMAL,
    steps=($steps),
    files=$files,
)
"""
)
TELL = 'description(title="What should we know?", hint="A few words are enough.")'
FILES = 'FilePolicy(title="Add your papers")'
MADE_UP = {
    "new-address": TYPE.substitute(
        slug="new-address",
        title="Change of address",
        access="SIGNED_IN",
        steps=f"where, account_email, still_have_email, other_email(), {TELL}",
        files=FILES,
    ),
    "trip-questions": TYPE.substitute(
        slug="trip-questions", title="Questions about a trip", access="INVITED", steps=f"where, {TELL}", files="None"
    ),
    "plan-papers": TYPE.substitute(
        slug="plan-papers", title="Papers of a plan", access="INVITED", steps="where,", files=FILES
    ),
}


@pytest.fixture
def made_up_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The catalogue with these types in it. Calling it takes them out again."""
    folder = tmp_path / "requests"
    folder.mkdir()
    for slug, text in MADE_UP.items():
        (folder / f"{slug.replace('-', '_')}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(requests, "__path__", [*requests.__path__, str(folder)])
    forget()

    def take_out() -> None:
        for each in folder.glob("*.py"):
            each.unlink()
        forget()

    yield take_out
    monkeypatch.undo()
    forget()

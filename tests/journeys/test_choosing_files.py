"""Choosing files on the documents page of a real browser: what cannot be taken is said at once, and nothing else is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import papers
from tests.journeys.person import Person
from tests.services.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.stack]


@pytest.fixture
def person(browser: Browser, portal: Portal) -> Iterator[Person]:
    """Somebody on the documents page of a request, in English."""
    somebody = Person(browser, portal.url, language="en")
    somebody.begin("documents-general")
    somebody.skip()
    somebody.write("nia@example.com")
    somebody.skip()
    somebody.agree()
    assert somebody.step == "files"
    yield somebody
    somebody.close()


def choose(person: Person, folder: Path, *files: tuple[str, bytes]) -> None:
    """Choose files as the browser's own window would."""
    paths = []
    for name, content in files:
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    person.page.locator("#id_files").set_input_files(paths)
    for name, _content in files:
        expect(person.page.locator(".file", has_text=name)).to_have_count(1, timeout=30_000)
    expect(person.page.locator(".uploading progress:visible")).to_have_count(0, timeout=30_000)


def test_wrong_files_are_named_with_what_to_do_and_the_good_one_is_kept(person: Person, tmp_path: Path) -> None:
    choose(
        person,
        tmp_path,
        ("notes.txt", b"words"),
        ("IMG_1.heic", b"\0\0\0\x18ftypheic"),
        ("nothing.pdf", b""),
        ("passport.jpg", papers.phone_photo(800, 600)),
    )
    said = {
        "notes.txt": "It must be a JPG, PNG or PDF",
        "IMG_1.heic": "We cannot open this iPhone format",
        "nothing.pdf": "It is empty",
    }
    for name, sentence in said.items():
        expect(person.page.locator(".file", has_text=name)).to_contain_text(sentence)
    expect(person.page.locator("[data-state=accepted]")).to_have_count(1, timeout=30_000)
    person.on()
    assert person.step == "check"
    assert "passport.jpg" in person.page.locator("main").inner_text()


def test_the_sixth_file_is_named_and_five_are_kept(person: Person, tmp_path: Path) -> None:
    choose(person, tmp_path, *[(f"page-{number}.pdf", papers.statement(number)) for number in range(1, 7)])
    expect(person.page.locator("[data-file]")).to_have_count(5, timeout=30_000)
    refused = person.page.locator(".uploading")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("You can add 5 files. This one was not added.")
    left = person.page.get_by_text("Not sent: 1")
    expect(left).to_be_visible()
    refused.get_by_role("button", name="Remove").click()
    expect(left).to_be_hidden()


def test_the_same_file_again_is_a_sentence_and_one_file(person: Person, tmp_path: Path) -> None:
    same = papers.statement()
    choose(person, tmp_path, ("first.pdf", same))
    choose(person, tmp_path, ("again.pdf", same))
    expect(person.page.locator("main")).to_contain_text("You have already added this file.")
    expect(person.page.locator("[data-file]")).to_have_count(1)


def test_a_file_can_be_taken_back_and_the_error_goes_once_a_file_is_there(person: Person, tmp_path: Path) -> None:
    person.on()
    assert person.page.locator(".problem").is_visible()
    choose(person, tmp_path, ("first.pdf", papers.statement()))
    expect(person.page.locator(".problem")).to_have_count(0)
    person.page.locator("[data-file] button", has_text="Remove").click()
    expect(person.page.locator("[data-file]")).to_have_count(0)


def test_a_change_of_language_takes_what_was_typed_and_what_files_are_along(person: Person, tmp_path: Path) -> None:
    choose(person, tmp_path, ("first.pdf", papers.statement()))
    expect(person.page.locator("[data-state=accepted]")).to_have_count(1, timeout=30_000)
    person.page.locator("select[name^=role-]").select_option("bank_statement")
    person.page.locator("a[hreflang=fr]").click()
    person.page.wait_for_url("**/fr/d/**/files/")
    assert person.page.locator("select[name^=role-]").input_value() == "bank_statement"
    for earlier in ("consent", "note"):
        person.page.locator("a.back").click()
        person.page.wait_for_url(f"**/{earlier}/")
    person.page.locator("textarea").fill("Mon relevé de ce mois-ci, sans la dernière page.")
    person.page.locator("a[hreflang=en]").click()
    person.page.wait_for_url("**/en/d/**/note/")
    assert person.page.locator("textarea").input_value() == "Mon relevé de ce mois-ci, sans la dernière page."

"""`manage.py catalogue --check` names every fault that somebody may build into a request type; `--diff` says what changed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django import forms
from django.core.management import call_command
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from forms_catalog import catalogue as catalogue_module
from forms_catalog import versions
from forms_catalog.catalogue import catalogue
from forms_catalog.catalogue_checks import problems
from forms_catalog.definition import Access, Ending, HandOver, Is, RequestType, SelfHelp, SelfHelpStep, Step
from forms_catalog.fields import choice, short_text
from forms_catalog.models import FormVersion
from forms_catalog.versions import as_seen, differences, keep_version
from tests.customer import Customer
from tests.factories import a_ticket
from tickets.models import Ticket

SOUND = "general"


def run(*options: str) -> tuple[int, Any]:
    """The command's exit code and what it says."""
    out = StringIO()
    try:
        call_command("catalogue", *options, "--json", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def asking(fields: Callable[[], dict[str, forms.Field]], **overrides: Any) -> Step:
    """One more page."""
    values: dict[str, Any] = {"slug": "extra", "title": _("Your message"), "fields": fields}
    return Step(**(values | overrides))


def topics(sound: RequestType) -> list[str]:
    """The codes of its first question."""
    choices: Any = sound.steps[0].fields()["topic"]
    return [code for code, _label in choices.choices]


def with_page(step: Step) -> Callable[[RequestType], RequestType]:
    """A type with one more page at its end."""
    return lambda sound: replace(sound, steps=(*sound.steps, step))


def mute() -> dict[str, forms.Field]:
    """A field with an error that says nothing."""
    field = short_text(_("Your message"), required=_("Your message"))
    field.error_messages["required"] = ""
    return {"extra": field}


LONG_HELP = SelfHelp(
    title=_("Your message"),
    intro=_("Your message"),
    steps=tuple(SelfHelpStep(_("Your message"), _("Your message")) for _each in range(6)),
)
FAULTS: dict[str, tuple[Callable[[RequestType], RequestType], str]] = {
    "a text in one language only": (
        lambda sound: replace(sound, title=lazystr("Only in English")),
        "title: “Only in English” is not translated",
    ),
    "a page nobody reaches": (
        with_page(asking(lambda: {"extra": short_text(_("Your message"))}, when=Is("topic", "never"))),
        "page extra: no answer leads there",
    ),
    "an ending nobody reaches": (
        lambda sound: replace(sound, endings=(Ending(slug="end", when=Is("topic", "never"), title=_("Your message")),)),
        "ending end: no answer leads there",
    ),
    "no way to a ticket": (
        lambda sound: replace(
            sound,
            endings=(
                Ending(
                    slug="end",
                    when=Is("topic", *topics(sound)),
                    title=_("Your message"),
                ),
            ),
        ),
        "no way ends in a ticket",
    ),
    "a value asked twice": (
        with_page(asking(lambda: {"subject": short_text(_("Your message"))})),
        "subject: asked on two pages of one way",
    ),
    "a long self-help": (
        lambda sound: replace(sound, self_help=LONG_HELP),
        "self-help: 6 steps, at most 5 are read",
    ),
    "a field for a secret": (
        with_page(asking(lambda: {"master_key": short_text(_("Your message"))})),
        "page extra, master_key: no form may ask for this",
    ),
    "a box whose content the browser must guess": (
        with_page(asking(lambda: {"extra": forms.CharField(label=_("Your message"))})),
        "page extra, extra: no autocomplete attribute, so the browser guesses what belongs there",
    ),
    "an error without a text": (with_page(asking(mute)), "page extra, extra: error required has no sentence"),
    "a hand-over to nowhere": (
        lambda sound: replace(
            sound, exits=(HandOver(when=Is("topic", "fees"), to="nowhere", notice=_("Your message")),)
        ),
        "hand-over to nowhere: there is no such type",
    ),
    "a hand-over to a closed door": (
        lambda sound: replace(
            sound, exits=(HandOver(when=Is("topic", "fees"), to="by-invitation", notice=_("Your message")),)
        ),
        "hand-over to by-invitation: the person may not be able to open it",
    ),
}


def test_it_lists_the_requests_that_begin_here_and_no_page_that_needs_none() -> None:
    code, listed = run()
    slugs = [each["slug"] for each in listed]
    assert code == 0
    assert len(slugs) == len(set(slugs)) == 41
    assert {"email-change", "fees-or-general-account", "retirement-w9"}.isdisjoint(slugs)
    stages = {each["slug"]: [stage["slug"] for stage in each["stages"]] for each in listed if "stages" in each}
    assert stages == {"retirement-1099": ["retirement-w9"]}


def test_the_catalogue_has_no_problem() -> None:
    assert problems(catalogue()) == []
    assert run("--check") == (0, [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named(fault: str) -> None:
    plant, sentence = FAULTS[fault]
    sound = catalogue()[SOUND]
    closed = replace(sound, slug="by-invitation", access=Access.INVITED)
    planted = {**catalogue(), "by-invitation": closed, SOUND: plant(sound)}
    assert f"{SOUND}: {sentence}" in problems(planted)


def test_check_ends_with_3_when_something_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    plant, sentence = FAULTS["a text in one language only"]
    monkeypatch.setitem(catalogue(), SOUND, plant(catalogue()[SOUND]))
    assert run("--check", "--slug", SOUND) == (3, [f"{SOUND}: {sentence}"])


def test_a_later_half_is_told_within_its_type_and_is_none_of_its_own() -> None:
    _code, listed = run()
    by_slug = {each["slug"]: each for each in listed}
    assert "retirement-w9" not in by_slug
    (stage,) = by_slug["retirement-1099"]["stages"]
    assert (stage["slug"], stage["access"]) == ("retirement-w9", "INVITED")
    assert (stage["files"]["extensions"], stage["files"]["max_files"]) == (["pdf"], 1)
    assert "stages" not in by_slug["tin-update"]
    assert by_slug["tin-update"]["files"]["asked"] is False


@pytest.fixture
def other_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[RequestType]:
    """The general request after somebody changed what it asks."""
    sound = catalogue()[SOUND]
    topic = Step(
        slug="topic",
        title=_("What is it about?"),
        fields=lambda: {
            "topic": choice(
                _("Which use should stop?"), {"account": _("My account"), "privacy": _("The use of my data")}
            )
        },
    )
    changed = replace(sound, steps=(topic, *sound.steps[1:]))
    yield changed
    catalogue_module.catalogue.cache_clear()
    versions.version.cache_clear()


def test_the_version_changes_with_a_label_a_hint_a_choice_or_an_error_and_only_then(other_words: RequestType) -> None:
    sound = catalogue()[SOUND]
    assert as_seen(sound) == as_seen(replace(sound, queue="tax", keywords="other words"))
    assert differences(before=as_seen(sound), now=as_seen(sound)) == []
    told = differences(before=as_seen(sound), now=as_seen(other_words))
    assert "page topic, topic, label (en): “What is it about?” becomes “Which use should stop?”" in told
    assert "page topic, topic, choice fees: gone, was “Fees and limits / Frais et limites”" in told
    assert any(each.startswith("page topic, topic, choice privacy: new,") for each in told)
    assert any(each.startswith("page topic, topic, error required (fr):") for each in told)


@pytest.mark.django_db
def test_diff_says_what_a_customer_will_read_differently_than_the_newest_ticket(
    now: datetime, other_words: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--diff") == (0, {})
    kept = keep_version(slug=SOUND, now=now)
    assert keep_version(slug=SOUND, now=now) == kept
    assert FormVersion.objects.count() == 1
    a_ticket(now=now, request_type=SOUND, definition_version=kept)
    assert run("--diff") == (0, {SOUND: []})
    monkeypatch.setitem(catalogue(), SOUND, other_words)
    _code, told = run("--diff")
    assert "page topic, topic, choice fees: gone, was “Fees and limits / Frais et limites”" in told[SOUND]


@pytest.mark.django_db
def test_a_ticket_reads_as_it_was_after_its_form_changed(
    other_words: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = Customer()
    customer.begin(SOUND)
    customer.answer(topic="fees")
    customer.answer(subject="Fees of a withdrawal")
    customer.answer(description="What does a withdrawal cost at the moment?")
    customer.answer(contact_email="nia@example.com")
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert FormVersion.objects.get().version == ticket.definition_version
    monkeypatch.setitem(catalogue(), SOUND, other_words)
    questions = {each["name"]: each for each in ticket.form["questions"]}
    assert questions["topic"]["label"]["en"] == "What is it about?"
    assert "Fees and limits" in [each["label"]["en"] for each in questions["topic"]["choices"]]

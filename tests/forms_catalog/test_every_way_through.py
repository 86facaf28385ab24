"""Every type is walked page by page, in both languages, to each of its ends: tickets, honest ends, other types."""

from typing import Any

import pytest
from django.utils import timezone

from attachments.limits import PDF
from attachments.models import Attachment
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending, HandOver, RequestType, Step
from forms_catalog.fields.parts import Parts
from forms_catalog.journey import ANYWAY, Walk, carried
from forms_catalog.models import Draft
from tests.attachments import samples
from tests.customer import Customer
from tests.forms_catalog.filling import fill_lists
from tests.forms_catalog.opening import open_request
from tests.forms_catalog.test_every_path_ends import explore, walk
from tests.forms_catalog.test_filing_a_request import a_photo
from tickets.models import Ticket

FROM_A_TICKET = {"feedback", "documents-security"}
"""Types that begin from a request sent before; tests of their own walk them."""
EVERY_TYPE = [pytest.param(each, id=slug) for slug, each in catalogue().items() if slug not in FROM_A_TICKET]


def end_of(found: Walk) -> str:
    """A name for how a walk ends."""
    if isinstance(found.exit, HandOver):
        return f"to {found.exit.to}"
    return found.exit.slug if found.exit else "ticket"


def ways_to_each_end(request_type: RequestType) -> dict[str, Walk]:
    """One walk for each end that today's clock allows; with the fewest soft stops passed."""
    _reached, ends = explore(request_type, timezone.now())
    ways: dict[str, Walk] = {}
    for end in sorted(ends, key=lambda each: len(each.went_past)):
        ways.setdefault(end_of(end), end)
    return ways


def answer(customer: Customer, step: Step, answers: dict[str, Any]) -> None:
    """Answer a page as a form does: a list for ticks, the button that skips for a page left out."""
    given = {name: answers[name] for name in step.fields()}
    fill_lists(customer, step, given)
    if step.skip and not any(given.values()):
        customer.answer(skip="1")
        return
    customer.answer(**_as_posted(step, given))


def _as_posted(step: Step, given: dict[str, Any]) -> dict[str, Any]:
    posted: dict[str, Any] = {}
    for name, field in step.fields().items():
        if isinstance(field.widget, Parts):
            boxes = zip(field.widget.names, field.widget.decompress(given[name]), strict=True)
            posted |= {f"{name}_{part}": value for part, value in boxes}
        else:
            posted[name] = given[name]
    return posted


def add_documents(customer: Customer, *, needed: list[str]) -> None:
    """Add a file for each document that is needed, one when none is, say what each is and go on."""
    roles = needed or [""]
    customer.add(*((f"{role or 'photo'}.jpg", a_photo() + role.encode()) for role in roles))
    files = dict(Attachment.objects.filter(tray__isnull=False).values_list("name", "id"))
    customer.post(customer.url, {f"role-{files[f'{role}.jpg']}": role for role in needed})


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_every_type_is_walked_to_each_of_its_ends(request_type: RequestType, language: str) -> None:
    ways = ways_to_each_end(request_type)
    assert "ticket" in ways
    # One browser for all, as a person gets only so many codes to sign in with.
    customer = Customer(language)
    # The ticket last: of some requests a person can have only one at a time.
    for end, way in sorted(ways.items(), key=lambda each: each[0] == "ticket"):
        open_request(customer, request_type)
        steps = {step.slug: step for step in way.passed}
        before = Ticket.objects.count()
        for step in way.passed:
            assert customer.step == step.slug, (end, customer.url)
            answer(customer, steps[customer.step], way.answers)
            if customer.step in {stop.slug for stop in way.went_past}:
                customer.post(customer.url, {"anyway": "1"})
            assert customer.page.status_code == 200, (end, step.slug)
        if isinstance(way.exit, HandOver):
            assert Draft.objects.get().request_type == way.exit.to
        elif isinstance(way.exit, Ending):
            assert customer.step == end
        else:
            if customer.step == "files":
                pdf_only = request_type.files is not None and request_type.files.only == (PDF,)
                if pdf_only:
                    customer.add(("paper.pdf", samples.pdf(1)))
                    customer.post(customer.url)
                else:
                    add_documents(customer, needed=request_type.files.needed(way.answers) if request_type.files else [])
            assert customer.step == "check", (end, customer.url)
            customer.post(customer.url.replace("/check/", "/send/"))
            assert Ticket.objects.count() == before + 1
        assert Ticket.objects.count() == before + (end == "ticket")
        Draft.objects.all().delete()


@pytest.mark.parametrize("request_type", EVERY_TYPE)
def test_a_hand_over_carries_every_answer_that_is_asked_there_too(request_type: RequestType) -> None:
    _reached, ends = explore(request_type, timezone.now())
    for end in ends:
        if not isinstance(end.exit, HandOver):
            continue
        other = catalogue()[end.exit.to]
        there = carried(exit=end.exit, answers=end.answers, to=other)
        asked = {name for step in other.steps for name in step.fields()}
        lost = {
            name
            for name in asked & end.answers.keys() - {*end.exit.leave, *end.exit.carry.values()}
            if there.get(name) != end.answers[name] and end.answers[name] in _codes(other, name)
        }
        assert lost == set()
        assert all(there[name] == value for name, value in end.exit.gives.items() if name not in end.answers)


def _codes(request_type: RequestType, name: str) -> list[Any]:
    """The codes of a question; for one without choices, whatever was answered elsewhere fits."""
    field = next(step.fields()[name] for step in request_type.steps if name in step.fields())
    choices = getattr(field, "choices", None)
    return [code for code, _label in choices] if choices else [field.clean("alice@example.com")]


def test_no_soft_stop_is_forgotten_when_an_earlier_page_is_opened_again() -> None:
    request_type = catalogue()["lost-email-access"]
    now = timezone.now()
    _reached, ends = explore(request_type, now)
    past = next(end for end in ends if end.went_past and end.is_complete)
    again = walk(request_type, past.answers | {ANYWAY: {"end-change-it": {"can_sign_in": "yes"}}}, now)
    assert again.is_complete
    assert [each.slug for each in again.went_past] == ["end-change-it"]

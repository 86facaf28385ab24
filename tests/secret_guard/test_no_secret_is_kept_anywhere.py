"""Secrets are put into every input of the running portal, and afterwards no trace of any of them is anywhere."""

import urllib.request
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import redis
from django import forms

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import RequestType, Step
from forms_catalog.fields.parts import Parts
from tests.faults.people import an_agent
from tests.forms_catalog.answering import variants
from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.programs import Valkey
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

MARK = "Canary"
EVERY_ROW = (
    "[list(model._default_manager.values_list()) for model in "
    "__import__('django.apps', fromlist=['apps']).apps.get_models()]"
)
"""Every column of every table, sealed ones opened: what is encrypted must not hold a secret either."""


class Canaries:
    """Passwords that say which input they were put into."""

    def __init__(self) -> None:
        self.numbers, self.put = count(1), dict[str, str]()

    def secret(self, where: str) -> str:
        """A text that the guard must refuse."""
        return f"my password is {self.word(where)}"

    def word(self, where: str) -> str:
        """The telling part of it."""
        word = f"{MARK}{next(self.numbers)}xQ7"
        self.put[word] = where
        return word

    def found_in(self, where: str, content: bytes) -> list[str]:
        """Which of them are there, and which inputs they came through."""
        return [f"{where}: {came}" for word, came in self.put.items() if word.encode() in content]


def boxes(step: Step) -> Iterator[tuple[str, str]]:
    """The name of each input of a page, and of the field it belongs to."""
    for name, field in step.fields().items():
        if isinstance(field.widget, Parts):
            yield from ((f"{name}_{part}", name) for part in field.widget.names)
        else:
            yield name, name


WAYS = 4


def fill_in(customer: Visitor, kind: RequestType, canaries: Canaries) -> None:
    """Put a secret into every input of every page on some ways through a request: the first choice of each page, the second…"""
    steps, seen = {step.slug: step for step in kind.steps}, set[str]()
    for way in range(WAYS):
        customer.begin(kind.slug)
        while customer.page.step in steps:
            step, here = steps[customer.page.step], urlsplit(customer.page.url).path
            choices = variants(step)
            good = choices[way % len(choices)]
            if step.slug not in seen:
                try_every_box(customer, here, step, good, canaries)
            seen.add(step.slug)
            customer.post(here, {key: str(value) for key, value in good.items() if value != []})
            if urlsplit(customer.page.url).path == here:
                break


def try_every_box(customer: Visitor, here: str, step: Step, good: Mapping[str, Any], canaries: Canaries) -> None:
    """Put a secret into one input after the other, in both ways of sending a page."""
    for box, name in boxes(step):
        secret = canaries.secret(f"{here}{box}")
        rest = {key: value for key, value in good.items() if key != name}
        page = customer.post(here, rest | {box: secret})
        choices = isinstance(step.fields()[name], forms.MultipleChoiceField | forms.BooleanField)
        assert page.status == 422 or choices or page.step != step.slug, (here, box)
        customer.post(here, rest | {box: secret, "to_language": "fr"})
        customer.get(here)


def write_afterwards(customer: Visitor, agent: Visitor, canaries: Canaries) -> None:
    """Put secrets into file names, the customer's message, and the agent's reply, note and searches."""
    customer.reach_documents()
    content = canaries.word("the bytes of a file whose name was refused").encode() * 20
    assert customer.add((canaries.secret("a file's name") + ".pdf", b"%PDF-1.4 " + content)).status == 422
    customer.add(("photo.jpg", papers.phone_photo(320, 240)))
    reference = customer.send()
    status = customer.status_path
    customer.get(status)
    assert customer.post(status + "write/", {"body": canaries.secret("a customer's message")}).status == 422
    ticket = f"/staff/tickets/{reference}/"
    for sort in ("reply", "note"):
        agent.get(ticket)
        page = agent.post(ticket + "reply/", {"kind": sort, "body": canaries.secret(f"an agent's {sort}")})
        assert page.status == 422
    agent.get(f"/staff/tickets/?q={quote(canaries.secret('the agents’ search'))}")


def knock(customer: Visitor, canaries: Canaries) -> None:
    """Put secrets where nobody asks for any: the search box, addresses, names of fields, cookies, headers, sign-in."""
    customer.get(f"/en/search/?q={quote(canaries.secret('the search box'))}")
    for path in (
        "/en/",
        "/en/requests/",
        "/en/follow/",
        "/en/requests/lost-device/",
        "/staff/",
        "/healthz",
        "/nowhere/",
    ):
        customer.get(f"{path}?x={canaries.word(f'the query of {path}')}&{canaries.word(f'a name in {path}')}=1")
    for path in ("/en/{}/", "/en/t/{}/", "/en/d/{}/check/", "/en/requests/{}/", "/staff/tickets/{}/", "/fr/sent/{}/"):
        customer.get(path.format(canaries.word(f"the address {path}")))
    customer.post("/en/requests/lost-device/begin/", {"for": canaries.secret("a link posted along")}, token="wrong")
    customer.get("/en/requests/lost-device/")
    customer.post("/en/requests/lost-device/begin/", {canaries.word("the name of a field"): "x"})
    customer.get("/staff/login/")
    customer.post("/staff/login/", {"username": canaries.word("a user name"), "password": canaries.word("a password")})
    for header in ("User-Agent", "Referer", "X-Forwarded-For", "Accept-Language", "Cookie", "X-Request-ID", "Origin"):
        value = canaries.word(f"the header {header}")
        value = f"device={value}; language={value}; csrftoken={value}" if header == "Cookie" else value
        request = urllib.request.Request(f"{customer.base}/en/", headers={header: value})  # noqa: S310  (our own portal)
        customer.opener.open(request, timeout=30).close()


def contents(portal: Portal, valkey: Valkey) -> Iterator[tuple[str, bytes]]:
    """Everything that the portal keeps: its folder with database and files, what it logged, Redis, and every row opened."""
    for path in sorted(portal.data.rglob("*")):
        if path.is_file() and "static" not in path.relative_to(portal.data).parts:
            yield str(path.relative_to(portal.data)), path.read_bytes()
    yield "what it said", Path(portal.said).read_bytes()
    store = redis.Redis(unix_socket_path=str(valkey.path))
    for key in store.keys("*"):
        yield f"Redis {key!r}", repr(key).encode() + bytes(store.dump(key) or b"")
    yield "a row", repr(portal.look(EVERY_ROW)).encode()


def test_secrets_put_into_every_input_are_nowhere_afterwards(
    portal_of_my_own: Callable[..., Portal], valkey: Valkey
) -> None:
    portal, canaries = portal_of_my_own("--no-demo", redis_url=valkey.url), Canaries()
    agent, customer = an_agent(portal), Visitor(portal.url)
    for kind in catalogue().values():
        fill_in(Visitor(portal.url), kind, canaries)
    write_afterwards(Visitor(portal.url), agent, canaries)
    knock(Visitor(portal.url), canaries)
    assert len(canaries.put) > 100
    # What may be kept is found by the same look: else nothing would be proven.
    customer.begin("documents-general")
    customer.answer(skip="1")
    customer.answer(account_email=canaries.word("an honest answer") + "@example.com")
    traces = [trace for where, content in contents(portal, valkey) for trace in canaries.found_in(where, content)]
    assert traces == ["a row: an honest answer"]

"""Bodies that no browser sends: refused quickly and in words, with nothing kept, and what was there stays."""

import gzip
import time
from pathlib import Path

import pytest

from tests.journeys import papers
from tests.services import raw
from tests.services.portal import Portal
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

QUICK_SECONDS = 3
"""A refusal takes milliseconds; this machine may have other things to do."""
MEMORY_BYTES = 60_000_000
BOUNDARY = "x-boundary-x"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture
def customer(portal: Portal) -> Visitor:
    """Somebody on the documents page with one file already there."""
    person = Visitor(portal.url)
    person.reach_documents()
    person.add(("first.jpg", papers.phone_photo(210, 150)))
    return person


def part(name: str, content: bytes, *, file: str = "", more: str = "") -> bytes:
    """One part of a form."""
    told = f'; filename="{file}"' if file else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{told}\r\n{more}\r\n'
    return head.encode() + content + b"\r\n"


def form(*parts: bytes, token: str = "") -> bytes:
    """A form of parts."""
    return part("csrfmiddlewaretoken", token.encode()) + b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def send(customer: Visitor, body: bytes, *, kind: str = KIND, length: str = "", more: str = "") -> str:
    """Post a body to the documents page as it stands. Out: all that is answered."""
    head = raw.head(customer, customer.files_path + "add/", kind, len(body)).decode()
    if length:
        head = head.replace(f"Content-Length: {len(body)}", length)
    with raw.connected(customer) as link:
        try:
            link.sendall(head.replace("Connection: close", f"{more}Connection: close").encode() + body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It was refused before its end.
        return raw.everything(link)


def status_of(answer: str) -> int:
    """The status in an answer's first line; 0 for a line that was closed without one."""
    return int(answer.split(" ", 2)[1]) if answer.startswith("HTTP/") else 0


ABUSE = {
    "ten thousand fields": lambda token: form(*[part(f"f{each}", b"x") for each in range(10_000)], token=token),
    "ten thousand files": lambda token: form(
        *[part("files", b"x", file=f"{each}.pdf") for each in range(10_000)], token=token
    ),
    "one name again and again": lambda token: form(*[part("files", b"x") for _each in range(10_000)], token=token),
    "a header of a megabyte": lambda token: form(
        part("files", b"x", file="a.pdf", more=f"X-Long: {'y' * 1_000_000}\r\n"), token=token
    ),
    "a field of ten megabytes": lambda token: form(part("role-x", b"x" * 10_000_000), token=token),
    "a part that never ends": lambda token: form(part("files", b"x" * 1000, file="a.pdf"), token=token)[:-60],
    "no part at all": lambda _token: b"",
    "only a boundary": lambda _token: f"--{BOUNDARY}--\r\n".encode(),
    "a boundary that is another": lambda token: form(token=token).replace(BOUNDARY.encode(), b"another"),
}


@pytest.mark.parametrize("what", ABUSE)
def test_a_form_that_no_browser_sends_is_refused_quickly_and_nothing_is_kept(
    portal: Portal, customer: Visitor, what: str
) -> None:
    refused_quickly(portal, customer, lambda: send(customer, ABUSE[what](customer.token)))


ODD_HEADS = {
    "no boundary": {"kind": "multipart/form-data"},
    "an endless boundary": {"kind": f"multipart/form-data; boundary={'b' * 5000}"},
    "a negative length": {"length": "Content-Length: -5"},
    "a length that is no number": {"length": "Content-Length: many"},
    "two lengths": {"length": "Content-Length: 5\r\nContent-Length: 500"},
}


@pytest.mark.parametrize("what", ODD_HEADS)
def test_a_head_that_no_browser_sends_is_refused_quickly(portal: Portal, customer: Visitor, what: str) -> None:
    body = form(part("files", b"x", file="a.pdf"), token=customer.token)
    refused_quickly(portal, customer, lambda: send(customer, body, **ODD_HEADS[what]))


def test_a_packed_body_is_not_unpacked(portal: Portal, customer: Visitor) -> None:
    body = gzip.compress(form(part("files", bytes(50_000_000), file="a.pdf"), token=customer.token))
    refused_quickly(portal, customer, lambda: send(customer, body, more="Content-Encoding: gzip\r\n"))


def refused_quickly(portal: Portal, customer: Visitor, ask: object) -> None:
    """A 4xx in time, memory where it was, nothing kept, and the file that was there before still there."""
    before = memory_of_the_web(portal)
    begun = time.monotonic()
    status = status_of(ask())  # type: ignore[operator]
    assert time.monotonic() - begun < QUICK_SECONDS
    assert status == 0 or 400 <= status < 500, status
    assert memory_of_the_web(portal) - before < MEMORY_BYTES
    assert not portal.incoming()
    page = customer.get(customer.files_path)
    assert (page.status, page.text.count("data-file ")) == (200, 1)
    assert "first.jpg" in page.text


def memory_of_the_web(portal: Portal) -> int:
    """What the portal's processes hold in all, in bytes."""
    assert portal.process
    total = 0
    for stat in Path("/proc").glob("[0-9]*/status"):
        try:
            text = stat.read_text()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if b"granian" in command and str(portal.port).encode() in command:
            total += int(text.partition("VmRSS:")[2].split()[0]) * 1024
    return total

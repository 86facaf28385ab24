"""A file begun in one network is finished from another, of another kind too: nothing is sent twice, each network is counted once."""

import base64
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.faults.people import the_law_holds, until
from tests.operations.test_portal_runs import has_ipv6
from tests.services.plugin import FOLDER, prepared
from tests.services.portal import Portal
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack

FILES_PER_NETWORK = 2
PROXY = "127.0.0.9"
PIECE = 400_000


@dataclass(frozen=True)
class Network:
    """Where requests come from: an address of this machine, and for whom it says that it asks."""

    source: str
    host: str = "127.0.0.1"
    forwarded_for: str = ""
    version: dict[str, str] = field(default_factory=lambda: {"Tus-Resumable": "1.0.0"})

    def ask(self, portal: Portal, method: str, path: str, body: bytes = b"", **headers: str) -> HTTPResponse:
        """Send one request on a connection of its own. In: headers with _ for -. Out: the answer, read."""
        link = HTTPConnection(self.host, portal.port, timeout=20, source_address=(self.source, 0))
        said = {name.replace("_", "-"): value for name, value in headers.items()} | self.version
        if self.forwarded_for:
            said["X-Forwarded-For"] = self.forwarded_for
        link.request(method, path, body, said)
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer

    def begin(self, portal: Portal, endpoint: str, length: int) -> HTTPResponse:
        """Announce a file."""
        name = base64.b64encode(b"statement.pdf").decode()
        return self.ask(portal, "POST", endpoint, Upload_Length=str(length), Upload_Metadata=f"filename {name}")

    def add(self, portal: Portal, path: str, piece: bytes, *, at: int) -> HTTPResponse:
        """Send bytes of it."""
        kind = "application/offset+octet-stream"
        return self.ask(portal, "PATCH", path, piece, Upload_Offset=str(at), Content_Type=kind)

    def is_cut(self, portal: Portal, path: str, piece: bytes, *, announced: int) -> None:
        """Send bytes of it on a line that ends before all that were announced are through."""
        link = HTTPConnection(self.host, portal.port, timeout=20, source_address=(self.source, 0))
        link.putrequest("PATCH", path)
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
        for name, value in (self.version | kind | {"Content-Length": str(announced)}).items():
            link.putheader(name, value)
        link.endheaders()
        link.send(piece)
        link.close()


AT_HOME = Network("127.0.0.2")
ON_THE_PHONE = Network(PROXY, forwarded_for="2001:db8:7:1::20")
SAME_PHONE_LATER = Network(PROXY, forwarded_for="2001:db8:7:1::99")
OVER_IPV6 = Network("::1", "::1")
PRETENDS = Network("127.0.0.2", forwarded_for="198.51.100.7")


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    """A portal that counts few files a network, and believes one neighbour about who asks."""
    running = Portal(Path(tempfile.mkdtemp(prefix="p", dir=os.environ[FOLDER])))
    running.env |= {"TRUSTED_PROXIES": PROXY, "FILES_PER_NETWORK": str(FILES_PER_NETWORK)}
    running.begin_with(prepared())
    try:
        running.up("--no-demo", "--host", "::" if has_ipv6() else "0.0.0.0")
        yield running
    finally:
        running.down()


@pytest.fixture
def endpoint(portal: Portal) -> str:
    """Where somebody's documents page lets files be sent to."""
    customer = Visitor(portal.url)
    customer.reach_documents()
    found = re.search(r'data-upload-url="([^"]+)"', customer.page.text)
    assert found
    return found.group(1)


def path_of(answer: HTTPResponse) -> str:
    """Where a file that was announced is sent to."""
    assert answer.status == 201, answer.headers.get("Upload-Outcome")
    return "/" + answer.headers["Location"].split("/", 3)[3]


@pytest.mark.parametrize(
    ("home", "elsewhere"),
    [(Network("127.0.1.1"), ON_THE_PHONE), (Network("127.0.1.2"), OVER_IPV6)],
    ids=["a-phone-behind-a-proxy", "ipv6"],
)
def test_a_file_begun_at_home_is_finished_from_another_network_without_sending_a_byte_twice(
    portal: Portal, endpoint: str, home: Network, elsewhere: Network
) -> None:
    if elsewhere is OVER_IPV6 and not has_ipv6():
        pytest.skip("this machine has no ::1")
    content = b"%PDF-1.7\n" + os.urandom(2 * PIECE)
    path = path_of(home.begin(portal, endpoint, len(content)))
    home.is_cut(portal, path, content[:PIECE], announced=len(content))

    def stands() -> int:
        return int(elsewhere.ask(portal, "HEAD", path).headers["Upload-Offset"])

    until(lambda: stands() == PIECE, seconds=20, what="all that was sent has arrived")
    assert elsewhere.add(portal, path, content[PIECE:], at=PIECE).status == 204
    digest = hashlib.sha256(content).hexdigest()
    assert portal.rows("SELECT count(*), max(size) FROM attachments_attachment WHERE sha256 = ?", digest) == [
        (1, len(content))
    ]
    the_law_holds(portal)


def test_a_file_counts_in_the_network_where_it_was_begun_and_going_on_elsewhere_costs_nothing(
    portal: Portal, endpoint: str
) -> None:
    content = os.urandom(20_000)
    begun = path_of(AT_HOME.begin(portal, endpoint, len(content)))
    # Who is no proxy of ours is counted where they are, whatever they say.
    path_of(PRETENDS.begin(portal, endpoint, 1000))
    refused = AT_HOME.begin(portal, endpoint, 1000)
    assert (refused.status, refused.headers["Upload-Outcome"]) == (429, "too_many")
    assert int(refused.headers["Retry-After"]) > 0
    # What was begun there goes on all the same, and from elsewhere without being counted again.
    assert AT_HOME.add(portal, begun, content[:10_000], at=0).status == 204
    assert ON_THE_PHONE.add(portal, begun, content[10_000:], at=10_000).status == 204
    for _each in range(FILES_PER_NETWORK):
        path_of(ON_THE_PHONE.begin(portal, endpoint, 1000))
    # A phone has 64 bits of addresses to itself, and is one network with all of them.
    assert SAME_PHONE_LATER.begin(portal, endpoint, 1000).status == 429
    assert Network(PROXY, forwarded_for="2001:db8:7:2::20").begin(portal, endpoint, 1000).status == 201

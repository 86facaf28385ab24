"""The scanner is believed when it answers clearly; whatever else it says or does not say never makes a file clean."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from attachments.inspection import InspectionDied, ScanInconclusive, ScannerUnavailable, inspect, scanner_from_url
from attachments.inspection.scanner import ClamdScanner
from attachments.limits import MAX_FILE_BYTES, MEBIBYTE
from tests.attachments import samples
from tests.attachments.stub_scanner import StubScanner
from tests.services.programs import EICAR, Clamd


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A file without anything in it."""
    path = tmp_path / "clean"
    path.write_bytes(samples.photo())
    return path


def hasty(stub: StubScanner) -> ClamdScanner:
    """A scanner client with little patience."""
    return ClamdScanner(stub.address, connect_seconds=0.3, ping_seconds=0.3, scan_seconds=0.4)


@pytest.fixture(params=["unix", "tcp"])
def stub(request: pytest.FixtureRequest) -> Iterator[StubScanner]:
    """A misbehaving scanner behind each kind of address."""
    made = StubScanner(tcp=request.param == "tcp")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"clean", ""),
        (EICAR.encode(), "Local.Eicar.UNOFFICIAL"),
        (samples.malware_in_a_pdf(), "Local.Eicar.UNOFFICIAL"),
    ],
    ids=["clean", "malware", "malware-inside-a-pdf"],
)
def test_a_real_scanner_tells_malware_from_clean(clamd: Clamd, tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    scanner = scanner_from_url(clamd.url)
    assert scanner
    assert scanner.ping()
    assert scanner.version().startswith("ClamAV")
    assert scanner.scan(path) == found


# Debian's own limit is 25 MB, where a file twice as long is passed over in silence.
PAST_DEBIANS_LIMIT = 30 * MEBIBYTE
LARGE = {
    "malware at its beginning": (b"%PDF-1.4\n" + EICAR.encode(), PAST_DEBIANS_LIMIT, b"", "Local.Eicar.UNOFFICIAL"),
    "malware at its end": (b"%PDF-1.4\n", PAST_DEBIANS_LIMIT, EICAR.encode(), "Local.Eicar.UNOFFICIAL"),
    "malware at the end of the largest": (
        b"%PDF-1.4\n",
        MAX_FILE_BYTES - 100,
        EICAR.encode(),
        "Local.Eicar.UNOFFICIAL",
    ),
    "the largest, clean": (b"%PDF-1.4\n", MAX_FILE_BYTES - 9, b"", ""),
}


@pytest.mark.parametrize(("start", "zeros", "end", "found"), LARGE.values(), ids=LARGE)
def test_with_the_limits_that_we_ship_the_largest_files_are_really_scanned(
    clamd: Clamd, tmp_path: Path, start: bytes, zeros: int, end: bytes, found: str
) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(start)
        file.seek(zeros, os.SEEK_CUR)
        file.write(end)
        file.truncate(len(start) + zeros + len(end))
    scanner = scanner_from_url(clamd.url)
    assert scanner
    assert scanner.scan(path) == found


def test_what_is_beyond_the_limits_is_neither_clean_nor_malware(clamd: Clamd, tmp_path: Path) -> None:
    path = tmp_path / "beyond"
    with path.open("wb") as file:
        file.truncate(61 * MEBIBYTE)
    scanner = scanner_from_url(clamd.url)
    assert scanner
    with pytest.raises(ScanInconclusive):
        scanner.scan(path)


def test_malware_is_refused_as_unsafe_whatever_it_is_called(clamd: Clamd, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(samples.malware_in_a_pdf())
    for name in ("statement.pdf", "statement.exe", "statement"):
        verdict = inspect(path, name=name, out_dir=None, scanner=scanner_from_url(clamd.url))
        assert (verdict.verdict, verdict.code) == ("refused", "file_unsafe")


def test_a_scanned_file_is_not_called_unscanned(clamd: Clamd, clean: Path) -> None:
    assert inspect(clean, name="a.jpg", out_dir=None, scanner=scanner_from_url(clamd.url)).flags == ()
    assert inspect(clean, name="a.jpg", out_dir=None, scanner=None).flags == ("not_scanned",)


def test_a_clear_answer_is_believed(stub: StubScanner, clean: Path) -> None:
    assert hasty(stub).scan(clean) == ""
    stub.reply = b"stream: Win.Test.EICAR_HDB-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND\0"
    assert hasty(stub).scan(clean) == "Win.Test.EICAR_HDB-1"


UNCLEAR = {
    "garbage": b"\xff\xfe\x00",
    "nothing": b"",
    "cut short": b"stream: OK",
    "an empty line": b"\0",
    "only the word": b"OK\0",
    "more than asked": b"stream: OK, but \0",
    "somebody else's": b"/etc/passwd: OK\0",
    "an error": b"stream: Can't allocate memory ERROR\0",
    "an unknown command": b"UNKNOWN COMMAND\0",
    "an endless one": b"x" * 10_000,
}


@pytest.mark.parametrize("reply", UNCLEAR.values(), ids=UNCLEAR)
def test_an_unclear_answer_is_an_outage(stub: StubScanner, clean: Path, reply: bytes) -> None:
    stub.reply = reply
    with pytest.raises(ScannerUnavailable):
        hasty(stub).scan(clean)


BEYOND = {
    "streamed too much": b"INSTREAM size limit exceeded. ERROR\0",
    "too large": b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
    "too slow": b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND\0",
}


@pytest.mark.parametrize("reply", BEYOND.values(), ids=BEYOND)
def test_a_file_beyond_the_scanners_limits_is_neither_clean_nor_an_outage(
    stub: StubScanner, clean: Path, reply: bytes
) -> None:
    stub.reply = reply
    with pytest.raises(ScanInconclusive):
        hasty(stub).scan(clean)


def test_a_scanner_that_hangs_up_is_an_outage(stub: StubScanner, clean: Path) -> None:
    stub.hang_up_at_once = True
    with pytest.raises(ScannerUnavailable):
        hasty(stub).scan(clean)


def test_a_scanner_that_hangs_over_a_file_is_given_up(stub: StubScanner, clean: Path) -> None:
    stub.pause()
    begun = time.monotonic()
    with pytest.raises(ScannerUnavailable):
        hasty(stub).scan(clean)
    assert 0.3 < time.monotonic() - begun < 2


def test_a_scanner_that_takes_connections_and_says_nothing_is_noticed_before_the_file_is_sent(
    stub: StubScanner, clean: Path
) -> None:
    stub.answer_pings = False
    assert not hasty(stub).ping()
    with pytest.raises(ScannerUnavailable):
        hasty(stub).scan(clean)


def test_nobody_behind_the_address_is_an_outage(tmp_path: Path, clean: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for url in (f"unix://{tmp_path}/nobody.sock", f"tcp://127.0.0.1:{port}"):
        scanner = scanner_from_url(url)
        assert scanner
        assert not scanner.ping()
        with pytest.raises(ScannerUnavailable):
            scanner.scan(clean)


@pytest.mark.parametrize("reply", [*UNCLEAR.values(), *BEYOND.values()], ids=[*UNCLEAR, *BEYOND])
def test_no_such_answer_accepts_a_good_file_and_every_bad_one_is_refused_all_the_same(
    stub_scanner: StubScanner, tmp_path: Path, clean: Path, reply: bytes
) -> None:
    stub_scanner.reply = reply
    with pytest.raises((ScannerUnavailable, InspectionDied)):
        inspect(clean, name="a.jpg", out_dir=None, scanner=hasty(stub_scanner))
    locked = tmp_path / "locked"
    locked.write_bytes(samples.aes_256_pdf())
    assert inspect(locked, name="a.pdf", out_dir=None, scanner=hasty(stub_scanner)).code == "file_password"


def test_a_file_of_ours_that_cannot_be_read_is_not_blamed_on_the_scanner(stub: StubScanner, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"Is a directory"):
        hasty(stub).scan(tmp_path)


@pytest.mark.parametrize(
    "url", ["clamd.sock", "http://localhost:3310", "unix://", "tcp://", "tcp://localhost:port", "tcp://[::1"]
)
def test_an_address_that_is_none_is_an_outage_that_says_so(url: str) -> None:
    with pytest.raises(ScannerUnavailable, match="must look like"):
        scanner_from_url(url)

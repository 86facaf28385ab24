"""Rule R4 of the domain, row by row: files with a password, and files that would never end.

A worker that is really killed stands in tests/faults/test_the_scanner_is_away.py.
"""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from attachments.checking import check_file, claim
from attachments.inspection import Verdict, inspect
from attachments.limits import ALARM_AFTER_SECONDS, LEASE_SECONDS, MAX_CHECK_SECONDS, MAX_ERRORS
from attachments.states import FileState
from attachments.sweeping import sweep
from tests.attachments import samples
from tests.attachments.conftest import an_arrived_file
from tests.attachments.processes import killed_processes_are_gone, warm_process

CIPHERS = {
    "RC4-40": {"R": 2, "aes": False, "metadata": False},
    "RC4-128": {"R": 3, "aes": False, "metadata": False},
    "AES-128": {"R": 4, "aes": True},
    "AES-256": {"R": 6, "aes": True},
}


def decide(folder: Path, content: bytes, name: str = "statement.pdf") -> Verdict:
    """The verdict on bytes, without a scanner."""
    path, out = folder / "file", folder / "previews"
    path.write_bytes(content)
    out.mkdir(exist_ok=True)
    return inspect(path, name=name, out_dir=out, scanner=None)


@pytest.mark.parametrize("cipher", CIPHERS)
def test_r4_pdf_with_user_password_rejected_e_file_password(cipher: str, tmp_path: Path) -> None:
    locked = pikepdf.Encryption(owner="bank", user=samples.PASSWORD, **CIPHERS[cipher])  # type: ignore[arg-type]
    verdict = decide(tmp_path, samples.pdf(encryption=locked))
    assert (verdict.verdict, verdict.code) == ("refused", "file_password")


@pytest.mark.parametrize("cipher", CIPHERS)
def test_r4_pdf_with_owner_password_only_accepted_clean_copy_stored(cipher: str, tmp_path: Path) -> None:
    locked = pikepdf.Encryption(owner="bank", user="", **CIPHERS[cipher])  # type: ignore[arg-type]
    verdict = decide(tmp_path, samples.pdf(encryption=locked))
    assert verdict.verdict == "accepted"
    assert "owner_locked" in verdict.flags
    # What agents see of it is made by us: images of its pages.
    assert len(verdict.previews) == 2
    assert all(each.path.read_bytes() for each in verdict.previews)


@pytest.mark.django_db
def test_r4_aes_256_pdf_crypto_package_missing_never_an_endless_scanning_failed_final(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Our library brings its own ciphers. What can be missing is the library, and doctor says so (test_doctor_checks).
    file = an_arrived_file(now=now, content=samples.aes_256_pdf(), name="statement.pdf")
    with monkeypatch.context() as without:
        without.setattr(sys, "executable", sys._base_executable)  # type: ignore[attr-defined]
        killed_processes_are_gone(warm_process)
        for _each in range(MAX_ERRORS):
            type(file).objects.filter(id=file.id).update(next_try_at=now)
            check_file(file_id=file.id)
    killed_processes_are_gone(warm_process)
    file.refresh_from_db()
    assert file.state == FileState.FAILED


@pytest.mark.parametrize(
    "broken",
    [samples.truncated_pdf, samples.pdf_without_pages, samples.pdf_with_a_loop],
    ids=["truncated", "0-pages", "loop"],
)
def test_r4_truncated_pdf_0_pages_xref_loop_rejected_e_file_broken_in_less_than_10_s(broken, tmp_path: Path) -> None:
    begun = time.monotonic()
    verdict = decide(tmp_path, broken())
    assert (verdict.verdict, verdict.code) == ("refused", "file_broken")
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("side", [60_000, 10_000])
def test_r4_png_header_60000_x_60000_rejected_memory_stays_low(side: int, tmp_path: Path) -> None:
    # 10,000 by 10,000 is what the image library would only warn of: our own limit is lower. That no child ever gets
    # more memory than it may is proven in test_confinement; here nothing is decoded at all.
    begun = time.monotonic()
    verdict = decide(tmp_path, samples.grey_png(side, side, bytes(1000)), "scan.png")
    assert (verdict.verdict, verdict.code) == ("refused", "file_too_complex")
    assert time.monotonic() - begun < 5


@pytest.mark.django_db
def test_r4_worker_killed_in_mid_scan_picked_up_again_terminal_in_15_min(now: datetime) -> None:
    file = an_arrived_file(now=now, content=samples.photo(), name="passport.jpg")
    assert claim(file_id=file.id, now=now)
    assert sweep(now=now + timedelta(seconds=LEASE_SECONDS + 1)).freed == 1
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert file.state == FileState.ACCEPTED
    assert LEASE_SECONDS + MAX_CHECK_SECONDS < ALARM_AFTER_SECONDS == 15 * 60

"""A file that kills whoever opens it gets three tries and ends as “could not be checked”; its neighbours notice nothing."""

import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from attachments.checking import check_file
from attachments.inspection import inspecting
from attachments.inspection.workshop import Workshop
from attachments.limits import MAX_ERRORS
from attachments.models import Attachment
from attachments.states import FileState
from tests.attachments import samples
from tests.faults.poison import POISONS
from tests.faults.sent import a_last_file, status_page_of, the_ledger_is_clean

pytestmark = pytest.mark.django_db

QUICK_DEATHS = [each.decode() for each in POISONS if each != b"hang"]


@pytest.fixture(autouse=True)
def _children_that_die_of_poison(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The warm process, its limits and its children as ever; what the child does with a file is poisoned."""
    settings.CLAMD_URL = ""
    workshop = Workshop("tests.faults.poison:work")
    monkeypatch.setattr(inspecting, "workshop", workshop)
    yield
    workshop.close()


def checked(file: Attachment) -> float:
    """One try. Out: how long it took."""
    Attachment.objects.filter(id=file.id, state=FileState.QUEUED).update(next_try_at=file.received_at)
    begun = time.monotonic()
    check_file(file_id=file.id)
    file.refresh_from_db()
    return time.monotonic() - begun


def dies_three_times_and_its_neighbours_do_not(poison: str) -> None:
    """One poisoned file and, after each of its deaths, a good one."""
    customer, file = a_last_file(content=poison.encode() + b" is in here", name="poison.pdf")
    assert file.ticket
    for tries in range(MAX_ERRORS):
        assert (file.state, file.errors) == (FileState.QUEUED, tries)
        customer.get(status_page_of(file.ticket))
        assert "1 file: 1 being checked." in customer.text
        checked(file)
        _neighbour, good = a_last_file(content=samples.photo(), name="passport.jpg")
        assert checked(good) < 5
        assert good.state == FileState.ACCEPTED
    assert (file.state, file.errors, file.dead_leases) == (FileState.FAILED, MAX_ERRORS, 0)
    customer.get(status_page_of(file.ticket))
    assert "1 file: 1 could not be checked." in customer.text
    the_ledger_is_clean()


@pytest.mark.parametrize("poison", QUICK_DEATHS)
def test_a_file_that_kills_whoever_opens_it_gets_three_tries_and_no_neighbour_waits(poison: str) -> None:
    dies_three_times_and_its_neighbours_do_not(poison)


def test_a_file_that_nobody_comes_back_from_gets_three_tries_too(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long"):
        pytest.skip("three times half a minute: with --long")
    dies_three_times_and_its_neighbours_do_not("hang")

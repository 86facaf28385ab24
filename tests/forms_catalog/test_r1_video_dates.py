"""R1 of domain §11: three dates for a video call, in the customer's zone, judged together and again at Send."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from accounts.proofs import prove
from calls.slots import candidates, is_weekend
from forms_catalog import drafts
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Asking
from forms_catalog.journey import Journey, StepForm
from forms_catalog.models import Draft
from forms_catalog.sending import NotFinished, send
from forms_catalog.slot_steps import check_three, three_choices
from forms_catalog.views.question_page import errors_of
from tests.customer import Customer
from tests.forms_catalog.answering import variants

PARIS, AUCKLAND = "Europe/Paris", "Pacific/Auckland"
FIRST_DAY = date(2024, 1, 1)
WINDOW = "Choose a day from Friday 6 March to Thursday 12 March"


def chosen(*days: int, at: str = "12:00") -> dict[str, date | str]:
    """Three days of March 2026, as the page's fields give them."""
    found: dict[str, date | str] = {}
    for number, day in enumerate(days, start=1):
        found |= {f"date_{number}": date(2026, 3, day), f"time_{number}": at}
    return found


def refused(now: datetime, zone: str, *days: int, at: str = "12:00") -> dict[str, list[str]]:
    """The codes that the page refuses these days with, by field."""
    asking = Asking(answers={"time_zone": zone}, now=now, device="this-browser")
    errors = check_three(chosen(*days, at=at), asking)
    return {name: [str(each.code) for each in error.error_list] for name, error in errors.items()}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("zone", "days", "at", "codes"),
    [
        (PARIS, (6, 9, 12), "12:00", set()),
        (PARIS, (6, 7, 9), "12:00", set()),
        (PARIS, (7, 8, 9), "12:00", {"date_weekend"}),
        (PARIS, (6, 6, 9), "12:00", {"date_dup"}),
        (PARIS, (5, 6, 9), "12:00", {"date_window"}),
        (PARIS, (6, 12, 13), "12:00", {"date_window"}),
        (PARIS, (7, 8, 8), "12:00", {"date_dup", "date_weekend"}),
        (AUCKLAND, (6, 9, 12), "15:00", {"date_window"}),
        (AUCKLAND, (9, 12, 13), "15:00", set()),
    ],
)
def test_r1_three_dates(now: datetime, zone: str, days: tuple[int, int, int], at: str, codes: set[str]) -> None:
    assert {code for found in refused(now, zone, *days, at=at).values() for code in found} == codes


def test_r1_every_error_names_the_choices_it_is_about(now: datetime) -> None:
    asking = Asking(answers={"time_zone": PARIS}, now=now, device="this-browser")

    def said(*days: int) -> list[str]:
        errors = check_three(chosen(*days), asking)
        return [sentence for error in errors.values() for sentence in error.messages]  # type: ignore[union-attr]

    assert said(6, 9, 6) == ["Your 1st and 3rd choices are the same day. Change one."]
    assert said(7, 9, 8) == ["Only one choice can be at a weekend: change your 1st or your 3rd"]
    assert said(6, 12, 13) == [WINDOW]
    assert len(said(7, 8, 8)) == 3


def test_what_is_missing_hides_nothing_else_that_is_wrong(now: datetime) -> None:
    typed = {"date_1": "2026-03-06", "date_3": "2026-03-06", "time_3": "12:00"}
    form = StepForm(
        step=three_choices, asking=Asking(answers={"time_zone": PARIS}, now=now, device="this-browser"), data=typed
    )
    assert {name: len(told) for name, told in form.errors.items()} == {
        **dict.fromkeys(("time_1", "date_2", "time_2"), 1),
        "date_3": 1,
    }
    assert form.errors["date_3"] == ["Your 1st and 3rd choices are the same day. Change one."]


def test_the_summary_of_errors_follows_the_order_of_the_page(now: datetime) -> None:
    typed = {"date_1": "2026-03-06", "time_1": "12:00", "date_2": "2026-03-06", "time_2": "12:00"}
    asking = Asking(answers={"time_zone": PARIS}, now=now, device="this-browser")
    errors = errors_of(StepForm(step=three_choices, asking=asking, data=typed))
    assert [each["field_id"] for each in errors] == ["id_date_2_0", "id_date_3_0", "id_time_3_0"]


def test_a_day_with_fewer_hours_than_the_others_says_which(now: datetime) -> None:
    asking = Asking(answers={"time_zone": PARIS}, now=now, device="this-browser")
    days = StepForm(step=three_choices, asking=asking)["date_1"].field.widget.choices
    words = {code: str(label) for code, label in days}
    assert words["2026-03-06"] == "Friday 6 March"
    assert words["2026-03-07"] == "Saturday 7 March (weekend), only 09:00 to 18:00"


def test_one_weekend_day_named_twice_is_a_repetition_and_not_two_weekend_days(now: datetime) -> None:
    assert refused(now, PARIS, 7, 9, 7) == {"date_3": ["date_dup"]}


@given(number=some.integers(0, 5 * 365))
def test_r1_on_every_day_there_are_seven_candidates_two_weekend_days_and_thirty_of_thirty_five_triples(
    number: int,
) -> None:
    now = datetime(2024, 1, 1, 11, 30, tzinfo=UTC) + timedelta(days=number)
    days = candidates(now=now, zone=PARIS)
    triples = list(combinations(days, 3))
    good = [each for each in triples if sum(is_weekend(day) for day in each) <= 1]
    assert (len(days), sum(is_weekend(day) for day in days), len(triples), len(good)) == (7, 2, 35, 30)


def a_draft(now: datetime, *days: int) -> Draft:
    """Everything answered for a video call in Paris, its address proven in this browser."""
    request_type = catalogue()["video-verification"]
    usual = {name: value for step in request_type.steps for name, value in variants(step, now)[0].items()}
    draft = drafts.begin(request_type=request_type.slug, device="this-browser", now=now)
    picked = {name: str(value) for name, value in chosen(*days).items()}
    drafts.save_answers(draft=draft, answers=usual | picked | {"still_have_email": "yes"}, now=now)
    prove(device="this-browser", address="alice@example.com", now=now)
    return draft


@pytest.mark.django_db
def test_r1_dates_that_midnight_has_overtaken_are_refused_at_send_and_all_else_is_kept() -> None:
    before, after = (datetime(2026, 3, 5, 22, 50, tzinfo=UTC), datetime(2026, 3, 5, 23, 5, tzinfo=UTC))
    draft = a_draft(before, 6, 9, 12)
    way = Journey(
        request_type=catalogue()["video-verification"], answers=draft.answers, now=before, device="this-browser"
    )
    assert way.walk().is_complete
    with pytest.raises(NotFinished) as refusal:
        send(draft_id=draft.id, device="this-browser", language="fr", now=after)
    assert refusal.value.step == "times"
    assert Draft.objects.get().answers == draft.answers
    assert refused(after, PARIS, 6, 9, 12) == {"date_1": ["date_window"]}


@pytest.mark.django_db
def test_what_is_sent_keeps_days_and_times_as_they_were_chosen(now: datetime) -> None:
    ticket = send(draft_id=a_draft(now, 6, 9, 12).id, device="this-browser", language="en", now=now)
    assert {name: ticket.answers[name] for name in ("date_1", "time_1", "time_zone")} == {
        "date_1": "2026-03-06",
        "time_1": "12:00",
        "time_zone": PARIS,
    }
    assert (ticket.queue, [each.name for each in ticket.tags.filter(name="call:video")]) == (
        "scheduling",
        ["call:video"],
    )


@pytest.mark.django_db
def test_the_page_of_dates_that_no_longer_fit_says_why_and_shows_the_others_as_they_were() -> None:
    customer = Customer()
    customer.begin("video-verification")
    now = timezone.now()
    request_type = catalogue()["video-verification"]
    usual = {name: value for step in request_type.steps for name, value in variants(step, now)[0].items()}
    today = now.astimezone(ZoneInfo(PARIS)).date().isoformat()
    Draft.objects.update(answers=usual | {"date_1": today})
    customer.get(customer.url.replace("/reference/", "/check/"))
    assert customer.step == "times"
    assert "There is a problem" in customer.text
    assert "Choose a day from" in customer.text
    assert customer.text.count(" checked") == 5

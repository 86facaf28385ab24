"""R6 of domain §11: 25 % ownership, exactly; and the rules U1 to U8 that it stands for."""

from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from forms_catalog.catalogue import catalogue, described
from forms_catalog.company_owners import reckoned
from forms_catalog.fields import Entries
from forms_catalog.journey import Journey, Walk
from forms_catalog.ownership.reckoning import Reckoning
from tests.forms_catalog.answering import variants
from tests.forms_catalog.companies import as_entries, owner, shares_of

TYPE = "kyc-business"
TENTH = Fraction(1, 10)


def company(*owners: dict[str, Any]) -> dict[str, Any]:
    """The answers of a company called X, in the country FR, with these owners."""
    return {"company_name": "X", "company_country": "FR", "owners": as_entries(*owners)}


def figures(*owners: dict[str, Any]) -> Reckoning:
    """What follows from these owners."""
    return reckoned(company(*owners))


def walk(now: datetime, **over: Any) -> Walk:
    """How far good answers lead when some of them are others."""
    given: dict[str, Any] = {}
    for step in catalogue()[TYPE].steps:
        given |= variants(step)[0]
    given |= {"company_name": "X", "company_country": "FR", "company_postal_code": "75001"}
    given |= {"exemption": "none", "rest": "many", **over}
    return Journey(request_type=catalogue()[TYPE], answers=given, now=now, device="this-browser").walk()


def refusals(now: datetime, page: str, **over: Any) -> list[str]:
    """The codes with which a page is refused; none when it is passed."""
    found = walk(now, **over)
    step = next(each for each in catalogue()[TYPE].steps if each.slug == page)
    if found.current is not step:
        return []
    refused = (
        step.check(
            over,
            Journey(request_type=catalogue()[TYPE], answers={}, now=now, device="this-browser").asking(found.answers),
        )
        if step.check
        else {}
    )
    return [
        str(each.code)
        for of_field in refused.values()
        if isinstance(of_field, ValidationError)
        for each in of_field.error_list
    ]


def test_r6_half_of_a_half_is_exactly_a_quarter_and_counts() -> None:
    found = figures(owner("H", "50", owner("M", "50"), owner("N", "50")), owner("Z", "50"))
    assert shares_of(found.owners) == {"Z": Fraction(1, 2), "M": Fraction(1, 4), "N": Fraction(1, 4)}


def test_r6_a_small_company_adds_to_what_somebody_holds_directly() -> None:
    found = figures(owner("A", "20"), owner("H", "20", owner("A", "40"), owner("B", "60")), owner("C", "60"))
    assert shares_of(found.owners) == {"C": Fraction(6, 10), "A": Fraction(28, 100)}


def test_r6_two_companies_of_one_person_are_added() -> None:
    found = figures(owner("H1", "15", owner("A", "100")), owner("H2", "15", owner("A", "100")), owner("C", "70"))
    assert shares_of(found.owners) == {"C": Fraction(7, 10), "A": Fraction(3, 10)}


def test_r6_small_parts_through_three_chains_reach_a_quarter_that_floats_would_miss() -> None:
    assert 0.02 + 0.21 + 0.02 < 0.25
    chains = [owner(f"H{number}", share, owner("A", "100")) for number, share in enumerate(("2", "21", "2"))]
    found = figures(*chains, owner("C", "75"))
    assert shares_of(found.owners) == {"C": Fraction(3, 4), "A": Fraction(1, 4)}


def test_r6_four_people_just_below_are_not_listed_but_flagged_to_the_agent(now: datetime) -> None:
    people = [owner(name, "24.99") for name in ("A", "B", "C", "D")]
    found = figures(*people)
    assert found.owners == []
    assert [each.name for each in found.near_misses] == ["A", "B", "C", "D"]
    assert refusals(now, "owners", owners=as_entries(*people)) == []
    assert walk(now, owners=as_entries(*people), control=[]).current.slug == "control"  # type: ignore[union-attr]


def test_r6_a_company_of_sixty_per_cent_must_be_opened_even_when_none_of_its_owners_qualifies(now: datetime) -> None:
    ten = [owner(f"P{number}", "10") for number in range(10)]
    others = [owner("Y", "20"), owner("Z", "20")]
    closed = as_entries(owner("H", "60", kind="company"), *others)
    assert refusals(now, "owners", owners=closed) == ["ownership_closed"]
    opened = [owner("H", "60", *ten), *others]
    assert refusals(now, "owners", owners=as_entries(*opened)) == []
    found = figures(*opened)
    assert found.owners == []
    assert set(shares_of(found.persons).values()) == {Fraction(6, 100), Fraction(2, 10)}
    assert walk(now, owners=as_entries(*opened), control=[]).current.slug == "control"  # type: ignore[union-attr]


def test_r6_ten_per_cent_of_the_shares_with_thirty_of_the_votes_is_listed() -> None:
    found = figures(owner("A", "10", votes="30"), owner("B", "20"))
    assert [each.name for each in found.owners] == ["A"]


def test_r6_a_company_that_owns_itself_is_refused_with_a_way_to_explain(now: datetime) -> None:
    loop = owner("H", "50", owner("x", "100", kind="company"))
    assert refusals(now, "owners", owners=as_entries(loop)) == ["ownership_loop"]
    told = owner("H", "50", owner("x", "100", kind="company", note="A holding that was bought by its daughter."))
    assert refusals(now, "owners", owners=as_entries(told)) == []
    assert [each.name for each in figures(told).loops] == ["x"]


def test_r6_more_than_the_whole_is_refused(now: datetime) -> None:
    assert refusals(now, "owners", owners=as_entries(owner("A", "60"), owner("B", "50"))) == ["ownership_sum"]
    deep = owner("H", "100", owner("A", "2/3"), owner("B", "33.333334"))
    assert refusals(now, "owners", owners=as_entries(deep)) == ["ownership_sum"]


def test_r6_owners_alone_are_not_enough_the_person_in_control_is_always_named(now: datetime) -> None:
    found = walk(now, owners=as_entries(owner("A", "100")), control=[])
    assert found.current
    assert found.current.slug == "control"
    step = next(each for each in catalogue()[TYPE].steps if each.slug == "control")
    with pytest.raises(Exception, match="Name the person who has significant control"):
        step.fields()["control"].clean([])


def test_r6_a_company_s_first_form_has_no_place_for_a_file() -> None:
    assert catalogue()[TYPE].files is None
    assert described(catalogue()[TYPE])["files"]["asked"] is False


def test_u2_each_measure_is_multiplied_and_added_for_itself() -> None:
    found = figures(owner("H", "40", owner("A", "50", votes="100"), equity="0", votes="26"), owner("B", "30"))
    held = next(each for each in found.persons if each.name == "A")
    assert {measure.value: amount for measure, amount in held.amounts.items()} == {
        "equity": Fraction(0),
        "shares": Fraction(1, 5),
        "votes": Fraction(26, 100),
    }
    assert held in found.owners


@pytest.mark.parametrize(
    ("one", "other"),
    [("José Núñez", "JOSE  NUNEZ"), ("Martin Léa", "Léa Martin"), ("Anne-Marie Roy", "anne marie roy"), ("Łaś", "łaś")],
)
def test_u6_one_person_spelled_twice_is_joined_and_shown_as_such(one: str, other: str) -> None:
    found = figures(owner(one, "15"), owner("H", "20", owner(other, "50")), owner("C", "65"))
    held = next(each for each in found.owners if each.name == one)
    assert held.amounts["shares"] == Fraction(1, 4)  # type: ignore[index]
    assert held.spellings == [one, other]
    assert found.joined == [held]


def test_u6_two_people_of_one_name_with_different_birthdays_are_two() -> None:
    found = figures(owner("A", "15"), owner("A", "15", born="1981-03-01"), owner("C", "70"))
    assert [each.name for each in found.owners] == ["C"]
    assert found.joined == []


def test_u6_a_company_named_twice_is_opened_once_and_counts_in_both_places(now: datetime) -> None:
    h = owner("H", "20", owner("A", "100"))
    again = owner("K", "40", owner("H", "50", kind="company"), owner("B", "50"))
    assert shares_of(figures(h, again, owner("C", "40")).persons) == {
        "A": Fraction(4, 10),
        "C": Fraction(4, 10),
        "B": Fraction(2, 10),
    }
    twice = owner("K", "40", owner("H", "50", owner("A", "100")), owner("B", "50"))
    assert refusals(now, "owners", owners=as_entries(h, twice)) == ["ownership_twice"]


def test_u3_a_company_just_below_a_quarter_need_not_be_opened(now: datetime) -> None:
    given = as_entries(owner("H", "24.999999", kind="company"), owner("A", "75"))
    assert refusals(now, "owners", owners=given) == []
    assert [each.name for each in reckoned({"company_name": "X", "owners": given}).closed] == ["H"]


def test_u8_the_people_of_a_trust_count_for_all_that_it_holds_and_a_trust_must_be_opened(now: datetime) -> None:
    trust = owner("Family trust", "30", kind="trust")
    assert refusals(now, "owners", owners=as_entries(trust, owner("A", "70"))) == ["ownership_closed"]
    trust["owners"] = tuple(
        {"name": name, "kind": "member", "trust_roles": [role], "owners": ()}
        for name, role in (("T", "trustee"), ("S", "settlor"), ("B", "beneficiary"))
    )
    found = figures(trust, owner("A", "70"))
    assert shares_of(found.owners) == {"A": Fraction(7, 10), **dict.fromkeys(("T", "S", "B"), Fraction(3, 10))}
    assert all(each.through_trust for each in found.owners if each.name != "A")


@pytest.mark.parametrize("kind", ["listed", "state"])
def test_u8_a_listed_company_or_a_state_ends_the_chain(kind: str, now: datetime) -> None:
    given = (owner("L", "60", kind=kind), owner("A", "40"))
    assert refusals(now, "owners", owners=as_entries(*given)) == []
    assert [each.name for each in figures(*given).ends] == ["L"]


def test_u6_a_rest_must_be_accounted_for_but_a_rounded_third_is_no_rest(now: datetime) -> None:
    thirds = as_entries(*(owner(name, "33.33") for name in "ABC"))
    assert "rest" not in [step.slug for step in walk(now, owners=thirds).passed]
    less = as_entries(owner("A", "60"))
    assert walk(now, owners=less, rest="").current.slug == "rest"  # type: ignore[union-attr]
    deep = as_entries(owner("H", "100", owner("A", "60")))
    assert walk(now, owners=deep, rest="").current.slug == "rest"  # type: ignore[union-attr]


def test_the_threshold_is_a_setting(settings: Any) -> None:
    settings.OWNERSHIP_THRESHOLD_PERCENT = 10
    assert [each.name for each in figures(owner("A", "10"), owner("B", "9.999999")).owners] == ["A"]


def test_no_chain_is_deeper_than_ten_and_no_list_longer_than_its_limit() -> None:
    field = next(step for step in catalogue()[TYPE].steps if step.slug == "owners").fields()["owners"]
    assert isinstance(field, Entries)
    chain = owner("P", "100")
    for number in range(10):
        chain = owner(f"H{number}", "100", chain)
    with pytest.raises(Exception, match="Check what you wrote about P"):
        field.clean(as_entries(chain))
    with pytest.raises(Exception, match="Keep at most 100 in this list; it has 101"):
        field.clean(as_entries(*(owner(f"P{number}", "0") for number in range(101))))

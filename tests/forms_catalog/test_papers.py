"""Rules on documents are data: complete, in both languages, without contradiction, and true for each country."""

from datetime import date

import pytest
from django.template.loader import get_template
from django.utils.translation import override

from attachments.reasons import INTERNAL, Reason, by_topic, in_words_for_its_sender, label_for_its_sender
from forms_catalog.catalogue import catalogue, in_every_language
from forms_catalog.countries import countries
from forms_catalog.papers.asking import ROWS, asked, asked_for
from forms_catalog.papers.roles import KIND_OF_ROLE, LABELS, missing
from forms_catalog.papers.rows import Kind, Row

EVERYWHERE = ["", *sorted({country for row in ROWS for country in row.countries})]


def texts_of(row: Row) -> list[object]:
    """Everything that a row says to people."""
    return [*([row.gist] if row.gist else []), *row.counts, *row.refused, *row.remarks, *row.note]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}-{'-'.join(row.countries) or 'everywhere'}")
def test_a_row_is_complete_in_both_languages_and_says_what_it_rests_on(row: Row) -> None:
    for text in texts_of(row):
        english, french = in_every_language(text).values()
        assert english
        assert french not in ("", english)
    assert row.source
    assert row.since <= date(2030, 1, 1)
    assert set(row.countries) <= set(countries(language="en"))
    assert row.months is None or row.months > 0
    assert not row.needed or row.countries, "what is needed everywhere is for each request to say"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("country", EVERYWHERE)
def test_nothing_is_both_taken_and_refused_and_nothing_is_said_twice(kind: Kind, country: str) -> None:
    said = asked(kind=kind, country=country)
    counts, refused = [str(each) for each in said.counts], [str(each) for each in said.refused]
    assert said.gist
    assert counts
    assert refused
    assert not set(counts) & set(refused)
    for texts in (counts, refused, [str(each) for each in said.remarks], [str(each) for each in said.note]):
        assert len(set(texts)) == len(texts)


def test_each_kind_has_rules_for_everywhere_and_each_country_at_most_one_row_more() -> None:
    for kind in Kind:
        assert len([row for row in ROWS if row.kind is kind and not row.countries]) == 1
        named = [country for row in ROWS if row.kind is kind for country in row.countries]
        assert len(set(named)) == len(named)


def test_a_country_lifts_no_refusal() -> None:
    for kind in Kind:
        everywhere = {str(each) for each in asked(kind=kind).refused}
        for country in EVERYWHERE:
            assert everywhere <= {str(each) for each in asked(kind=kind, country=country).refused}


def test_every_role_with_a_label_is_used_by_some_request_and_every_kind_of_rules_is_shown_somewhere() -> None:
    used = {role for each in catalogue().values() if each.files for role in each.files.roles}
    assert set(LABELS) <= used
    assert {KIND_OF_ROLE[role] for role in used if role in KIND_OF_ROLE} == set(Kind)
    assert set(KIND_OF_ROLE) <= set(LABELS)


def test_residents_of_the_united_states_and_south_africa_are_always_asked_for_their_face() -> None:
    assert asked(kind=Kind.FACE, country="US").needed
    assert asked(kind=Kind.FACE, country="ZA").needed
    assert not asked(kind=Kind.FACE, country="FR").needed
    assert not asked(kind=Kind.FACE).needed


def test_in_france_a_mobile_phone_bill_is_refused_and_a_host_is_asked_for_three_papers() -> None:
    with override("en"):
        said = asked(kind=Kind.ADDRESS, country="FR")
        assert "A bill for a mobile phone" in [str(each) for each in said.refused]
        assert any("lodges you" in str(each) and "all three" in str(each) for each in said.counts)
        assert said.months == 3


def test_the_recovery_photo_wants_the_reference_of_the_request_on_its_note() -> None:
    with override("en"):
        note = [str(each) for each in asked(kind=Kind.RECOVERY).note]
    assert note[0] == "The reference of your request: it begins with KS"
    assert note[1:] == ["The date of today", "Your signature"]


def test_only_the_card_has_two_sides_to_show() -> None:
    assert list(asked(kind=Kind.IDENTITY).two_sided) == ["card"]


def test_each_kind_is_asked_once_in_the_order_of_the_roles_with_the_rules_of_where_the_person_lives() -> None:
    found = asked_for(
        roles=["id_front", "id_back", "face_photo", "other"], answers={"country": "ZA", "id_country": "FR"}
    )
    assert [each.kind for each in found] == [Kind.IDENTITY, Kind.FACE]
    assert found[1].needed
    assert [each.needed for each in asked_for(roles=["face_photo"], answers={"id_country": "US"})] == [True]


def test_one_file_with_both_sides_does_for_front_and_back() -> None:
    needed = ["id_front", "id_back", "face_photo"]
    assert missing(needed=needed, present=["id_front", ""]) == ["id_back", "face_photo"]
    assert missing(needed=needed, present=["id_both"]) == ["face_photo"]
    assert missing(needed=[], present=[]) == []


@pytest.mark.parametrize("picture", sorted({each for row in ROWS for each in row.pictures}))
def test_a_picture_is_our_own_drawing_small_and_with_words_for_those_who_cannot_see_it(picture: str) -> None:
    source = get_template(picture).render({})
    assert len(source.encode()) <= 2 * 1024
    assert source.count("<svg") == source.count('aria-hidden="true"') == source.count("<li>")
    assert "href" not in source
    for item in source.split("</svg>")[1:]:
        assert item.split("</li>")[0].strip()


def test_every_reason_stands_under_one_topic() -> None:
    listed = [reason for reasons in by_topic().values() for reason in reasons]
    assert listed == list(Reason)
    assert len(listed) == 49


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_says_what_is_wrong_and_how_to_mend_it_in_both_languages(reason: Reason) -> None:
    told = {}
    for language in ("en", "fr"):
        with override(language):
            told[language] = in_words_for_its_sender(reason), label_for_its_sender(reason)
    for english, french in zip(told["en"], told["fr"], strict=True):
        assert english
        assert french not in ("", english)
    assert told["en"][0].count(".") >= 2, "what we saw, then what to do"


@pytest.mark.parametrize("reason", INTERNAL)
def test_an_internal_reason_is_never_told_to_the_sender(reason: Reason) -> None:
    with override("en"):
        assert label_for_its_sender(reason) == "Could not be verified"
        assert str(Reason(reason).label) not in in_words_for_its_sender(reason)
        assert "forg" not in in_words_for_its_sender(reason)

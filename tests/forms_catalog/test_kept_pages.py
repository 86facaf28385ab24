"""An empty question is rendered once for everybody, and yet holds only the draft and the token of who opens it."""

import re

import pytest

from forms_catalog.views import kept_pages
from tests.customer import Customer

pytestmark = pytest.mark.django_db


def test_two_people_get_the_same_page_with_their_own_draft_and_token() -> None:
    one, other = Customer(), Customer()
    one.begin("lost-device")
    other.begin("lost-device")
    draft_of_one, draft_of_other = one.url.split("/")[3], other.url.split("/")[3]
    assert draft_of_one in one.text
    assert draft_of_one not in other.text
    assert draft_of_other in other.text
    for customer in (one, other):
        assert kept_pages.STAND_IN_DRAFT not in customer.text
        assert kept_pages.STAND_IN_TOKEN not in customer.text
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.search(one.text) != token.search(other.text)
    assert token.sub("", one.text).replace(draft_of_one, "") == token.sub("", other.text).replace(draft_of_other, "")
    assert other.answer(device_state="lost").status_code == 200


def test_a_page_with_an_answer_or_a_mistake_shows_it_and_is_never_given_to_others() -> None:
    one, other = Customer(), Customer()
    one.begin("lost-device")
    first = one.url
    one.answer(device_state="stolen")
    one.get(first)
    assert re.search(r"<input[^>]* checked", one.text)
    other.begin("lost-device")
    assert not re.search(r"<input[^>]* checked", other.text)
    other.answer()
    assert 'role="alert"' in other.text
    third = Customer()
    third.begin("lost-device")
    assert 'role="alert"' not in third.text


def test_each_language_has_its_own() -> None:
    english, french = Customer("en"), Customer("fr")
    english.begin("lost-device")
    french.begin("lost-device")
    assert "What happened to your device?" in english.text
    assert "Qu’est-il arrivé à votre appareil" in french.text

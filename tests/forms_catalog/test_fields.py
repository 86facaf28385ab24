"""What the shared fields take, how they keep it, and with which code they refuse it (domain §4.4 and §4.5)."""

import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.forms import AddressForm as SignInForm
from follow_up.forms import AddressForm as CorrectionForm
from follow_up.forms import TrackForm
from forms_catalog import fields
from forms_catalog.countries import countries, country_code, country_name
from forms_catalog.errors import every_sentence
from forms_catalog.fields.emails import near_domain
from forms_catalog.fields.lines import defanged
from forms_catalog.zones import PLACES
from operations.typed import folded
from secret_guard.validators import SENTENCES

DOMAIN_CODES = """
required short long name future consent choice email same_email account_id phone phone_premium date_today date_window
date_dup date_weekend time_closed time_dst files_5 files_10 file_size file_empty file_type file_heic file_mismatch
file_password file_broken file_unsafe file_dup seed secret tin parent ownership_sum ownership_loop control amount tz rate
""".split()  # noqa: SIM905  (reads like the table)


def code(field: forms.Field, value: Any) -> str:
    """The code a value is refused with; empty when it is taken."""
    try:
        field.clean(value)
    except ValidationError as refused:
        return str(refused.error_list[0].code)
    return ""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_of_the_domain_has_one_sentence_in_both_languages(language: str) -> None:
    with override(language):
        sentences = {name: str(text) for name, text in every_sentence().items()}
    assert set(DOMAIN_CODES) <= set(sentences)
    assert [name for name, text in sentences.items() if len(text) < 10] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_sentences_end_with_a_full_stop_and_one_does_without(language: str) -> None:
    with override(language):
        said = {*map(str, every_sentence().values()), *map(str, SENTENCES.values())}
    assert [each for each in said if (". " in each) != each.endswith(".")] == []


def test_no_code_says_the_same_in_french_as_in_english() -> None:
    english = {name: str(text) for name, text in every_sentence().items()}
    with override("fr"):
        assert [name for name, text in every_sentence().items() if str(text) == english[name]] == []


EMAIL = fields.email("Email")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Alice@Example.COM", "Alice@example.com"),
        ("  alice@example.com ", "alice@example.com"),
        ("mailto:alice@example.com", "alice@example.com"),
        ("<alice@example.com>", "alice@example.com"),
        ("alice @example.com", "alice@example.com"),
        ("me+2@example.com", "me+2@example.com"),
        ("alice＠example.com", "alice@example.com"),
        ("ali\u200bce@example.com", "alice@example.com"),
        ("alice@exämple.com", "alice@xn--exmple-cua.com"),
    ],
)
def test_an_address_keeps_its_person_and_loses_its_dress(typed: str, kept: str) -> None:
    assert EMAIL.clean(typed) == kept
    assert EMAIL.clean(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "alice",
        "alice@",
        "@example.com",
        "a@b",
        "alice@example.com\nBcc: bob@example.com",
        "a\x00@example.com",
        '"a whole sentence"@example.com',
        "alice@[192.0.2.1]",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert code(EMAIL, typed) == "email"


def test_every_page_that_asks_for_an_address_reads_it_alike() -> None:
    asked = [
        EMAIL,
        SignInForm().fields["address"],
        CorrectionForm().fields["contact_email"],
        TrackForm().fields["email"],
    ]
    typed = " <Mailto:léa＠exämple.com>", "mailto:Alice+2 @EXÄMPLE.com", '"a b"@example.com', "a@b", "a\x00@example.com"
    for text in typed:
        assert len({code(field, text) or str(field.clean(text)) for field in asked}) == 1, text


def test_a_look_alike_domain_is_seen_to_be_another() -> None:
    assert EMAIL.clean("alice@exаmple.com").startswith("alice@xn--")


@pytest.mark.parametrize(
    ("domain", "meant"),
    [("gmial.com", "gmail.com"), ("gmail.co", "gmail.com"), ("hotmial.fr", "hotmail.fr"), ("outlok.fr", "outlook.fr")],
)
def test_a_slip_in_a_common_domain_is_a_doubt_and_no_error(domain: str, meant: str) -> None:
    field = fields.Email()
    assert field.clean(f"alice@{domain}") == f"alice@{domain}"
    assert f"alice@{meant}" in str(field.doubts(f"alice@{domain}")[0])


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.net", "example.com", "aol.fr", "live.be", "free.org"])
def test_other_domains_are_left_alone(domain: str) -> None:
    assert near_domain(domain) == ""


@pytest.mark.parametrize(
    "typed", ["AA12BCDEFGHI3456", "aa12 bcde fghi 3456", "AA12-BCDE-FGHI-3456", "ＡＡ12BCDEFGHI3456"]
)
def test_an_account_id_is_taken_however_it_is_grouped(typed: str) -> None:
    assert fields.account_id("ID").clean(typed) == "AA12BCDEFGHI3456"


@pytest.mark.parametrize("typed", ["AB12BCDEFGHI3456", "AA12BCDEFGHI345", "AA12BCDEFGHI34567", "AA12BCDÉFGHI3456"])
def test_what_is_no_account_id_is_refused(typed: str) -> None:
    assert code(fields.account_id("ID"), typed) == "account_id"


@pytest.mark.parametrize(
    "name", ["Zoë O’Connor-Dubois", "Nguyễn Thị Minh Khai", "山田 太郎", "محمد علي", "Владимир", "X Æ A-12"]
)
def test_a_name_is_good_in_any_script(name: str) -> None:
    assert fields.full_name("Name").clean(name) == unicodedata.normalize("NFC", name)


def test_a_name_has_one_spelling_and_nothing_invisible() -> None:
    assert fields.full_name("Name").clean("  Zoe\u0308\u202e \u200bDu\tbois ") == "Zoë Du bois"


@pytest.mark.parametrize(("name", "refused"), [("12345", "name"), ("---", "name"), ("x" * 201, "long")])
def test_digits_alone_are_no_name(name: str, refused: str) -> None:
    assert code(fields.full_name("Name"), name) == refused


@pytest.mark.parametrize(("text", "refused"), [("Hi", "short"), ("x" * 151, "long"), ("", "required")])
def test_a_subject_has_five_to_150_characters(text: str, refused: str) -> None:
    assert code(fields.subject("Subject"), text) == refused


def test_there_are_250_countries_with_a_name_of_their_own_in_each_language() -> None:
    for language in ("en", "fr"):
        names = countries(language=language)
        assert len(names) == len(set(names.values())) == 250
        assert [each for each in names if country_code(typed=names[each]) != each] == []
        assert [each for each in names if country_code(typed=each.lower()) != each] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("belgique", "BE"),
        ("Belgium", "BE"),
        ("etats unis", "US"),
        ("USA", "US"),
        ("cote d'ivoire", "CI"),
        ("Royaume‑Uni", "GB"),
    ],
)
def test_a_country_is_found_in_either_language_with_or_without_accents(typed: str, meant: str) -> None:
    assert fields.country("Country").clean(typed) == meant
    assert fields.country("Country").clean(meant) == meant


def test_what_is_no_country_is_refused() -> None:
    assert code(fields.country("Country"), "Atlantis") == "country"
    with override("fr"):
        assert country_name(code="DE") == "Allemagne"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("new york", "America/New_York"),
        ("auckland", "Pacific/Auckland"),
        ("Lyon", "Europe/Paris"),
        ("saint etienne", "Europe/Paris"),
        ("Montréal, Canada", "America/Toronto"),
        ("Genève", "Europe/Zurich"),
        ("Mumbai", "Asia/Kolkata"),
        ("Houston", "America/Chicago"),
        ("Suisse", "Europe/Zurich"),
        ("france", "Europe/Paris"),
        ("Paris, Europe", "Europe/Paris"),
        ("Montréal, Québec", "America/Toronto"),
        ("Valencia, Spain", "Europe/Madrid"),
        ("San Juan, Argentine", "America/Argentina/San_Juan"),
        ("San Juan, Puerto Rico", "America/Puerto_Rico"),
        ("Houston, USA", "America/Chicago"),
    ],
)
def test_a_zone_is_found_by_a_city_or_by_a_country_that_has_but_one(typed: str, zone: str) -> None:
    assert fields.time_zone("Zone").clean(typed) == zone


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Marseile", "Marseille"), ("Canada", "Toronto"), ("États-Unis", "New York"), ("lyons", "Lyon")]
    + [("USA", "New York, Los Angeles, Chicago, Denver"), ("Canada", "Toronto, Vancouver, Edmonton, Winnipeg")]
    + [("Birmingham, USA", "New York"), ("Valencia, Venezuela", "Caracas"), ("Granada, Nicaragua", "Managua")]
    + [("Cambridge, Massachusetts", "London"), ("Mexico", "Mexico City, Tijuana, Cancun"), ("Mexique", "Mexico City")]
    + [
        ("San Juan", "Puerto Rico"),
        ("Genva", "mean Genova, Geneva?"),
        ("Paris, Texas", "Paris"),
        ("Lyon, Rhone", "Paris"),
    ],
)
def test_a_place_that_names_no_zone_is_answered_with_those_that_may_be_meant(typed: str, meant: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fields.time_zone("Zone").clean(typed)
    assert meant in refused.value.messages[0]


def test_every_zone_and_country_of_the_list_of_places_is_real_and_no_city_stands_in_two() -> None:
    rows = [line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines()]
    assert {zone for zone, _codes, _cities in rows} <= available_timezones()
    assert all(country_name(code=code) != code for _zone, codes, _cities in rows for code in codes.split())
    clocks = {(folded(each), zone) for zone, _codes, cities in rows for each in cities.split(", ") if each}
    assert len(clocks) == len({city for city, _zone in clocks}) > 400


def test_no_city_of_the_list_takes_the_name_of_a_country_or_of_a_zone_with_other_clocks() -> None:
    rows = [line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines()]
    own = {
        folded(each.rsplit("/", 1)[-1]): each for each in available_timezones() if "/" in each and "Etc/" not in each
    }
    days = [datetime(2011, 1, 1, tzinfo=UTC) + timedelta(days=10 * number) for number in range(500)]
    for zone, codes, cities in rows:
        for city in filter(None, cities.split(", ")):
            country = country_code(typed=city)
            assert not country or [each[0] for each in rows if country in each[1].split()] == [zone], (city, codes)
            named, taken = own.get(folded(city), zone), fields.time_zone("Zone").to_python(city)
            same = all(
                each.astimezone(ZoneInfo(named)).utcoffset() == each.astimezone(ZoneInfo(zone)).utcoffset()
                for each in days
            )
            assert taken == (zone if same else city), city


@pytest.mark.parametrize("typed", ["", "Mars/Olympus", "CEST2"])
def test_a_missing_zone_is_asked_for_and_never_guessed(typed: str) -> None:
    assert code(fields.time_zone("Zone"), typed) == "tz"


AMOUNT = fields.amount("Amount")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0.05", "0.05"),
        ("0,05", "0.05"),
        ("0.050", "0.05"),
        ("1 234,5", "1234.5"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("٠٫٠٥", "0.05"),
        ("０．０５", "0.05"),
        ("0.049999999999999999", "0.049999999999999999"),
    ],
)
def test_an_amount_is_exact_with_a_point_or_a_comma(typed: str, amount: str) -> None:
    assert AMOUNT.clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["1.000,05", "1,000.05", "-1", "+1", "NaN", "Infinity", "5e-2", "1_000", "0x10", "1,,5", ".5", "0." + "1" * 19],
)
def test_what_is_no_plain_number_is_no_amount(typed: str) -> None:
    assert code(AMOUNT, typed) == "amount"


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("20", 20), ("٣", 3), ("７", 7), ("", None)])
def test_a_whole_number_is_taken_in_any_digits(typed: str, number: int | None) -> None:
    assert fields.whole_number("Tries", smallest=0, largest=20).clean(typed) == number


@pytest.mark.parametrize("typed", ["21", "-1", "1.5", "three", "9" * 400])
def test_other_numbers_are_refused(typed: str) -> None:
    assert code(fields.whole_number("Tries", smallest=0, largest=20), typed) == "number"


def test_consent_is_given_by_ticking_and_not_by_silence() -> None:
    assert fields.consent("Yes").clean(True) is True
    assert code(fields.consent("Yes"), False) == "consent"


TXID = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"


def test_transactions_come_one_per_line_and_a_strange_one_is_a_doubt() -> None:
    field = fields.transactions("Transactions")
    kept = field.clean(f" {TXID} \r\n\r\n0x{TXID}\n{TXID}\nnot-one")
    assert kept == f"{TXID}\n0x{TXID}\nnot-one"
    assert len(field.doubts(kept)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ",
        "0x742d35Cc6634C0532925a3b844Bc454e4438f44e",
        "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
        "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    ],
)
def test_an_address_of_a_known_network_raises_no_doubt(address: str) -> None:
    assert fields.addresses("Addresses").doubts(address) == []


@pytest.mark.parametrize(
    "address",
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp", "0x742d35Cc", "my wallet"],
)
def test_a_wrong_checksum_or_shape_is_a_doubt_and_no_error(address: str) -> None:
    field = fields.addresses("Addresses")
    assert len(field.doubts(field.clean(address))) == 1


def test_more_lines_than_ten_are_refused() -> None:
    assert code(fields.addresses("Addresses"), "\n".join(f"a{number}" for number in range(11))) == "lines"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://kraken-login.example.com/a.html", "hxxps://kraken-login[.]example[.]com/a[.]html"),
        ("help@example.com", "help[@]example[.]com"),
        ("@fake_support", "[@]fake_support"),
        ("+33 1 99 00 12 34", "+33 1 99 00 12 34"),
    ],
)
def test_what_somebody_was_cheated_with_is_kept_so_that_no_click_follows_it(typed: str, kept: str) -> None:
    field = fields.identifiers("What you saw")
    assert field.clean(typed) == kept
    assert field.clean(kept) == kept == defanged(kept)


def test_a_text_full_of_links_is_refused_and_one_with_a_few_is_not() -> None:
    story = fields.details("Story")
    assert code(story, "see https://example.com/1 and www.example.org please") == ""
    assert code(story, "https://example.com/ " * 11) == "links"


PHONE = fields.phone("Phone")


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("+33 1 99 00 12 34", "", "+33199001234"),
        ("0033 1 99 00 12 34", "", "+33199001234"),
        ("01 99 00 12 34", "France", "+33199001234"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+44 (0)20 7946 0958", "", "+442079460958"),
        ("＋３３ １ ９９ ００ １２ ３４", "", "+33199001234"),
        ("+٣٣١٩٩٠٠١٢٣٤", "", "+33199001234"),
        ("tel:+33199001234", "", "+33199001234"),
        ("+1 202 555 0143 ext. 12", "", "+12025550143;ext=12"),
    ],
)
def test_a_number_is_taken_however_it_is_written(typed: str, country: str, kept: str) -> None:
    assert PHONE.clean([typed, country]) == kept
    assert PHONE.clean(kept) == kept


@pytest.mark.parametrize(
    ("typed", "country", "refused"),
    [
        ("06 12 34 56 78", "", "phone"),
        ("06 12 34 56 78", "US", "phone"),
        ("06 12 34 56 78", "Atlantis", "country"),
        ("0899 70 12 34", "FR", "phone_premium"),
        ("+44 9098 790000", "", "phone_premium"),
        ("+1 900 555 1234", "", "phone_premium"),
        ("hello", "FR", "phone"),
        ("+" + "9" * 400, "", "phone"),
    ],
)
def test_a_number_that_cannot_be_called_is_refused(typed: str, country: str, refused: str) -> None:
    assert code(PHONE, [typed, country]) == refused


@pytest.mark.parametrize(
    ("number", "flag"),
    [
        ("+33800123456", "toll_free"),
        ("+33810123456", "shared_cost"),
        ("+870773111632", "satellite"),
        ("+33199001234", ""),
    ],
)
def test_numbers_that_are_hard_to_call_are_flagged(number: str, flag: str) -> None:
    assert fields.phone_flag(kept=number) == flag


@pytest.mark.parametrize("line", ["PO Box 12", "P.O. Box 12", "Boîte postale 5", "BP 123", "Postfach 10", "CS 20056"])
def test_a_post_office_box_is_no_home(line: str) -> None:
    assert code(fields.street("Street"), line) == "po_box"


@pytest.mark.parametrize(
    "line", ["12 bis rue de l’Exemple", "221B Baker Street", "Boxhagener Str. 3", "Rue de la Poste 4"]
)
def test_a_street_is_taken(line: str) -> None:
    assert fields.street("Street").clean(line) == line


@pytest.mark.parametrize(
    "field",
    [
        fields.full_name("Name"),
        fields.account_id("ID"),
        fields.country("Country"),
        fields.street("Street"),
        fields.transactions("Hashes"),
    ],
    ids=lambda field: type(field).__name__,
)
def test_every_text_passes_the_guard_before_any_other_rule(field: forms.Field) -> None:
    assert code(field, "abandon " * 11 + "about") == "seed"
    assert code(field, "123-45-6789") == "tin"
    assert code(field, "a" + "\u0301" * 30_000) == "long"

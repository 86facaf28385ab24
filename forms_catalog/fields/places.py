"""Countries and time zones: typed, with suggestions, and kept as codes."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.countries import countries, country_code, country_name
from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.suggesting import Suggesting
from forms_catalog.fields.wording import sentences
from forms_catalog.zones import near, zone_name
from secret_guard.fields import GuardedText


def _country_names(language: str) -> Iterable[str]:
    return countries(language=language).values()


class CountryBox(Suggesting):
    """Shows the name of the country that an answer's code stands for."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_country_names, {"autocomplete": "country-name", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """A code as its name in the reader's language; what was typed as it was typed."""
        return country_name(code=value) if value else None


class Country(GuardedText):
    """A country by its name in either language or its ISO code; the answer is the code."""

    widget = CountryBox

    def to_python(self, value: Any) -> str:
        """The code; what names no country is left for validation to refuse."""
        text = super().to_python(value)
        return country_code(typed=text) or text

    def validate(self, value: Any) -> None:
        """Only a country will do."""
        super().validate(value)
        if value and country_code(typed=value) != value:
            raise refusal("country")


def country(label: Words, *, hint: Words = "", required: Words = "") -> Country:
    """A country, typed; optional unless `required` says what to do."""
    return Country(label=label, help_text=hint, required=bool(required), error_messages=sentences(required))


class ZoneBox(Suggesting):
    """A time zone; the script of the page fills in the device's own and suggests the others."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_no_zones, {"autocomplete": "off", "data-zone": "", **(attrs or {})})


def _no_zones(_language: str) -> Iterable[str]:
    """The script knows them all; without it, a city is typed as easily as it would be found among 400."""
    return ()


def _may_be_meant(places: list[str]) -> ValidationError:
    if not places:
        return refusal("tz")
    return refusal("tz", _("Enter a large city nearby. Did you mean %(places)s?"), places=", ".join(places))


class TimeZone(GuardedText):
    """An IANA time zone; never guessed, and never a silent UTC."""

    widget = ZoneBox

    def to_python(self, value: Any) -> str:
        """The zone's own name; what names none is left for validation to refuse."""
        text = super().to_python(value)
        return zone_name(typed=text) or text

    def validate(self, value: Any) -> None:
        """Only a zone that the clocks know will do."""
        if self.required and not value:
            raise refusal("tz")
        super().validate(value)
        if value and zone_name(typed=value) != value:
            raise _may_be_meant(near(typed=value))


def time_zone(label: Words, *, hint: Words = "", required: bool = True) -> TimeZone:
    """The time zone that the times on a page are meant in."""
    return TimeZone(
        label=label,
        help_text=hint or _("A large city nearby, like Lyon, or the name of your time zone."),
        required=required,
    )

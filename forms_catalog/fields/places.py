"""Countries and time zones: typed, with suggestions, and kept as codes."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from forms_catalog.countries import countries, country_code, country_name
from forms_catalog.definition import Words
from forms_catalog.errors import refusal
from forms_catalog.fields.suggesting import Suggesting
from forms_catalog.fields.wording import sentences
from operations.typed import folded
from secret_guard.fields import GuardedText

_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


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


@cache
def _known() -> frozenset[str]:
    """Every zone the clocks know; two entries of their folder are none."""
    return frozenset(available_timezones()) - {"Factory", "localtime"}


@cache
def _zones() -> dict[str, str]:
    """Zone names by what may be typed for them: the whole name, or only its city."""
    real = sorted(each for each in _known() if each.split("/")[0] in _REGIONS)
    by_city = {folded(each.rsplit("/", 1)[-1]): each for each in reversed(real)}
    return by_city | {folded(each): each for each in real} | {"utc": "UTC", "gmt": "UTC"}


_AHEAD = re.compile(r"(?:utc|gmt)\s*([+-])\s*0?(\d{1,2})(?::?00)?", re.IGNORECASE)
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")


def zone_name(*, typed: str) -> str:
    """The IANA name of a time zone, given by its name, its city or as “UTC+2”; empty when there is none."""
    if typed in _known():
        return typed
    if ahead := _AHEAD.fullmatch(typed.strip()):
        # Zones of fixed hours are named the other way round: Etc/GMT-2 is two hours ahead.
        name = f"Etc/GMT{'-' if ahead[1] == '+' else '+'}{int(ahead[2])}"
        return name if name in _known() else ""
    # “Paris, France” names its city first.
    return _zones().get(folded(typed)) or _zones().get(folded(typed.split(",")[0]), "")


def zone_in_words(*, name: str) -> str:
    """A zone's name as people write it: “UTC+2” for Etc/GMT-2, all others without underscores."""
    if fixed := _FIXED.fullmatch(name):
        return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return name.replace("_", " ")


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
            raise refusal("tz")


def time_zone(label: Words, *, hint: Words = "", required: bool = True) -> TimeZone:
    """The time zone that the times on a page are meant in."""
    return TimeZone(
        label=label,
        help_text=hint or _("Your zone or the nearest large city, like Europe/Paris."),
        required=required,
    )

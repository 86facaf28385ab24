"""The time zones of the world, found by what people type for them: a zone’s name, a city, a country, hours from UTC."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from forms_catalog.countries import country_code
from operations.typed import folded

PLACES = Path(__file__).with_name("zone_places.tsv")
"""Each line a zone, the countries that have it, and large cities on its clocks that the zone is not named after."""
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_AHEAD = re.compile(r"(?:utc|gmt)\s*([+-])\s*0?(\d{1,2})(?::?00)?", re.IGNORECASE)
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_MOST_NEAR = 4


@cache
def _known() -> frozenset[str]:
    """Every zone the clocks know; two entries of their folder are none."""
    return frozenset(available_timezones()) - {"Factory", "localtime"}


@cache
def _listed() -> list[tuple[str, list[str], list[str]]]:
    rows = (line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines())
    return [(zone, codes.split(), cities.split(", ")) for zone, codes, cities in rows if zone in _known()]


@cache
def _zones() -> Mapping[str, str]:
    """Zone names by what may be typed for them, folded: the whole name, its city, or another city on its clocks."""
    real = sorted(each for each in _known() if each.split("/")[0] in _REGIONS)
    others = {folded(city): zone for zone, _codes, cities in _listed() for city in cities if city}
    by_city = {folded(each.rsplit("/", 1)[-1]): each for each in reversed(real)}
    return by_city | others | {folded(each): each for each in real} | {"utc": "UTC", "gmt": "UTC"}


@cache
def _zones_of(country: str) -> list[str]:
    return [zone for zone, codes, _cities in _listed() if country in codes]


@cache
def _city_names() -> Mapping[str, str]:
    """Cities as they are written, by their folded names."""
    named = {folded(_city(zone)): _city(zone) for zone, _codes, _cities in _listed()}
    return named | {folded(city): city for _zone, _codes, cities in _listed() for city in cities if city}


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_name(*, typed: str) -> str:
    """The IANA name of a time zone, given by its name, a city, a country that has but one, or as “UTC+2”; else empty."""
    if typed in _known():
        return typed
    if ahead := _AHEAD.fullmatch(typed.strip()):
        # Zones of fixed hours are named the other way round: Etc/GMT-2 is two hours ahead.
        name = f"Etc/GMT{'-' if ahead[1] == '+' else '+'}{int(ahead[2])}"
        return name if name in _known() else ""
    # “Paris, France” names its city first.
    for each in (typed, typed.split(",")[0]):
        if zone := _zones().get(folded(each)):
            return zone
    country = country_code(typed=typed)
    return _zones_of(country)[0] if len(_zones_of(country)) == 1 else ""


def near(*, typed: str) -> list[str]:
    """Cities that may have been meant by what names no zone: those of a country with several, or of nearly that name."""
    cities = [_city(zone) for zone in _zones_of(country_code(typed=typed))]
    names = _city_names()
    return cities[:_MOST_NEAR] or [names[each] for each in get_close_matches(folded(typed), names, _MOST_NEAR, 0.75)]


def zone_in_words(*, name: str) -> str:
    """A zone's name as people write it: “UTC+2” for Etc/GMT-2, all others without underscores."""
    if fixed := _FIXED.fullmatch(name):
        return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return name.replace("_", " ")

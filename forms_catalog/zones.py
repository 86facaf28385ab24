"""The time zones of the world, found by what people type for them: a zone’s name, a city, a country, hours from UTC."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from forms_catalog.countries import country_code
from operations.typed import folded

PLACES = Path(__file__).with_name("zone_places.tsv")
"""Each line a zone, the countries that have it, and large cities on its clocks that the zone is not named after."""
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_AHEAD = re.compile(r"(?:utc|gmt)\s*([+-])\s*0?(\d{1,2})(?::?00)?", re.IGNORECASE)
_FIXED = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_MOST_NEAR = 4
_MOST_LIKE = 12
_DAYS = [
    datetime(year, month, day, tzinfo=UTC) for year in range(2011, 2031) for month in range(1, 13) for day in (1, 15)
]


@cache
def _known() -> frozenset[str]:
    """Every zone the clocks know; two entries of their folder are none."""
    return frozenset(available_timezones()) - {"Factory", "localtime"}


@cache
def _listed() -> list[tuple[str, list[str], list[str]]]:
    rows = (line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines())
    return [(zone, codes.split(), cities.split(", ")) for zone, codes, cities in rows if zone in _known()]


@cache
def _real() -> list[str]:
    return sorted(each for each in _known() if each.split("/")[0] in _REGIONS)


@cache
def _names() -> Mapping[str, str]:
    """Zones by their whole names, folded."""
    return {folded(each): each for each in _real()} | {"utc": "UTC", "gmt": "UTC"}


@cache
def _by_city() -> Mapping[str, list[str]]:
    """The zones that have a city of that folded name, the listed ones first; several where it is on different clocks."""
    found: dict[str, list[str]] = {}
    listed = [(city, zone) for zone, _codes, cities in _listed() for city in cities if city]
    for city, zone in (*listed, *((_city(each), each) for each in _real())):
        zones = found.setdefault(folded(city), [])
        # Many zones are only older names of another one.
        if all(_clocks(each) != _clocks(zone) for each in zones):
            zones.append(zone)
    return found


@cache
def _clocks(zone: str) -> tuple[timedelta | None, ...]:
    """How far a zone's clocks are ahead throughout the years that people write about."""
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in _DAYS)


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
    """The IANA name of a time zone, given by its name, a city, a country that has but one, or as “UTC+2”; else empty.

    A city may be told where it is, as in “Paris, France”: one of that name elsewhere is not taken.
    """
    if typed in _known():
        return typed
    if ahead := _AHEAD.fullmatch(typed.strip()):
        # Zones of fixed hours are named the other way round: Etc/GMT-2 is two hours ahead.
        name = f"Etc/GMT{'-' if ahead[1] == '+' else '+'}{int(ahead[2])}"
        return name if name in _known() else ""
    if zone := _names().get(folded(typed)):
        return zone
    city, _comma, rest = typed.partition(",")
    found = [each for each in _by_city().get(folded(city), ()) if not folded(rest) or _is_in(each, rest)]
    if found:
        return found[0] if len(found) == 1 else ""
    country = country_code(typed=typed)
    return _zones_of(country)[0] if len(_zones_of(country)) == 1 else ""


def _is_in(zone: str, rest: str) -> bool:
    """Whether what follows a city’s name, as in “Paris, France”, is where this zone is."""
    country, regions = country_code(typed=rest), zone.split("/")[:-1]
    if country and any(country in codes for name, codes, _cities in _listed() if name == zone):
        return True
    if any(folded(each) == folded(rest) or (country and country_code(typed=each) == country) for each in regions[1:]):
        return True
    # “Paris, Europe” and “Montréal, Québec”: both are on these clocks.
    return not country and (folded(regions[0]) == folded(rest) or _by_city().get(folded(rest)) == [zone])


def near(*, typed: str) -> list[str]:
    """Cities that may have been meant by what names no zone: those of a country with several, or of nearly that name."""
    city = typed.split(",")[0]
    if found := _zones_of(country_code(typed=typed)) or _zones_of(country_code(typed=typed.rsplit(",", 1)[-1])):
        return [_city(zone) for zone in found[:_MOST_NEAR]]
    if found := _by_city().get(folded(city), []):
        return [_city(zone) for zone in found[:_MOST_NEAR]]
    names = _city_names()
    matches = get_close_matches(folded(city), names, _MOST_LIKE, 0.75)
    # One name for each zone, the nearest: “Genova” and “Genoa” are the same.
    one_each = {tuple(_by_city()[each]): names[each] for each in reversed(matches)}
    return [names[each] for each in matches if names[each] in one_each.values()][:_MOST_NEAR]


def zone_in_words(*, name: str) -> str:
    """A zone's name as people write it: “UTC+2” for Etc/GMT-2, all others without underscores."""
    if fixed := _FIXED.fullmatch(name):
        return f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"
    return name.replace("_", " ")

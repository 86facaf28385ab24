"""The countries of the world by ISO code, named in the portal's languages and found however they are typed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from operations.typed import folded

_TABLE = Path(__file__).with_name("country_names.tsv")
_LANGUAGES = ("en", "fr")
_ALSO = {
    "GB": "UK Great Britain England Scotland Wales Grande-Bretagne Angleterre Écosse",
    "US": "USA America Amérique",
    "NL": "Holland Hollande",
    "CZ": "Czech_Republic République_tchèque",
    "CI": "Ivory_Coast",
    "MM": "Burma Birmanie",
    "KR": "Korea Corée",
    "CD": "DRC RDC Congo_Kinshasa DR_Congo",
    "CG": "Congo Congo_Brazzaville",
    "MK": "Macedonia Macédoine",
    "SZ": "Swaziland",
    "CV": "Cabo_Verde",
    "TL": "East_Timor Timor_Leste",
    "AE": "UAE EAU Dubai Dubaï",
    "VA": "Vatican Holy_See Saint_Siège",
    "TR": "Turkey",
    "BY": "Bélarus Belarus",
    "RU": "Russian_Federation Fédération_de_Russie",
    "CN": "PRC",
    "HK": "Hongkong",
    "MD": "Moldavie",
}
"""Other names that people use; a space inside one is written _."""


@cache
def _names() -> dict[str, dict[str, str]]:
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines()]
    return {code: dict(zip(_LANGUAGES, names, strict=True)) for code, *names in rows}


@cache
def _codes() -> dict[str, str]:
    """What may be typed, without case and accents, and the code it means."""
    found = {folded(other.replace("_", " ")): code for code, others in _ALSO.items() for other in others.split()}
    found |= {folded(name): code for code, names in _names().items() for name in names.values()}
    return found | {code.lower(): code for code in _names()}


def country_code(*, typed: str) -> str:
    """The ISO code of a country named in either language or by its code; empty when there is none of that name."""
    return _codes().get(folded(typed), "")


def country_name(*, code: str, language: str = "") -> str:
    """The name of a country in a language, the active one unless said; the code itself when it is not known."""
    return _names().get(code, {}).get(language or get_language() or "en", code)


@cache
def countries(*, language: str) -> Mapping[str, str]:
    """Every country's name by its code, in the order of the names."""
    return dict(sorted(((code, names[language]) for code, names in _names().items()), key=lambda item: folded(item[1])))

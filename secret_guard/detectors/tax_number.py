"""US tax numbers: SSN, ITIN and EIN. Written with their dashes they are known by that; else by what they are called."""

import re

KIND = "tax_number"
RANK = 6

_SOCIAL = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][-.,/])(\d{3})(\s?[-_/]\s?|[ .]|)(\d{2})(\s?[-_/]\s?|[ .]|)(\d{4})(?![0-9A-Za-z])(?![-.,/]\d)"
)
_EMPLOYER = re.compile(r"(?<![0-9A-Za-z])(?<![0-9][-.,/])(\d{2})(\s?[-_]\s?|[ .]|)(\d{7})(?![0-9A-Za-z])(?![-.,/]\d)")
_NAMED = re.compile(
    r"(?<![a-z])(?:ssn|itin|tin|ein|fein|nif|social[\s_-]?security|tax(?:payer)?[\s_-]?(?:id\b|identif|number|no\b|nr\b)|"
    r"employer[\s_-]?id|\birs\b|w-?9\b|securite sociale|(?:numero|identifiant|identification|no|n°)[\s_-]?(?:d'|d’|de )?"
    r"(?:identification )?fiscale?|numero de contribuable)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"(?:order|commande|transaction|virement|transfer|reference|\bref|ticket|dossier|case|tracking|colis|suivi|invoice|"
    r"facture|phone|telephone|\btel|\bfax|part|piece|police|policy|contract|contrat|plainte|report|rapport|serial|serie|"
    r"flight|vol|isbn|zip|lot|bon|model|modele)[\w.°#'/()-]{0,14}(?:[\s:=#-]{1,3}[\w.°#'/()-]{0,14}){0,2}$",
    re.IGNORECASE,
)
_NEAR = 40
_NO_EMPLOYERS = {"00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"}
_ITIN_GROUPS = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}


def holds_one(text: str) -> bool:
    """Whether a US tax number stands in a text."""
    return any(_is_social(text, match) for match in _SOCIAL.finditer(text)) or any(
        _is_employer(text, match) for match in _EMPLOYER.finditer(text)
    )


def _is_social(text: str, match: re.Match[str]) -> bool:
    area, first, group, second, serial = match.groups()
    if not _is_issued(area, group, serial) or bool(first) != bool(second):
        return False
    dashed = first.strip() in {"-", "_"} and first.strip() == second.strip()
    return _is_named(text, match) or (dashed and not _is_called_otherwise(text, match))


def _is_issued(area: str, group: str, serial: str) -> bool:
    """No social security number has these zeros, and areas from 900 on are taxpayers without one (ITIN)."""
    if area in {"000", "666"} or group == "00" or serial == "0000":
        return False
    return area < "900" or int(group) in _ITIN_GROUPS


def _is_employer(text: str, match: re.Match[str]) -> bool:
    prefix, gap, serial = match.groups()
    if prefix in _NO_EMPLOYERS or serial == "0000000":
        return False
    return _is_named(text, match) or (gap.strip() == "-" and not _is_called_otherwise(text, match))


def _is_named(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _NEAR) : match.start()]
    named = [each.end() for each in _NAMED.finditer(before)]
    return bool(named) and not _OTHER_NAME.search(before[named[-1] :])


def _is_called_otherwise(text: str, match: re.Match[str]) -> bool:
    return bool(_OTHER_NAME.search(text[max(0, match.start() - _NEAR) : match.start()]))

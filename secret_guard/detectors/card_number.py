"""Payment card numbers: a whole run of digits that a card network could have issued and whose check digit is right."""

import re

KIND = "card_number"
RANK = 4

_RUN = re.compile(r"(?<![\w+])\d(?:[ .\u00b7/_-]{0,3}\s?\d){12,40}(?!\w)")
_GAPS = re.compile(r"\D+")
_NETWORKS = (
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"6011|64[4-9]|65"), {16, 19}),
    (re.compile(r"35(?:2[89]|[3-8])"), {16}),
    (re.compile(r"30[0-5]|3095|3[689]"), {14, 16}),
    (re.compile(r"62|81"), {16, 17, 18, 19}),
    (re.compile(r"50|5[6-8]|6[037]"), {16, 18, 19}),
    (re.compile(r"220[0-4]"), {16}),
)
_GROUPS: dict[int, set[tuple[int, ...]]] = {
    13: {(4, 3, 3, 3)},
    14: {(4, 6, 4)},
    15: {(4, 6, 5), (4, 4, 4, 3)},
    16: {(4, 4, 4, 4)},
}
_CARD_WORDS = re.compile(
    r"card|carte|\bcb\b|\bvisa|mastercard|amex|american express|maestro|\bcvv|\bpan\b", re.IGNORECASE
)
_OTHER_NAME = re.compile(
    r"(?:order|commande|transaction|virement|transfer|reference|\bref|ticket|dossier|case|tracking|colis|suivi|parcel|imei|"
    r"siret|siren|\bean\b|serial|serie|invoice|facture|account|compte|iban|\brib\b|\bid|identifiant|phone|telephone|\btel|"
    r"timestamp|horodatage|block|bloc|meter|compteur|policy|police|contract|contrat|customer|client)"
    r"[\w.°#'/()-]{0,14}(?:[\s:=#-]{1,3}[\w.°#'/()-]{0,14}){0,3}$",
    re.IGNORECASE,
)
_NEAR = 40
_IBAN_BEFORE = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){0,8}[ -]?$")


def holds_one(text: str) -> bool:
    """Whether a card number stands in a text."""
    return any(_is_card(text, match) for match in _RUN.finditer(text))


def _is_card(text: str, match: re.Match[str]) -> bool:
    """Each line of digits is judged as a whole: a part of a longer number is no card."""
    run = match.group()
    before = text[max(0, match.start() - _NEAR) : match.start()]
    other = _OTHER_NAME.search(before)
    if other and not _CARD_WORDS.search(before, other.start()):
        return False
    called_a_card = bool(_CARD_WORDS.search(before) or _CARD_WORDS.search(text, match.end(), match.end() + _NEAR))
    if _IBAN_BEFORE.search(before) or before.endswith((".", ",")):
        return False
    return any(_could_be_issued(each, called_a_card) for each in _wholes(run))


def _wholes(run: str) -> list[str]:
    """The run itself, and each of its lines: an expiry date or a phone number may stand on the next."""
    lines = [each.strip() for each in re.split(r"[\n\r]+", run)]
    return list(dict.fromkeys([run, *lines]))


def _could_be_issued(run: str, called_a_card: bool) -> bool:
    digits = _GAPS.sub("", run)
    groups = tuple(len(each) for each in _GAPS.split(run))
    if not any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _NETWORKS):
        return False
    if not called_a_card and groups[1:] and not _is_grouped_like_a_card(groups):
        return False
    return _luhn(digits)


def _is_grouped_like_a_card(groups: tuple[int, ...]) -> bool:
    """In fours as on the card, or one by one or in pairs to hide it; other groups are how other numbers are written."""
    return groups in _GROUPS.get(sum(groups), {groups}) or max(groups) <= 2


def _luhn(digits: str) -> bool:
    total = 0
    for place, each in enumerate(reversed(digits)):
        number = int(each) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0

"""Passwords, master keys, PINs and one-time codes, known by the words around them in English and French.

To speak of a password is honest; to write it is not. What follows its name must therefore look like one: letters mixed
with digits or signs, digits where a code is meant, or words that say nothing about a password.
"""

import re

from secret_guard.password_words import (
    BESIDE_THE_POINT,
    FILLING,
    HONEST,
    HONEST_ENDINGS,
    NAMES_OF_PRODUCTS,
    SMALL_WORDS,
)

KIND = "password"
RANK = 5

_PASSWORD = (
    r"(?:pass[\s_-]?(?:word|phrase)s?|passwort|kennwort|contrasena|senha|wachtwoord|passwd|passwrd|pwd|pw|psw|"
    r"mots? de passe|mdp|phrases? (?:de passe|secretes?)|"
    r"(?:exchange |kraken )?master[\s_-]?key|clef?s? maitre(?:sse)?s?|code d'acces|memorable word)"
)
_SORTS = (
    r"2fa|a2f|otp|totp|mfa|sms|verification|authenticat(?:or|ion)|security|sign[\s-]?in|log[\s-]?in|one[\s-]time|backup|"
    r"recovery|confirmation|approval|activation|unlock|withdrawal|device|google|access|funding"
)
_FRENCH_SORTS = (
    r"2fa|a2f|otp|sms|totp|mfa|pin|google(?: authenticator)?|recu(?:e|s)?(?: par (?:sms|mail|e-?mail))?|par (?:sms|mail)|"
    r"(?:de |d'|du )(?:la )?(?:verification|validation|securite|confirmation|authentification|connexion|secours|"
    r"recuperation|sms|double authentification|usage unique|approbation|activation|retrait|deblocage|"
    r"carte(?: bleue| bancaire)?|2fa|l'application)|"
    r"a usage unique|unique"
)
_CODE = (
    rf"(?:(?:2fa|a2f)(?=\s{{1,2}}\d{{3}} ?\d{{3}}(?!\d))|"
    rf"(?:{_SORTS})[\s_-]{{0,2}}(?:2fa |sms )?(?:code|pass(?:word|code)|token|pin|number)s?|otp|totp|"
    rf"codes? (?:{_FRENCH_SORTS})|pass[\s_-]?codes?|pins?(?:[\s_-]?codes?)?|code[\s_-]?pin)"
)
_CARD_CODE = r"(?:cvv2?|cvc2?|cvn|cryptogramme(?: visuel)?|(?:card )?security code)"
_BARE = r"(?:pass|2fa|a2f)(?=\s{0,2}[:=]|\s(?:is|est)\s)"
_NAME = re.compile(
    rf"(?<![a-z])(?:(?P<card>{_CARD_CODE})|(?P<code>{_CODE})|(?P<password>{_PASSWORD}|{_BARE}))(?![a-z])", re.IGNORECASE
)
_FRENCH_NAMES = ("mot", "mdp", "cle", "phrase", "code")
_ANY_CODE = re.compile(r"(?<![a-z])codes?(?![a-z])", re.IGNORECASE)
_IS = (
    r"(?:\s{0,3}(?:[:=]|[-=]{1,2}>|→)|\s{1,3}-(?=\s)|\s{1,3}(?:is now|is|was|are|will be|became|est maintenant|est|etait|etaient|"
    r"sont|sera|ce sera|becomes|c'? ?est|c)(?![a-z])(?: (?:le|la|the)(?= ))?\s{0,2}:?|'s(?=\s)|\s{0,3}[\"“«(\[`](?=\S))"
)
_SEPARATED = re.compile(
    rf"(?:\s{{0,3}}[)\]\"*_]{{1,3}})?(?:\s{{0,2}}\([^()\n]{{1,30}}\))?{FILLING}{_IS}", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s{0,2}[(\[]([^()\[\]\n]{4,30})[)\]]")
# Said in passing, in a file's name, or simply beside.
_BESIDE = re.compile(r",\s(\S{5,80}),|[_-]([^\s_]{5,80})(?!_)|\s(\S{5,80})")
_SHOWN = re.compile(
    r"(?<![a-z])(?:sms|texto|text|authenticator|authentificateur|authy|app|appli)\s(?:shows?|says?|said|showed|displays?|gives?|gave|"
    r"indique|affiche|dit|montre|donne)\s(?:me\s|moi\s|the code\s|le code\s|code\s)?[\"“«]?\s?(\d{3} ?\d{3})(?!\d)",
    re.IGNORECASE,
)
_READ_OFF = re.compile(r"(?<![a-z])(?:authenticator|authentificateur|authy)\s?[:=]\s?\d{3} ?\d{3}(?!\d)", re.IGNORECASE)
_FILLED = re.compile(FILLING, re.IGNORECASE)
_TOLD = re.compile(
    r"(?:\s{1,2}(?!(?:error|erreur|postal|order|zip|commande)\b)[\w'-]{1,16}){0,6}?" + _IS, re.IGNORECASE
)
_TOKEN = re.compile(r"[\s\"'“”«»‹›(\[{<`*_]{0,6}(\S{1,80})")
_TRAILING = "\"'“”«»‹›)]}>`*.,;:!?…"
_DIGITS = re.compile(
    r"[\s\"'“«(\[`*]{0,4}(\d{3}[ -]\d{3}|\d{3,5}(?:-\d{3,5}){1,4}|\d{4,8}|\d(?: \d){5})"
    r"(?![\w/:%]|[.,-]\d|\s?(?:%|€|\$|eur|usd|btc|eth|h\b|min))",
    re.IGNORECASE,
)
_SIX = re.compile(r"[\s\"'“«(\[`*:]{1,4}(\d{3}[ -]\d{3}|\d{6})(?![\w/:%]|[.,-]\d)")
_THREE = re.compile(r"[\s\"'“«(:=]{0,4}(?:is |est )?(\d{3,4})(?!\w)")
_LONG_DIGITS = re.compile(r"[\s\"'“«(\[`*]{0,4}\d{6,20}(?![\w/:%.,-]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OTHER_CODE = re.compile(
    r"(?:error|erreur|postal|post|zip|country|bank|branch|sort|promo(?:tion)?|status|order|swift|bic|area|discount|referral|qr|"
    r"source|dress|http|product|region|dial(?:l?ing)?|bar|iso|currency|ticket|reference|ref|booking|user|customer|invit(?:e|ation)|gift|voucher|coupon|response|reason|refus(?:al)?|exit|event|tracking|case)"
    r"[\s_-]{0,2}$",
    re.IGNORECASE,
)
_OTHER_CODE_AFTER = re.compile(
    r"[\s_-]{1,2}(?:d'|de |du |de l')?\s?(?:postal|postaux|erreur|error|pays|banque|guichet|promo|parrainage|client|iban|swift|bic|"
    r"source|qr|barres?|naf|ape|insee|commande|statut|status|produit|indicatif|iso|devise|retour|suivi|dossier|http|agence)",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    r"(?<!\S)(\S{4,80})\s{1,2}(?:is|was|est|etait|as|comme|=|c'est)\s{1,2}"
    r"(?:(?:my|the|our|your|a|mon|ma|le|la|notre|votre|ton|un)\s{1,2})?(?:[a-z]{2,12}\s{1,2})?"
    rf"(?:(?P<code>{_CODE}|code)|(?P<password>{_PASSWORD}))(?![a-z])",
    re.IGNORECASE,
)
_HONEST_SHAPES = re.compile(
    r"\S+@\S+\.\S+|(?:https?|hxxps?):\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|io|co|uk|be|ch|ca|app|pdf|png|jpe?g|html?)"
    r"(?:/\S*)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\S*|\d{1,2}[:hH](?:\d{2}(?::\d{2})?)?|KS-?\S+|AA[0-9A-Z]{14}|[+]\S+|"
    r"\d+(?:[.,]\d+)?\s?(?:%|€|\$|£|eur|usd|gbp|btc|eth|xbt|sol|usdt|h|min|j|x|am|pm|st|nd|rd|th|er|e|eme|k|m|days?|hours?|jours?|heures?)|"
    r"\d{1,3}-[a-z]+\S*|[a-z]\d{1,2}|v?\d+(?:\.\d+)+|0x[0-9a-f]{40}|[0-9a-f]{64}|[A-Za-z]+(?:/[A-Za-z]+)+|[^\W\d]+'[^\W\d]+",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    rf"(?<![a-z])(?:{_PASSWORD}),?\s(?:it|that|this|ce|c')\s?(?:is|was|est|etait)\s(\S{{5,80}})", re.IGNORECASE
)
_WITH_A_NAME = re.compile(
    r"(?<![a-z])(?:credentials?|identifiants?|log[\s-]?ins?|acces)\s?[:=]\s?\S{2,60}\s?[/|,;]\s?(\S{5,80})"
    r"|(?<![a-z])(?:user(?:name)?|login|id)\s?[:=]?\s\S{2,60},?\sp(?:ass|wd?|sw)\s?[:=]?\s(\S{5,80})",
    re.IGNORECASE,
)
_GROUPS_OF_SIGNS = re.compile(
    r"\s{0,2}:?\s?(?=[A-Z-]{0,25}\d)(?=[\d-]{0,25}[A-Z])[A-Z0-9]{4,5}(?:-[A-Z0-9]{4,5}){1,4}(?![\w-])"
)
_CLAUSE = re.compile(
    r"\s{0,3}([\"“«]?)\s?(.{1,90}?)\s{0,2}(?:[\"”».,;:!?\n\r()]|$|"
    r"\s(?:-|and|et|but|mais|or|ou|can|could|please|pls|thanks|merci|svp|because|since|depuis|so|for|pour|if|si|when|quand)(?![a-z]))",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(r"\.(?:pdf|png|jpe?g|heic|txt|docx?)$", re.IGNORECASE)
_SIGNS = re.compile(r"[A-Za-z0-9][@#$%^&*+=~!?_<>|\\]+[A-Za-z0-9]|^[@#$%^&*+=~!]+[A-Za-z]|[A-Za-z][@#$%^&*+=~]+$")
_CASES = re.compile(r"[a-z][A-Z]")
_ENDS = re.compile(
    r"[\"”»]|[\s\"'“”»)\]`*]{0,3}(?:$|[.,;!?\n\r)]|\s(?:and|et|but|mais|ou|or|thanks|merci|please|svp|-|/)(?![a-z]))",
    re.IGNORECASE,
)


def holds_one(text: str) -> bool:
    """Whether somebody wrote down a password or a code."""
    return (
        any(_is_followed_by_one(text, match) for match in _NAME.finditer(text))
        or any(_is_a_code(text, match) for match in _ANY_CODE.finditer(text))
        or bool(_SHOWN.search(text) or _READ_OFF.search(text))
        or any(_comes_after_one(match) for match in _REVERSED.finditer(text))
        or any(_looks_made_up(_token(match[1]), at_least_a_digit=True) for match in _SAID_AFTER.finditer(text))
        or any(
            _looks_made_up(_token(match[1] or match[2]), at_least_a_digit=True) for match in _WITH_A_NAME.finditer(text)
        )
    )


def _is_followed_by_one(text: str, name: re.Match[str]) -> bool:
    rest = text[name.end() : name.end() + 160]
    if name["card"]:
        return bool(_THREE.match(rest))
    inside = _IN_BRACKETS.match(rest)
    if inside and (
        _looks_made_up(_token(inside[1]), at_least_a_digit=True) or (name["code"] and _is_number(inside[1]))
    ):
        return True
    separated = _SEPARATED.match(rest)
    if separated:
        value = rest[separated.end() :]
        in_french = name.group().lower().startswith(_FRENCH_NAMES)
        digits = _is_number(value) or (bool(name["password"]) and bool(_LONG_DIGITS.match(value)))
        lone = _is_a_lone_word(value, in_french=in_french)
        return digits or lone or _looks_made_up(_token(value)) or (bool(name["password"]) and _is_a_passphrase(value))
    if name["code"]:
        filled = _FILLED.match(rest)
        six = filled and _SIX.match(rest, filled.end())
        return _is_number(rest) or bool(six) or bool(_GROUPS_OF_SIGNS.match(rest))
    beside = _BESIDE.match(rest)
    if beside is None:
        return False
    word = _token(beside[1] or beside[2] or beside[3])
    return _looks_made_up(word, at_least_a_digit=True) or bool(_LONG_DIGITS.fullmatch(word))


def _is_a_code(text: str, name: re.Match[str]) -> bool:
    """A code of no named sort: only digits count, and no sort of code that everybody may know."""
    rest = text[name.end() : name.end() + 160]
    if _OTHER_CODE.search(text, max(0, name.start() - 20), name.start()) or _OTHER_CODE_AFTER.match(rest):
        return False
    if _SIX.match(rest):
        return True
    told = _TOLD.match(rest)
    return told is not None and _is_number(rest[told.end() :])


def _comes_after_one(match: re.Match[str]) -> bool:
    token = match[1].strip(_TRAILING + "([{<")
    if match["code"] and re.fullmatch(r"(?:[A-Z]-)?\d{4,8}|\d{3}-\d{3}", token) and not _YEAR.fullmatch(token):
        return True
    return bool(match["password"]) and _looks_made_up(token, at_least_a_digit=True)


def _token(text: str) -> str:
    found = _TOKEN.match(text)
    return found[1].rstrip(_TRAILING) if found else ""


def _is_number(text: str) -> bool:
    """Four to eight digits that are no year."""
    found = _DIGITS.match(text)
    return found is not None and not _YEAR.fullmatch(found[1])


def _looks_made_up(token: str, *, at_least_a_digit: bool = False) -> bool:
    """Whether a word mixes letters with digits, signs or capitals as no word of a language does."""
    if not at_least_a_digit:
        token = _FILE_ENDING.sub("", token)
    plain = token.lower()
    if len(token) < 5 or _HONEST_SHAPES.fullmatch(token) or NAMES_OF_PRODUCTS.fullmatch(plain):
        return False
    digit, letter = any(map(str.isdigit, token)), any(map(str.isalpha, token))
    if letter and digit:
        return True
    if letter and _SIGNS.search(token):
        return True
    return not at_least_a_digit and letter and len(token) >= 6 and bool(_CASES.search(token))


def _is_a_lone_word(value: str, *, in_french: bool) -> bool:
    """A single word to the end of its clause, which says nothing about a password: then it can only be one."""
    found = re.match(r"[\s\"'“«(\[`*]{0,4}([^\W\d_]{4,30})", value)
    if not found or not _ENDS.match(value, found.end()):
        return False
    word = found[1].lower()
    if in_french and word.endswith("e"):
        # A participle, whose accent has been taken off: bloqué, synchronisée.
        return False
    return word not in HONEST and not word.endswith(HONEST_ENDINGS) and not NAMES_OF_PRODUCTS.fullmatch(word)


def _is_a_passphrase(value: str) -> bool:
    """Several words to the end of their clause that say nothing about a password: three that tell, of eight at most.

    It begins with a word that tells; one on passwords may stand in front when nothing but telling words follows.
    """
    found = _CLAUSE.match(value)
    words = [each.lower() for each in re.split(r"[\s-]+", found[2])] if found else []
    if not found or not 3 <= len(words) <= 8 or not all(re.fullmatch(r"[a-z']{1,20}|\d{2,4}", each) for each in words):
        return False
    telling = [_tells(each) for each in words]
    if found[1]:
        return sum(telling) >= 2 and not any(each in HONEST for each in words)
    if sum(telling) < 3 and not (sum(telling) == 2 and words[-1].isdigit() and all(telling[:-1])):
        return False
    if words[1] in SMALL_WORDS:
        # “written on …”, “composé de …”: how it is kept or made, not how it reads.
        return False
    if words[0] in HONEST:
        return all(telling[1:])
    return telling[0] and not any(each in HONEST or each in BESIDE_THE_POINT for each in words)


def _tells(word: str) -> bool:
    """Whether a word of a passphrase is neither on passwords and support, nor one of the small words of a sentence."""
    on_the_matter = word in HONEST or word in BESIDE_THE_POINT or NAMES_OF_PRODUCTS.fullmatch(word)
    return (
        word.isalpha() and len(word) > 2 and not (on_the_matter or word in SMALL_WORDS or word.endswith(HONEST_ENDINGS))
    )

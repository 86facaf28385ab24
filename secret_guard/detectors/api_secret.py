"""Secrets that programs use: set-up keys of authenticators, API keys and secrets, access tokens."""

import re
from itertools import pairwise

KIND = "api_secret"
RANK = 3

_STANDALONE = re.compile(
    r"otpauth(?:-migration)?://"
    r"|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])"  # 64 bytes in base64: an exchange's private API key
    r"|(?<![A-Za-z0-9_])(?:"
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,90}|glpat-[A-Za-z0-9_-]{20}"
    r"|xox[abprs]-[A-Za-z0-9-]{20,80}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,100}|AIza[A-Za-z0-9_-]{35}"
    r"|sk-(?:[a-z]{2,6}-)?[A-Za-z0-9_-]{32,200}|\d{8,10}:AA[A-Za-z0-9_-]{33}"
    r"|eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,700}"
    r")(?![A-Za-z0-9])"
)
_SETUP_NAME = re.compile(
    r"(?:set-?up|setup|secret|manual(?: entry)?|totp|2fa|a2f|otp|mfa|authenticator|backup|activation)[ _-]{0,2}(?:key|secret|seed|cle|code)"
    r"|(?:totp|otp|2fa|mfa) (?:secret|seed)|clef?s? (?:de|d'|du|2fa|a2f|totp|secretes?|manuelles?|otp)"
    r"|(?:google |my )?authenticator\s{0,2}[:=]",
    re.IGNORECASE,
)
_BASE32 = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z2-7]{16,64}|[a-z2-7]{16,64}|[A-Za-z2-7]{4}(?:[ -][A-Za-z2-7]{4}){3,15})(?![A-Za-z0-9])"
)
_API_NAME = re.compile(
    r"\bapi[\s_-]{0,2}(?:private |public |cle |secret )?(?:key|secret|token|cle|jeton)s?|(?:private|secret|access)[\s_-]{0,2}(?:api )?"
    r"(?:key|token)|client[\s_-]{0,2}secret|\bbearer\b|authorization|clef?s?[\s_-]{1,2}(?:d'|de l'|de )?api|clef?s? (?:privees?|secretes?)"
    r"|secret (?:de l'|d')?api|jeton d'acces|clef?s? d'acces|\bsecret\s{0,2}[:=]|api[\s_-]{0,2}sign|\bpassphrase"
    r"|(?:binance|kraken|coinbase|kucoin|bybit|okx|bitget|exchange|trading)\s(?:key|secret)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(r"\btx(?:id)?\b|\bhash\b|transaction|\baddress|\badresse|\bpublic address", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,256}={0,2}(?![A-Za-z0-9+/_-])")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_ADDRESS = re.compile(r"[13rT][1-9A-HJ-NP-Za-km-z]{24,34}|(?:bc1|tb1|ltc1|addr1)[0-9a-z]{20,110}|0x[0-9a-fA-F]{40}")
_PIECE = re.compile(r"[A-Za-z0-9]{16,}")
_NEAR = 64


def holds_one(text: str) -> bool:
    """Whether a secret of a program stands in a text."""
    return bool(
        _STANDALONE.search(text)
        or any(_is_setup_key(text, match) for match in _BASE32.finditer(text))
        or any(_is_api_key(text, match) for match in _TOKEN.finditer(text))
    )


def _is_setup_key(text: str, match: re.Match[str]) -> bool:
    """Base32 that is called a set-up key; words of sixteen letters are not: a key mixes digits in, or is all capitals."""
    sign = match.group()
    mixed = any(each.isdigit() for each in sign) and any(each.isalpha() for each in sign)
    if not (mixed or sign.isupper()):
        return False
    # The first four letters may still belong to the name: “code ABCD EFGH…”.
    return bool(_SETUP_NAME.search(text, max(0, match.start() - _NEAR), match.start() + 4))


def _is_api_key(text: str, match: re.Match[str]) -> bool:
    """A long run of letters and digits in no order, with the name of an API key before it, and no other name nearer."""
    token = match.group()
    if _ADDRESS.fullmatch(token) or not (_UUID.fullmatch(token) or _has_no_order(token)):
        return False
    start = max(0, match.start() - _NEAR)
    named = [each.end() for each in _API_NAME.finditer(text, start, match.start())]
    other = [each.end() for each in _OTHER_NAME.finditer(text, start, match.start())]
    return bool(named) and (not other or named[-1] > other[-1])


def _has_no_order(token: str) -> bool:
    piece = max(_PIECE.findall(token), key=len, default="")
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(piece))
    cases = sum(a.islower() != b.islower() for a, b in pairwise(piece))
    return bool(piece) and (changes >= 3 or cases >= 7)

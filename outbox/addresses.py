"""Addresses as they are compared, counted and written into a header."""

import re

PUBLIC_PROVIDERS = frozenset(
    {
        "aol.com",
        "bbox.fr",
        "free.fr",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.fr",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "laposte.net",
        "live.com",
        "live.fr",
        "me.com",
        "msn.com",
        "orange.fr",
        "outlook.com",
        "outlook.fr",
        "proton.me",
        "protonmail.com",
        "sfr.fr",
        "wanadoo.fr",
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
    }
)
"""Here every mailbox is another person's, and so many are customers' that a budget of the domain would shut them all out."""

_LONGEST = 254
# Letters, digits and the signs that need no quotes: a quoted part may hold whole sentences.
_PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s@\"<>,;:\\()\[\]\x00-\x1f\x7f]+\.[^\s@.\"<>,;:\\()\[\]\x00-\x1f\x7f]{2,}"
)


def address_key(address: str) -> str:
    """The form in which addresses are compared: lower case, a +tag kept (it makes a different account)."""
    return address.strip().lower()


def mailbox_key(address: str) -> str:
    """The mailbox that an address leads to, for counting: without a +tag, by which one mailbox has many addresses."""
    local, _at, domain = address_key(address).rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def domain_of(address: str) -> str:
    """What stands after the @, in lower case."""
    return address_key(address).rpartition("@")[2]


def can_be_written_to(address: str) -> bool:
    """Whether an address may stand in a header: one address, plain, nothing that ends a line."""
    return len(address) <= _LONGEST and _PLAIN.fullmatch(address) is not None

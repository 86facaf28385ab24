"""Addresses as they are compared, counted and written into a header."""

import re

_PROVIDERS = """
gmail.com googlemail.com hotmail.com hotmail.fr hotmail.co.uk outlook.com outlook.fr live.com live.fr yahoo.com yahoo.fr
yahoo.co.uk ymail.com icloud.com me.com aol.com msn.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr
gmx.com gmx.fr gmx.de web.de proton.me protonmail.com bluewin.ch skynet.be videotron.ca
"""
PUBLIC_PROVIDERS = tuple(_PROVIDERS.split())
"""Here every mailbox is another person's, and so many are customers' that a budget of the domain would shut them all out.
They are also what a mistyped domain was most likely meant to be."""

GOOGLE = ("gmail.com", "googlemail.com")

LONGEST = 254
# Letters, digits and the signs that need no quotes: a quoted part may hold whole sentences.
_PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s@\"<>,;:\\()\[\]\x00-\x1f\x7f]+\.[^\s@.\"<>,;:\\()\[\]\x00-\x1f\x7f]{2,}"
)


def address_key(address: str) -> str:
    """The form in which addresses are compared: lower case, the domain as mail servers spell it.

    A +tag is kept: it makes a different account.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        pass  # No domain: nothing is ever sent there.
    return f"{local}{at}{domain}"


def mailbox_key(address: str) -> str:
    """The mailbox that an address leads to, for counting: one mailbox has many addresses.

    By a +tag everywhere, and with Google by dots and a second domain too.
    """
    local, _at, domain = address_key(address).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in GOOGLE:
        local, domain = local.replace(".", ""), GOOGLE[0]
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """What stands after the @, in lower case."""
    return address_key(address).rpartition("@")[2]


def can_be_written_to(address: str) -> bool:
    """Whether an address may stand in a header: one address, plain, nothing that ends a line."""
    return len(address) <= LONGEST and _PLAIN.fullmatch(address) is not None

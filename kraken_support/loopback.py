"""Whether a portal is for the people at one machine only."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit


def only_here(public_url: str, hosts: Iterable[str]) -> bool:
    """Whether a portal answers to no name but this machine's own. In: its public address and all names it answers to."""
    return all(_is_loopback(each) for each in (urlsplit(public_url).hostname or "", *hosts))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

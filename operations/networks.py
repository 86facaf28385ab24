"""Addresses of callers: which networks are trusted, who stands behind a trusted proxy, and what counts as one network."""

import ipaddress
from collections.abc import Iterable, Sequence

UNIX_SOCKET = "unix"
"""Stands among the networks for whoever reaches the portal through a unix socket, which has no address."""
ONE_PERSON_BITS = {4: 32, 6: 64}
"""How much of an address one household has to itself: an IPv6 line gets 64 bits to choose addresses from."""

SMALLEST_CROWD = {4: 256, 6: 2**80}
"""From so many public addresses on a network is hardly one operator's own: a /24, or an IPv6 /48."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TrustedProxies:
    """The networks whose word on the caller is taken. Raises ValueError for a text that is no network."""

    def __init__(self, names: Iterable[str]) -> None:
        self.networks: list[Network] = []
        self.unix_socket = False
        for name in names:
            if name == UNIX_SOCKET:
                self.unix_socket = True
                continue
            network = ipaddress.ip_network(name)
            if network.prefixlen == 0:
                raise ValueError(f"{name} would believe everybody")
            self.networks.append(network)

    def __contains__(self, remote: str) -> bool:
        """Whether this neighbour is one of ours."""
        if not remote:
            return self.unix_socket
        address = _address(remote)
        return address is not None and any(address in network for network in self.networks)

    def caller(self, *, remote: str, forwarded: Sequence[str]) -> str:
        """Who asks, as far as trusted proxies tell: the last in line that is none of ours.

        In: our neighbour, and the chain of addresses it forwarded, each hop's own word last. Out: an address, or the
        nearest hop we know when the chain goes on with something that is no address.
        """
        nearest = remote
        for hop in reversed(forwarded):
            if nearest not in self:
                break
            address = _address(_without_port(hop.strip()))
            if address is None:
                break
            nearest = str(address)
        return nearest


def strangers_among(names: Iterable[str]) -> list[str]:
    """The trusted networks that are public and too large to be one operator's own."""
    networks = [ipaddress.ip_network(name) for name in names if name != UNIX_SOCKET]
    return [str(each) for each in networks if each.is_global and each.num_addresses > SMALLEST_CROWD[each.version]]


def network_of(*, address: str) -> str:
    """The network that counts as one person's: a whole IPv4 address, 64 bits of an IPv6 one; empty when unknown."""
    found = _address(address)
    return str(ipaddress.ip_network((found, ONE_PERSON_BITS[found.version]), strict=False)) if found else ""


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    # A socket that speaks both kinds writes an IPv4 address in IPv6's way.
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


def _without_port(hop: str) -> str:
    """Some proxies add the port they were called from."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop

"""The network address of a caller, behind the proxies that the settings trust."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
ONE_CALLER = 64
"""The bits of an IPv6 address that all devices of one household share. The rest changes by itself."""


def networks(setting: str) -> tuple[Network, ...]:
    """Reads a list of networks with commas between them. Raises ValueError for anything else."""
    return tuple(ip_network(each.strip()) for each in setting.split(",") if each.strip())


def address_of(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """Returns the right-most address that no trusted proxy has, or the peer's if it is no trusted proxy.

    `forwarded` holds the X-Forwarded-For headers. A caller may write anything to the left of what the proxies wrote.
    """
    path = [part.strip() for header in forwarded for part in header.split(",")]
    found = _read(peer)
    while found and path and any(found in each for each in trusted):
        before = _read(path.pop())
        if before is None:
            break
        found = before
    return _shown(found) if found else peer


def _read(text: str) -> Address | None:
    """Returns an address, also one with a port after it. None if it is none."""
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _shown(found: Address) -> str:
    if isinstance(found, IPv4Address):
        return str(found)
    return str(ip_network((int(found), ONE_CALLER), strict=False))

"""Which network a call comes from: of IPv6 a whole one, because one caller holds so many addresses."""

import ipaddress
from collections.abc import Iterable

NOWHERE = "nowhere"


def network_of(address: str) -> str:
    """The address itself, or the network of it that belongs to one caller."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return NOWHERE
    found = getattr(found, "ipv4_mapped", None) or found
    whole = isinstance(found, ipaddress.IPv4Address)
    return str(found) if whole else str(ipaddress.ip_network((found, 64), strict=False))


def forwarded(headers: Iterable[tuple[str, str]], hops: int) -> str:
    """What so many trusted proxies name as the client; empty where nobody is named, or no proxy is trusted."""
    values = ",".join(value for name, value in headers if name.upper() == "X-FORWARDED-FOR").split(",")
    return values[-hops].strip() if 0 < hops <= len(values) else ""

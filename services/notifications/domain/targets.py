"""Where webhooks may go: which URLs are taken, and which addresses may stand behind the name in one.

Python's own `is_global` lets through what leads inside all the same (NAT64, 6to4, multicast), and differs between its
versions; so the networks stand here.
"""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from shared.errors import refuse_field

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

OFFICE = "office"
"""How the allow-list calls the owner that is no council; `*` is everyone."""

PORTS = {"https": 443, "http": 80}
MAX_URL = 2000
MAX_HOST = 253

NOT_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's own services, at a public address
        "169.254.0.0/16",  # link-local, and the metadata of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocols' own, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
    )
)
UNICAST = IPv6Network("2000::/3")
"""All that is public of IPv6 lies in here: no loopback, no mapped or translated IPv4 (NAT64), no local network."""

ISATAP = {0x0000_5EFE, 0x0200_5EFE}
"""What stands before the IPv4 address in an IPv6 one that tunnels to it."""

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")
_NUMBER = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)")
_ALLOWED = re.compile(r"(?:\[(?P<six>[^\]]+)\]|(?P<four>[0-9./]+))(?::(?P<port>\*|[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """What a URL names: where to connect to, by which scheme; `address` where that is no name but an address."""

    url: str
    scheme: str
    host: str
    port: int
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A private network that an operator lets webhooks into, at one port or, where that is null, at all."""

    network: Network
    port: int | None

    @classmethod
    def read(cls, entry: str) -> "Allowed":
        """Return what an entry of the allow-list says: `10.1.0.0/16:8443`, `[fd00::/8]:443`, `10.1.2.3:*`."""
        match = _ALLOWED.fullmatch(entry.strip())
        if match is None:
            raise ValueError(f"{entry!r} is no network with a port, such as 10.1.0.0/16:8443 or [fd00::/8]:8443")
        port = match["port"] or "443"
        if port != "*" and not 0 < int(port) <= 65535:  # noqa: PLR2004 - the greatest port there is
            raise ValueError(f"{entry!r} names a port that there is not")
        return cls(ip_network(match["six"] or match["four"]), None if port == "*" else int(port))

    def holds(self, address: Address, port: int) -> bool:
        return (self.port is None or self.port == port) and address in self.network


@dataclass(frozen=True, slots=True)
class Reach:
    """What the webhooks of one owner may connect to."""

    private: tuple[Allowed, ...] = ()
    http: bool = False

    @property
    def schemes(self) -> tuple[str, ...]:
        return ("https", "http") if self.http else ("https",)

    @property
    def public_ports(self) -> set[int]:
        return {PORTS[scheme] for scheme in self.schemes}

    def takes_port(self, port: int) -> bool:
        """Say whether there is any address that may be reached at a port."""
        return port in self.public_ports or any(one.port is None or one.port == port for one in self.private)

    def is_inside(self, address: Address, port: int) -> bool:
        """Say whether an address is on the allow-list, at this port."""
        return any(one.holds(address, port) for one in self.private)

    def refuses(self, address: Address, port: int) -> bool:
        """Say whether nothing may be sent to an address at a port."""
        if self.is_inside(address, port):
            return False
        return not is_public(address) or port not in self.public_ports


def reach_of(owner: str | None, private_targets: dict[str, list[str]], *, http: bool) -> Reach:
    """Return what an owner's webhooks may connect to, by the operator's allow-list."""
    entries = [*private_targets.get("*", []), *private_targets.get(owner or OFFICE, [])]
    return Reach(allowed(entries), http)


def allowed(entries: Iterable[str]) -> tuple[Allowed, ...]:
    """Return the networks of an allow-list; raises ValueError for what is none."""
    return tuple(Allowed.read(entry) for entry in entries)


def is_public(address: Address) -> bool:
    """Say whether an address is one host's on the public internet, and hides no other address."""
    if isinstance(address, IPv6Address):
        if address not in UNICAST or address.scope_id is not None:
            return False
        if (int(address) >> 32) & 0xFFFF_FFFF in ISATAP:
            return False
    return not any(address in network for network in NOT_PUBLIC)


def place_of(url: str, field: str = "url") -> Place:
    """Return what a URL names, or refuse one that no webhook can go to whatever the operator allows."""
    parts = _split(url, field)
    if parts.scheme not in PORTS:
        refuse_field(field, "url-not-https", "must begin with https://")
    if parts.username is not None or parts.password is not None:
        refuse_field(field, "url-with-password", "must not hold a user or password; webhooks are signed instead")
    if "#" in url:
        refuse_field(field, "url-with-fragment", "must not hold a fragment ('#'): it is never sent")
    host = parts.hostname or ""
    address = _address(host, field)
    port = parts.port or PORTS[parts.scheme]
    return Place(url, parts.scheme, host, port, address)


def refuse_beyond(place: Place, reach: Reach, field: str = "url") -> None:
    """Refuse a place that this owner's webhooks may not go to, as far as that can be told without looking it up."""
    if place.scheme not in reach.schemes:
        refuse_field(field, "url-not-https", "must begin with https://: what is sent is for the receiver's eyes only")
    if not reach.takes_port(place.port):
        refuse_field(field, "url-port", f"must not name port {place.port}; webhooks go to port 443")
    if place.address is not None and reach.refuses(place.address, place.port):
        refuse_private(field)


def refuse_private(field: str = "url") -> None:
    """Refuse a host that is, or leads to, an address that is not public."""
    refuse_field(
        field,
        "url-private",
        "leads to an address that is not on the public internet. If it is meant, ask the Digital Office's operators to "
        "put it on the list of private targets",
    )


def _split(url: str, field: str) -> SplitResult:
    if len(url) > MAX_URL:
        refuse_field(field, "url-malformed", f"must have at most {MAX_URL:,} characters")
    # whatever two parsers could read in two ways
    if not url.isascii() or not url.isprintable() or any(mark in url for mark in ' \\"<>^`{|}'):
        refuse_field(
            field, "url-malformed", "must be ASCII without spaces: escape others with %, and write the host as xn--…"
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        refuse_field(field, "url-malformed", "is no URL")
    if not parts.hostname or parts.port == 0 or parts.netloc.endswith(":"):
        refuse_field(field, "url-malformed", "must name a host, as https://example.org/hooks")
    return parts


def _address(host: str, field: str) -> Address | None:
    """Return the address a host is, or None for a name; refuse what is neither, or an address in disguise."""
    with contextlib.suppress(ValueError):
        address = ip_address(host)
        if isinstance(address, IPv6Address) and address.scope_id is not None:
            refuse_field(field, "url-malformed", "must not name a zone ('%') in the address")
        return address
    if len(host) > MAX_HOST or not _HOST.fullmatch(host):
        refuse_field(field, "url-malformed", "must name a host, as https://example.org/hooks")
    # what some resolvers take for an address all the same: 2130706433, 0x7f.1, 127.1, 0177.0.0.1
    if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        refuse_field(field, "url-malformed", "must write an address as four decimal numbers, or name a host")
    return None

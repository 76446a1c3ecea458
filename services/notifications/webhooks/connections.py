"""Connections to endpoints: a pool for each owner, so that none goes out on a connection another was allowed."""

import ssl
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from services.notifications.domain.targets import OFFICE, Place, reach_of
from services.notifications.webhooks.guard import BlockedError, Guard, Lookup, Names, new_socket
from shared.settings import Settings

KEEP_SECONDS = 30.0
LINE_BYTES = 8 * 1024
BUFFER_BYTES = 16 * 1024
MOST_KNOWN = 4096
_NO_TIMEOUT = ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)
"""One deadline stands around all of it instead."""

Way = tuple[ClientSession, URL, dict[str, Any]]


class Connections:
    """All pools of this process, each made when its owner first sends."""

    def __init__(self, settings: Settings, lookup: Lookup | None = None) -> None:
        self._settings, self._lookup = settings, lookup
        self._pools: dict[str | None, Pool] = {}
        self._tls = _tls(settings)
        for owner in settings.private_targets:
            # what is wrong there is told at the start, and not when somebody first sends
            reach_of(owner, settings.private_targets, http=settings.webhook_http)

    def of(self, owner: str | None) -> "Pool":
        """Return the pool of a council, or of the Office."""
        pool = self._pools.get(owner)
        if pool is None:
            pool = self._pools[owner] = Pool(owner, self._settings, self._tls, self._lookup)
        return pool

    async def close(self) -> None:
        for pool in self._pools.values():
            await pool.close()
        self._pools.clear()


class Pool:
    """The connections of one owner."""

    def __init__(
        self, owner: str | None, settings: Settings, tls: ssl.SSLContext, lookup: Lookup | None = None
    ) -> None:
        self.guard = Guard(
            reach_of(owner, settings.private_targets, http=settings.webhook_http), Names(owner or OFFICE, lookup)
        )
        self._known: dict[Place, Way] = {}
        self._proxy = URL(settings.webhook_proxy) if settings.webhook_proxy else None
        self._proxy_resolves = settings.webhook_proxy_resolves
        self._direct = _session(
            TCPConnector(
                resolver=self.guard,
                socket_factory=self.guard.socket,
                # the guard keeps names for itself
                use_dns_cache=False,
                ssl=tls,
                # how much is in flight is the queue's to say
                limit=0,
                keepalive_timeout=KEEP_SECONDS,
            )
        )
        # leads to the proxy alone, which an operator has named
        self._proxied = (
            _session(
                TCPConnector(ssl=tls, socket_factory=new_socket, limit=0, keepalive_timeout=KEEP_SECONDS),
            )
            if self._proxy
            else None
        )

    def looks_up(self, place: Place) -> bool:
        """Say whether a name is looked up here, and not by the proxy."""
        return self._proxied is None or not self._proxy_resolves or place.address is not None

    async def way(self, place: Place) -> Way:
        """Return how a place is reached, what to ask for and with what; raises BlockedError where it must not be."""
        known = self._known.get(place)
        if known is not None:
            return known
        url = _url(place.url)
        if place.scheme not in self.guard.reach.schemes:
            raise BlockedError("it is not https")
        if place.address is not None and self.guard.reach.refuses(place.address, place.port):
            # the connector asks no resolver about an address
            raise BlockedError("it is an address that is not public")
        if self._proxied is None:
            # the rest is for the connector to check, each time it makes a connection
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            way = self._known[place] = (self._direct, url, {})
            return way
        return await self._way_by_proxy(self._proxied, place, url)

    async def close(self) -> None:
        await self._direct.close()
        if self._proxied is not None:
            await self._proxied.close()
        self.guard.names.close()

    async def _way_by_proxy(self, proxied: ClientSession, place: Place, url: URL) -> Way:
        """Ask the proxy for the very address that was checked, unless it is trusted to check names by itself."""
        if not self.looks_up(place):
            if place.port not in self.guard.reach.public_ports:
                raise BlockedError("it is a port that is not public")
            return proxied, url, {"proxy": self._proxy}
        found = await self.guard.checked(place.host, place.port)
        if all(self.guard.reach.is_inside(address, place.port) for address in found):
            return self._direct, url, {}
        if place.scheme != "https":
            # a proxy puts the address it is asked for in the place of the name, and the name is needed
            raise BlockedError("it is not https, and webhooks leave through a proxy")
        by_address = url.with_host(str(found[0]))
        asked = {
            "proxy": self._proxy,
            "server_hostname": place.host.rstrip("."),
            "headers": {"Host": url.host_port_subcomponent or place.host},
        }
        return proxied, by_address, asked


def _session(connector: TCPConnector) -> ClientSession:
    return ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        # what is packed stays packed: 64 KiB of it may be gigabytes
        auto_decompress=False,
        trust_env=False,
        timeout=_NO_TIMEOUT,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        read_bufsize=BUFFER_BYTES,
        max_line_size=LINE_BYTES,
        max_field_size=LINE_BYTES,
    )


def _tls(settings: Settings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.webhook_ca_file is not None:
        context.load_verify_locations(settings.webhook_ca_file)
    return context


def _url(url: str) -> URL:
    # as it was registered, to the letter
    return URL(url, encoded=True)

"""Webhooks go to public addresses and to listed private ones: no name, no number and no proxy leads elsewhere."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from services.notifications.webhooks import Sender
from tests.support.addresses import INSIDE
from tests.support.certificates import authority
from tests.support.receivers import Receiver, answers, receiver, tunnels
from tests.support.webhooks import finds, send, settings, target


@pytest.fixture(scope="module")
async def inside() -> AsyncIterator[Receiver]:
    """What must not be reached, on every address of this machine that there is."""
    async with receiver(host="0.0.0.0") as made:
        yield made


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_blocked(inside: Receiver, address: str) -> None:
    names = {"hooks.example": [address], "mixed.example": ["8.8.8.8", address], "turned.example": [address, "8.8.8.8"]}
    async with Sender(settings(private_targets={}), lookup=finds(names)) as sender:
        for name in names:
            outcome = await send(sender, target(f"https://{name}/"))
            assert outcome.kind == "blocked", outcome
            assert address not in (outcome.error or "")
    assert not inside.connections


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "127.0.0.1.",
        "%31%32%37.0.0.1",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_however_an_address_inside_is_written_no_byte_is_sent(inside: Receiver, host: str, scheme: str) -> None:
    # by whatever way the URL came into the table
    async with Sender(settings(private_targets={})) as sender:
        outcome = await send(sender, target(f"{scheme}://{host}:{inside.port}/"))
    assert outcome.kind in {"blocked", "retry"}
    assert outcome.status is None
    assert not inside.connections


async def test_a_port_that_is_not_for_webhooks_is_blocked_at_a_public_address_too() -> None:
    async with Sender(settings(private_targets={}), lookup=finds({"hooks.example": ["8.8.8.8"]})) as sender:
        for url in ("https://hooks.example:22/", "https://8.8.8.8:8443/", "http://hooks.example:6379/"):
            assert (await send(sender, target(url))).kind == "blocked"


async def test_plain_http_is_blocked_unless_an_operator_allows_it(inside: Receiver) -> None:
    async with Sender(settings(webhook_http=False)) as sender:
        outcome = await send(sender, target(inside.url()))
    assert (outcome.kind, outcome.error) == ("blocked", "not sent: it is not https")


class Flips:
    """A name server that gives one address first, and another to all who ask later."""

    def __init__(self, first: str, then: str) -> None:
        self.answers, self.asked = [first, then], 0

    async def __call__(self, _: str, __: int) -> Sequence[str]:
        self.asked += 1
        return [self.answers[min(self.asked, 2) - 1]]


async def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_connected_to() -> None:
    names = Flips("127.0.0.2", "127.0.0.1")
    async with receiver(host="127.0.0.2") as listed, receiver(answers(200)) as other:
        only = {"*": ["127.0.0.2:*"]}
        async with Sender(settings(private_targets=only), lookup=names) as sender:
            assert (await send(sender, target(listed.url(host="rebinds.example")))).kind == "delivered"
            assert names.asked == 1
            # the open connection leads to where it was checked to lead
            assert (await send(sender, target(listed.url(host="rebinds.example")))).kind == "delivered"
            assert names.asked == 1
            # and another look at the name is another check
            outcome = await send(sender, target(other.url(host="rebinds.example")))
            assert (outcome.kind, names.asked) == ("blocked", 2)
        assert (listed.connections, other.connections) == (1, 0)


async def test_what_one_council_was_allowed_is_of_no_use_to_another() -> None:
    async with receiver() as private:
        only = {"glasgow-city": [f"127.0.0.1:{private.port}"]}
        names = finds({"intranet.example": ["127.0.0.1"]})
        async with Sender(settings(private_targets=only), lookup=names) as sender:
            url = private.url(host="intranet.example")
            assert (await send(sender, target(url, council="glasgow-city"))).kind == "delivered"
            # its connection lies open
            for other in ("fife", None):
                assert (await send(sender, target(url, council=other))).kind == "blocked"
        assert len(private.got) == 1


async def test_a_proxy_is_asked_for_the_address_that_was_checked_and_tls_for_the_name(tmp_path: Path) -> None:
    trusted, tls = authority(tmp_path, "hooks.example", "other.example")
    names = finds({"hooks.example": ["8.8.8.8"], "other.example": ["8.8.8.8"], "bad.example": ["10.0.0.1"]})
    async with receiver(tls=tls) as far, receiver(tunnels(lambda _: ("127.0.0.1", far.port))) as proxy:
        made = settings(webhook_proxy=proxy.url(""), webhook_ca_file=trusted, private_targets={})
        async with Sender(made, lookup=names) as sender:
            assert (await send(sender, target("https://hooks.example/a"))).kind == "delivered"
            assert (proxy.got[0].method, proxy.got[0].path) == ("CONNECT", "8.8.8.8:443")
            assert (far.got[0].path, far.got[0].headers["host"]) == ("/a", "hooks.example")
            # a tunnel made for one name is not used for another at the same address
            assert (await send(sender, target("https://other.example/b"))).kind == "delivered"
            assert (len(proxy.got), far.got[1].headers["host"]) == (2, "other.example")
            assert (await send(sender, target("https://hooks.example/c"))).kind == "delivered"
            assert len(proxy.got) == 2
            # what is inside never gets as far as the proxy
            for url in (
                "https://bad.example/",
                "https://10.0.0.1/",
                "https://hooks.example:22/",
                "http://hooks.example/",
            ):
                assert (await send(sender, target(url))).kind == "blocked"
            assert proxy.connections == 2


async def test_private_targets_are_reached_without_the_proxy() -> None:
    async with receiver() as private, receiver() as proxy:
        names = finds({"intranet.example": ["127.0.0.1"]})
        async with Sender(settings(webhook_proxy=proxy.url("")), lookup=names) as sender:
            assert (await send(sender, target(private.url(host="intranet.example")))).kind == "delivered"
        assert not proxy.connections


async def test_a_proxy_that_checks_names_itself_is_given_them_and_nothing_is_looked_up(tmp_path: Path) -> None:
    trusted, tls = authority(tmp_path, "hooks.example")
    asked: list[str] = []
    async with receiver(tls=tls) as far, receiver(tunnels(lambda _: ("127.0.0.1", far.port))) as proxy:
        made = settings(webhook_proxy=proxy.url(""), webhook_proxy_resolves=True, webhook_ca_file=trusted)
        async with Sender(made, lookup=finds({}, asked)) as sender:
            assert (await send(sender, target("https://hooks.example/"))).kind == "delivered"
            assert proxy.got[0].path == "hooks.example:443"
            for url in ("https://10.0.0.1/", "https://hooks.example:22/"):
                assert (await send(sender, target(url))).kind == "blocked"
        assert (len(proxy.got), asked) == (1, [])


async def test_a_proxy_that_refuses_is_told_of_in_plain_words() -> None:
    async with receiver(answers(403)) as proxy:
        made = settings(webhook_proxy=proxy.url(""))
        async with Sender(made, lookup=finds({"hooks.example": ["8.8.8.8"]})) as sender:
            outcome = await send(sender, target("https://hooks.example/"))
    assert (outcome.kind, outcome.error) == ("retry", "the outgoing proxy answered 403")

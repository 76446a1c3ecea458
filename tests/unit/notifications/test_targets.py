"""Which URLs webhooks take, and which addresses they reach."""

from ipaddress import IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.targets import (
    Reach,
    allowed,
    is_public,
    place_of,
    reach_of,
    refuse_beyond,
)
from shared.errors import InvalidError
from tests.support.addresses import INSIDE

OUTSIDE = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "172.32.0.1", "192.0.1.1", "223.255.255.255", "2606:4700::1111"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_on_the_public_internet_is_refused(address: str) -> None:
    assert Reach().refuses(ip_address(address), 443)


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_on_the_public_internet_is_reached_at_443_alone(address: str) -> None:
    assert not Reach().refuses(ip_address(address), 443)
    assert all(Reach().refuses(ip_address(address), port) for port in (22, 25, 80, 8443, 5432))
    assert not Reach(http=True).refuses(ip_address(address), 80)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_other_clothes_is_never_public(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    mapped, compatible, translated, teredo = 0xFFFF << 32, 0, 0x64_FF9B << 96, 0x2001 << 112
    for network in (mapped, compatible, translated, teredo):
        assert not is_public(IPv6Address(network | number))
    assert not is_public(IPv6Address((0x2002 << 112) | (number << 80)))


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address: object) -> None:
    one = ip_address(str(address))
    assert one.is_global or not is_public(one)


def test_a_private_target_is_reached_by_the_council_that_it_is_listed_for_and_at_its_port() -> None:
    listed = {"glasgow-city": ["10.1.0.0/16:8443"], "*": ["[fd00::/8]"], "office": ["10.9.9.9:*"]}
    glasgow, fife, office = (reach_of(owner, listed, http=False) for owner in ("glasgow-city", "fife", None))
    assert not glasgow.refuses(ip_address("10.1.2.3"), 8443)
    assert glasgow.refuses(ip_address("10.1.2.3"), 443)
    assert glasgow.refuses(ip_address("10.2.0.1"), 8443)
    assert fife.refuses(ip_address("10.1.2.3"), 8443)
    assert not fife.refuses(ip_address("fd00::5"), 443)
    assert not office.refuses(ip_address("10.9.9.9"), 9000)
    # the list opens what it names, and nothing public beside it
    assert glasgow.refuses(ip_address("8.8.8.8"), 8443)


@pytest.mark.parametrize("entry", ["10.1.0.0", "10.1.0.0/16:443", "[fd00::/8]:8443", "10.1.2.3:*"])
def test_an_entry_of_the_list_names_a_network_and_a_port(entry: str) -> None:
    assert allowed([entry])


@pytest.mark.parametrize("entry", ["", "fife", "10.1.0.1/16:443", "10.0.0.0/8:0", "10.0.0.0/8:70000", "fd00::/8:1"])
def test_an_entry_that_is_none_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        allowed([entry])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.org/", "url-not-https"),
        ("ftp://hooks.example.org/", "url-not-https"),
        ("https://user@hooks.example.org/", "url-with-password"),
        ("https://user:pass@hooks.example.org/", "url-with-password"),
        ("https://:@hooks.example.org/", "url-with-password"),
        ("https://hooks.example.org/#part", "url-with-fragment"),
        ("https://hooks.example.org/#", "url-with-fragment"),
        ("https://hooks.example.org:8443/", "url-port"),
        ("https://hooks.example.org:22/", "url-port"),
        ("https://hooks.example.org:0/", "url-malformed"),
        ("https://hooks.example.org:/", "url-malformed"),
        ("https://hooks.example.org:port/", "url-malformed"),
        ("https://hooks.example.org:99999/", "url-malformed"),
        ("https:///hooks", "url-malformed"),
        ("https:hooks.example.org", "url-malformed"),
        ("hooks.example.org", "url-malformed"),
        ("", "url-malformed"),
        ("https://hooks.example.org/ space", "url-malformed"),
        ("https://hooks.example.org/\r\nX: y", "url-malformed"),
        ("https://hooks.example.org\\@127.0.0.1/", "url-malformed"),
        ("https://höoks.example.org/", "url-malformed"),
        ("https://hooks..example.org/", "url-malformed"),
        ("https://-hooks.example.org/", "url-malformed"),
        ("https://hooks.example.org/" + "x" * 2000, "url-malformed"),
        ("https://2130706433/", "url-malformed"),
        ("https://0x7f.1/", "url-malformed"),
        ("https://0x7f000001/", "url-malformed"),
        ("https://0177.0.0.1/", "url-malformed"),
        ("https://017700000001/", "url-malformed"),
        ("https://127.1/", "url-malformed"),
        ("https://127.0.0.1./", "url-malformed"),
        ("https://[fe80::1%25eth0]/", "url-malformed"),
        ("https://127.0.0.1/", "url-private"),
        ("https://169.254.169.254/latest/meta-data", "url-private"),
        ("https://[::1]/", "url-private"),
        ("https://[::ffff:127.0.0.1]/", "url-private"),
        ("https://[64:ff9b::7f00:1]/", "url-private"),
    ],
)
def test_a_url_that_no_webhook_can_go_to_is_refused_by_name(url: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        refuse_beyond(place_of(url, "webhook.url"), Reach(), "webhook.url")
    assert refused.value.code == code
    assert refused.value.fields[0].field == "webhook.url"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org",
        "https://hooks.example.org:443/a/b?c=d",
        "https://xn--hks-0na5d.example.org/",
        "https://hooks.example.org./",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]/",
        "https://3com.example/",
    ],
)
def test_a_url_that_names_a_public_place_is_taken_as_it_is(url: str) -> None:
    place = place_of(url)
    refuse_beyond(place, Reach())
    assert (place.url, place.port) == (url, 443)


def test_plain_http_is_taken_where_an_operator_says_so() -> None:
    place = place_of("http://hooks.example.org/")
    refuse_beyond(place, Reach(http=True))
    assert place.port == 80
    with pytest.raises(InvalidError) as refused:
        refuse_beyond(place, Reach())
    assert refused.value.code == "url-not-https"

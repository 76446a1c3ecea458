"""Which of a client's secrets stay good, what its end does to them, and what there is to warn of."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import secrets, tokens, uses
from services.councils.domain.secrets import Renewal
from services.councils.models import Client, ClientSecret
from shared.auth import SCOPES, Caller
from shared.errors import ConflictError, ForbiddenError, InvalidError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OFFICE = Caller("digital-office", frozenset(SCOPES), None, 0)
HOUR = timedelta(hours=1)


def client(*scopes: str, revoked: bool = False, expires: datetime | None = None) -> Client:
    return Client(
        client_id="fife",
        name="Fife",
        council="fife",
        scopes=list(scopes),
        revoked_at=NOW if revoked else None,
        expires=expires,
        created_at=NOW,
        changed_at=NOW,
    )


def secret(minutes_ago: int, expires_in: int | None = None) -> ClientSecret:
    return ClientSecret(
        id=uuid4(),
        client_id="fife",
        hashed=f"{minutes_ago}",
        issued_at=NOW - timedelta(minutes=minutes_ago),
        expires=None if expires_in is None else NOW + timedelta(minutes=expires_in),
    )


def test_the_secret_before_the_new_one_stays_for_a_while_and_older_ones_go() -> None:
    held = [secret(30), secret(20), secret(10)]
    rotation = secrets.rotate(held, now=NOW, old_valid_for=timedelta(hours=1))
    assert rotation.kept is held[2]
    assert rotation.expires == NOW + timedelta(hours=1)
    assert list(rotation.dropped) == held[:2]


def test_a_secret_that_ends_sooner_is_not_prolonged() -> None:
    held = [secret(10, expires_in=5)]
    assert secrets.rotate(held, now=NOW, old_valid_for=timedelta(hours=1)).expires == NOW + timedelta(minutes=5)


def test_a_leaked_secret_is_ended_at_once() -> None:
    held = [secret(10)]
    rotation = secrets.rotate(held, now=NOW, old_valid_for=timedelta(0))
    assert rotation.kept is None
    assert list(rotation.dropped) == held


@given(
    st.lists(st.tuples(st.integers(0, 90), st.none() | st.integers(-90, 90)), max_size=6, unique_by=lambda one: one[0]),
    st.none() | st.integers(0, 90),
)
def test_at_most_one_secret_is_kept_and_it_is_good(held: list[tuple[int, int | None]], window: int | None) -> None:
    held_now = [secret(age, expires) for age, expires in held]
    rotation = secrets.rotate(held_now, now=NOW, old_valid_for=None if window is None else timedelta(minutes=window))
    kept = [one for one in held_now if one not in rotation.dropped]
    assert kept == ([rotation.kept] if rotation.kept else [])
    assert all(one in secrets.valid(held_now, NOW) for one in kept)
    if kept and kept[0].expires is not None:
        assert rotation.expires is not None
        assert rotation.expires <= kept[0].expires


def test_a_new_secret_says_until_when_the_old_one_is_good() -> None:
    event = secrets.issue(
        client("programme:read"), caller=OFFICE, renewal=Renewal(), old_valid_until=NOW + HOUR, now=NOW
    )
    assert (event.council, event.old_valid_until, event.expires) == ("fife", "2026-11-21T13:00:00Z", None)


def test_a_secret_of_a_stronger_client_is_not_for_weaker_hands() -> None:
    giver = Caller("clerk", frozenset({"clients:write", "programme:read"}), None, 0)
    strong = client("programme:read", "operations")
    with pytest.raises(ForbiddenError, match="lacks operations"):
        secrets.issue(strong, caller=giver, renewal=Renewal(), old_valid_until=None, now=NOW)


def test_a_revoked_client_gets_no_secret() -> None:
    with pytest.raises(ConflictError, match="was revoked"):
        secrets.issue(client(revoked=True), caller=OFFICE, renewal=Renewal(), old_valid_until=None, now=NOW)


def test_a_client_that_ended_is_let_in_again_only_with_a_new_end() -> None:
    ended = client(expires=NOW)
    with pytest.raises(ConflictError, match="ended at 2026-11-21T12:00:00Z") as refused:
        secrets.issue(ended, caller=OFFICE, renewal=Renewal(), old_valid_until=None, now=NOW)
    assert refused.value.code == "client-expired"
    with pytest.raises(InvalidError, match="future"):
        secrets.issue(ended, caller=OFFICE, renewal=Renewal(changes=True, expires=NOW), old_valid_until=None, now=NOW)
    later = secrets.issue(
        ended, caller=OFFICE, renewal=Renewal(changes=True, expires=NOW + HOUR), old_valid_until=None, now=NOW
    )
    assert later.expires == "2026-11-21T13:00:00Z"
    endless = secrets.issue(ended, caller=OFFICE, renewal=Renewal(changes=True), old_valid_until=None, now=NOW)
    assert endless.expires is None


@pytest.mark.parametrize(("minutes", "seconds"), [(None, 900), (60, 900), (15, 900), (10, 600), (0, 1)])
def test_no_token_outlives_its_client(minutes: int | None, seconds: int) -> None:
    ends = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert tokens.lifetime(ends, NOW) == seconds


@pytest.mark.parametrize(
    ("used", "issued", "worth"),
    [
        (None, [60], True),
        (1, [60], True),
        (0, [60], False),
        (0, [60, 0], False),
    ],
)
def test_a_use_is_kept_once_a_minute(used: int | None, issued: list[int], worth: bool) -> None:  # noqa: FBT001 - a row
    last = None if used is None else NOW - timedelta(minutes=used)
    assert uses.worth_keeping(last, [NOW - timedelta(minutes=one) for one in issued], NOW) is worth


def test_a_use_right_after_another_secret_was_issued_is_kept_for_it_shows_that_the_old_one_goes_on() -> None:
    seconds = [NOW - timedelta(seconds=number) for number in (20, 10)]
    assert uses.worth_keeping(seconds[0], [NOW - timedelta(days=9), seconds[1]], NOW)
    assert not uses.worth_keeping(seconds[1], [NOW - timedelta(days=9), seconds[0]], NOW)


def test_the_old_secret_is_warned_of_only_while_it_goes_on_in_use() -> None:
    old, new = secret(60, expires_in=60), secret(30)
    before, after = NOW - timedelta(minutes=45), NOW - timedelta(minutes=5)
    (warned,) = uses.warnings(client(), [old, new], {old.id: after, new.id: after}, NOW)
    assert warned.code == "old-secret-in-use"
    assert "It stops working at 2026-11-21 13:00 UTC" in warned.text
    assert uses.warnings(client(), [old, new], {old.id: before, new.id: after}, NOW) == []
    assert uses.warnings(client(), [old, new], {}, NOW) == []
    assert uses.warnings(client(revoked=True), [old, new], {old.id: after}, NOW) == []


def test_a_client_that_ends_soon_is_warned_of() -> None:
    (warned,) = uses.warnings(client(expires=NOW + timedelta(days=30)), [], {}, NOW)
    assert warned.code == "ends-soon"
    assert uses.warnings(client(expires=NOW + timedelta(days=31)), [], {}, NOW) == []
    assert uses.warnings(client(expires=NOW), [], {}, NOW) == []

"""A new key is known before it signs, and the old one outlives its last token."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import keys
from services.councils.domain.tokens import TOKEN_SECONDS
from services.councils.models import SigningKey
from shared.errors import ConflictError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def key(kid: str, activates: int, *, retires: int | None = None, retired: bool = False) -> SigningKey:
    return SigningKey(
        kid=kid,
        public={"kid": kid},
        activates=NOW + timedelta(seconds=activates),
        retires=None if retires is None else NOW + timedelta(seconds=retires),
        retired_at=NOW if retired else None,
        created_at=NOW,
        changed_at=NOW,
    )


def test_the_newest_key_that_is_known_long_enough_signs() -> None:
    held = [key("old", -9000, retired=True), key("now", -100), key("next", 30)]
    assert keys.signing(held, NOW) is held[1]
    assert keys.signing(held, NOW + timedelta(seconds=30)) is held[2]
    assert [keys.state(one, held, NOW) for one in held] == ["retired", "signing", "waiting"]
    assert keys.state(held[1], held, NOW + timedelta(seconds=30)) == "retiring"


def test_without_a_key_nothing_signs() -> None:
    assert keys.signing([], NOW) is None
    assert keys.signing([key("old", -100, retired=True)], NOW) is None


def test_the_first_key_signs_also_where_the_clock_is_behind_that_of_its_maker() -> None:
    first = key("first", 2)
    assert keys.signing([first], NOW) is first
    assert keys.state(first, [first], NOW) == "signing"
    assert keys.publish("next", {}, [first], NOW).signing_key == "next"


def test_a_second_rotation_waits_for_the_first() -> None:
    with pytest.raises(ConflictError, match="The key next was just published"):
        keys.publish("another", {}, [key("now", -100), key("next", 30)], NOW)
    assert keys.publish("next", {"kty": "EC"}, [key("now", -100)], NOW).signing_key == "next"


def test_a_key_is_retired_when_its_time_has_come_and_not_before() -> None:
    assert keys.retire(key("now", -100), NOW) is None
    assert keys.retire(key("old", -2000, retires=1), NOW) is None
    assert keys.retire(key("old", -2000, retires=0, retired=True), NOW) is None
    retired = keys.retire(key("old", -2000, retires=0), NOW)
    assert retired is not None
    assert retired.signing_key == "old"


@given(st.integers(0, 3600), st.integers(0, 10_000))
def test_a_token_never_outlives_the_key_that_signed_it(notice: int, signed_after: int) -> None:
    old, new = key("old", -100), key("new", notice)
    old.retires = keys.retires(new.activates)
    signed_at = NOW + timedelta(seconds=signed_after)
    if keys.signing([old, new], signed_at) is old:
        assert signed_at + timedelta(seconds=TOKEN_SECONDS) < old.retires


def test_a_key_that_nobody_could_hear_of_waits_and_the_one_before_it_lasts_as_much_longer() -> None:
    notice = timedelta(seconds=30)
    held = [key("now", -100, retires=965), key("next", 5)]
    assert keys.postpone(held, {"now"}, now=NOW, notice=notice) == []
    assert keys.postpone(held, {"next"}, now=NOW, notice=notice) == [held[1]]
    assert held[1].activates == NOW + notice
    assert held[0].retires == keys.retires(held[1].activates)
    later = NOW + timedelta(seconds=20)
    assert keys.signing(held, later) is held[0]
    assert keys.postpone(held, {"next"}, now=later, notice=notice) == [held[1]]
    assert keys.signing(held, later + timedelta(seconds=29)) is held[0]

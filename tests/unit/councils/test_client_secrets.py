"""Who may give which scopes, and which of a client's secrets stay good."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import clients
from services.councils.domain.clients import COUNCIL_SCOPES
from services.councils.models import Client, ClientSecret
from shared.auth import SCOPES
from shared.errors import ConflictError, ForbiddenError, InvalidError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ALL = frozenset(SCOPES)


def client(*scopes: str, revoked: bool = False) -> Client:
    return Client(
        client_id="fife",
        name="Fife",
        scopes=list(scopes),
        revoked_at=NOW if revoked else None,
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


def test_the_offices_client_may_have_every_scope() -> None:
    event = clients.register("digital-office", council=None, scopes=list(SCOPES), giver=ALL, found=None)
    assert set(event.scopes) == set(SCOPES)


@pytest.mark.parametrize("scope", sorted(ALL - set(COUNCIL_SCOPES)))
def test_a_councils_client_has_the_scopes_of_councils_only(scope: str) -> None:
    with pytest.raises(InvalidError, match=scope) as refused:
        clients.register("fife", council="fife", scopes=["programme:read", scope], giver=ALL, found=None)
    assert refused.value.code == "scope-not-for-councils"


def test_nobody_gives_a_scope_they_do_not_have() -> None:
    giver = frozenset({"clients:write", "programme:read"})
    with pytest.raises(ForbiddenError, match="lacks operations"):
        clients.register("other", council=None, scopes=["programme:read", "operations"], giver=giver, found=None)
    with pytest.raises(ForbiddenError, match="lacks operations"):
        clients.issue_secret(client("programme:read", "operations"), giver=giver)
    assert clients.issue_secret(client("programme:read"), giver=giver).client == "fife"


def test_an_id_is_given_once_and_never_after_it_was_revoked() -> None:
    with pytest.raises(ConflictError, match="exists already"):
        clients.register("fife", council=None, scopes=[], giver=ALL, found=client())
    with pytest.raises(ConflictError, match="was revoked"):
        clients.register("fife", council=None, scopes=[], giver=ALL, found=client(revoked=True))


def test_an_id_that_an_address_has_taken_is_refused() -> None:
    with pytest.raises(InvalidError, match="choose another"):
        clients.register("keys", council=None, scopes=["operations"], giver=ALL, found=None)


def test_a_revoked_client_gets_no_secret_and_is_not_revoked_twice() -> None:
    with pytest.raises(ConflictError, match="was revoked"):
        clients.issue_secret(client(revoked=True), giver=ALL)
    assert clients.revoke(client(revoked=True)) is None
    assert clients.revoke(client()) is not None


def test_the_secret_before_the_new_one_stays_for_a_while_and_older_ones_go() -> None:
    held = [secret(30), secret(20), secret(10)]
    rotation = clients.rotate(held, now=NOW, old_valid_for=timedelta(hours=1))
    assert rotation.kept is held[2]
    assert rotation.expires == NOW + timedelta(hours=1)
    assert list(rotation.dropped) == held[:2]


def test_a_secret_that_ends_sooner_is_not_prolonged() -> None:
    held = [secret(10, expires_in=5)]
    assert clients.rotate(held, now=NOW, old_valid_for=timedelta(hours=1)).expires == NOW + timedelta(minutes=5)


def test_a_leaked_secret_is_ended_at_once() -> None:
    held = [secret(10)]
    rotation = clients.rotate(held, now=NOW, old_valid_for=timedelta(0))
    assert rotation.kept is None
    assert list(rotation.dropped) == held


@given(
    st.lists(st.tuples(st.integers(0, 90), st.none() | st.integers(-90, 90)), max_size=6, unique_by=lambda one: one[0]),
    st.none() | st.integers(0, 90),
)
def test_at_most_one_secret_is_kept_and_it_is_good(held: list[tuple[int, int | None]], window: int | None) -> None:
    secrets = [secret(age, expires) for age, expires in held]
    rotation = clients.rotate(secrets, now=NOW, old_valid_for=None if window is None else timedelta(minutes=window))
    kept = [one for one in secrets if one not in rotation.dropped]
    assert kept == ([rotation.kept] if rotation.kept else [])
    assert all(one in clients.valid(secrets, NOW) for one in kept)
    if kept and kept[0].expires is not None:
        assert rotation.expires is not None
        assert rotation.expires <= kept[0].expires

"""Whose a client is, who may look after it, and that nobody gives a scope or sees a client that is not theirs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import clients
from services.councils.domain.clients import ADMINISTERS, COUNCIL_SCOPES
from services.councils.models import Client
from shared.auth import SCOPES, Caller
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, RefusedError
from shared.events.councils import ClientRegistered

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OFFICE = Caller("digital-office", frozenset(SCOPES), None, 0)
FIFE = Caller("fife-admin", frozenset(COUNCIL_SCOPES), "fife", 0)


def client(
    client_id: str = "fife",
    *scopes: str,
    council: str | None = "fife",
    revoked: bool = False,
    expires: datetime | None = None,
) -> Client:
    return Client(
        client_id=client_id,
        name="A system",
        council=council,
        scopes=list(scopes),
        revoked_at=NOW if revoked else None,
        expires=expires,
        created_at=NOW,
        changed_at=NOW,
    )


def register(
    client_id: str,
    *scopes: str,
    council: str | None = None,
    caller: Caller = OFFICE,
    found: Client | None = None,
    expires: datetime | None = None,
) -> ClientRegistered:
    wish = ClientRegistered(client=client_id, council=council, scopes=scopes)
    return clients.register(wish, caller=caller, found=found, expires=expires, now=NOW)


def test_the_offices_client_may_have_every_scope() -> None:
    assert set(register("digital-office", *SCOPES).scopes) == set(SCOPES)


@pytest.mark.parametrize("scope", sorted(set(SCOPES) - set(COUNCIL_SCOPES)))
def test_a_councils_client_has_the_scopes_of_councils_only(scope: str) -> None:
    with pytest.raises(InvalidError, match=scope) as refused:
        register("fife", "programme:read", scope, council="fife")
    assert refused.value.code == "scope-not-for-councils"


def test_nobody_gives_a_scope_they_do_not_have() -> None:
    giver = Caller("clerk", frozenset({"clients:write", "programme:read"}), None, 0)
    with pytest.raises(ForbiddenError, match="lacks operations"):
        register("other", "programme:read", "operations", caller=giver)
    weak = Caller("fife-admin", frozenset({"clients:write"}), "fife", 0)
    with pytest.raises(ForbiddenError, match=r"lacks adoptions:write, programme:read\.") as refused:
        register("fife-till", "programme:read", "adoptions:write", council="fife", caller=weak)
    assert refused.value.code == "scope-not-yours"


def test_an_id_is_given_once_and_never_after_it_was_revoked() -> None:
    with pytest.raises(ConflictError, match="exists already"):
        register("fife", found=client())
    with pytest.raises(ConflictError, match="was revoked"):
        register("fife", found=client(revoked=True))


def test_an_id_that_an_address_has_taken_is_refused() -> None:
    with pytest.raises(InvalidError, match="choose another"):
        register("keys", "operations")


def test_an_administrator_gives_ids_of_its_own_council_so_that_no_refusal_tells_of_others() -> None:
    for mine in ("fife", "fife-housing"):
        assert register(mine, "events:read", council="fife", caller=FIFE).client == mine
    with pytest.raises(InvalidError, match="begin with 'fife-'") as refused:
        register("fifeshire", "events:read", council="fife", caller=FIFE, found=client("fifeshire", council=None))
    assert refused.value.code == "id-of-others"
    with pytest.raises(ConflictError) as taken:
        register("fife-x", council="fife", caller=FIFE, found=client("fife-x", council=None, revoked=True))
    assert "revoked" not in taken.value.detail


def test_an_administrator_need_not_name_its_council_and_may_name_no_other() -> None:
    assert clients.council_of(FIFE, None) == clients.council_of(FIFE, "fife") == "fife"
    assert clients.council_of(OFFICE, None) is None
    assert clients.council_of(OFFICE, "angus") == "angus"
    with pytest.raises(ForbiddenError) as refused:
        clients.council_of(FIFE, "angus")
    assert refused.value.code == "another-council"


@pytest.mark.parametrize("council", [None, "angus"])
def test_a_client_of_others_is_not_there_for_a_council(council: str | None) -> None:
    with pytest.raises(NotFoundError, match="There is no client 'x'"):
        clients.refuse_others(FIFE, client("x", council=council))
    clients.refuse_others(FIFE, client("x"))
    clients.refuse_others(OFFICE, client("x", council=council))


def test_the_owner_is_said_in_a_word() -> None:
    assert (clients.owner(None), clients.owner("fife")) == ("office", "fife")


def test_an_end_lies_in_the_future() -> None:
    assert register("fife", expires=NOW + timedelta(seconds=1))
    with pytest.raises(InvalidError, match="future"):
        register("fife", expires=NOW)


ADMIN = client("fife-admin", ADMINISTERS)


def test_a_client_is_not_revoked_twice() -> None:
    gone = client(revoked=True)
    assert clients.revoke(gone, caller=OFFICE, others=[gone], now=NOW) is None
    told = clients.revoke(client(), caller=OFFICE, others=[], now=NOW)
    assert told is not None
    assert told.council == "fife"


@pytest.mark.parametrize(
    "other",
    [
        client("fife-till", "events:read"),
        client("fife-second", ADMINISTERS, revoked=True),
        client("fife-second", ADMINISTERS, expires=NOW),
    ],
    ids=["no administrator", "revoked", "ended"],
)
def test_a_council_does_not_lock_itself_out(other: Client) -> None:
    with pytest.raises(ConflictError, match="last client of 'fife'") as refused:
        clients.revoke(ADMIN, caller=FIFE, others=[ADMIN, other], now=NOW)
    assert refused.value.code == "last-administrator"
    assert clients.revoke(other, caller=FIFE, others=[ADMIN, other], now=NOW) is not None or other.revoked_at
    assert clients.revoke(ADMIN, caller=OFFICE, others=[ADMIN, other], now=NOW) is not None


def test_an_administrator_goes_once_there_is_another() -> None:
    second = client("fife-second", ADMINISTERS)
    assert clients.revoke(ADMIN, caller=FIFE, others=[ADMIN, second], now=NOW) is not None


def test_the_office_may_revoke_its_last_for_it_comes_in_again_from_the_servers() -> None:
    office = client("digital-office", *SCOPES, council=None)
    assert clients.revoke(office, caller=OFFICE, others=[office], now=NOW) is not None


def test_the_first_client_is_given_what_is_new_and_nothing_else() -> None:
    assert clients.give_scopes(client("digital-office", *SCOPES, council=None), tuple(SCOPES)) is None
    given = clients.give_scopes(client("digital-office", "operations", council=None), ("programme:read", "operations"))
    assert given is not None
    assert given.scopes == ("operations", "programme:read")


SCOPE_SETS = st.sets(st.sampled_from(sorted(SCOPES)))


@given(
    scopes=SCOPE_SETS,
    has=SCOPE_SETS,
    asked=st.sampled_from([None, "fife", "angus"]),
    client_id=st.sampled_from(["fife", "fife-till", "angus-till", "till", "keys"]),
)
def test_whatever_an_administrator_registers_is_its_councils_and_no_stronger_than_itself(
    scopes: set[str], has: set[str], asked: str | None, client_id: str
) -> None:
    caller = Caller("fife-admin", frozenset(has), "fife", 0)
    try:
        made = register(client_id, *sorted(scopes), council=clients.council_of(caller, asked), caller=caller)
    except RefusedError:
        return
    assert made.council == "fife"
    assert set(made.scopes) <= has & set(COUNCIL_SCOPES)
    assert made.client.startswith("fife")

"""Deliverables superseded or withdrawn: what takes their place, why, and by when adopters should have stopped."""

import asyncio

import pytest

from tests.support.office import Office

REASON = "The law it was made for has changed"


async def live(office: Office, **said: str) -> str:
    """Register a deliverable that has been live since 2018-02-25."""
    key = await office.deliverable(**said)
    await office.post(f"/deliverables/{key}/state-changes", {"to": "live", "effective": "2018-02-25"})
    return key


async def test_what_supersedes_a_deliverable_is_named_in_the_answer_and_in_the_event(office: Office) -> None:
    old, new = await live(office), await live(office)
    wish = {"to": "superseded", "effective": "2019-10-01", "successor": new, "acknowledge_by": "2020-04-01"}
    moved = await office.post(f"/deliverables/{old}/state-changes", wish)
    shown = {"state": "superseded", "state_since": "2019-10-01", "successor": new, "acknowledge_by": "2020-04-01"}
    assert moved.items() >= shown.items()
    assert await office.get(f"/deliverables/{old}") == moved
    told = (await office.told(old, 3))[-1]
    assert (told.name, told.previous is not None) == ("deliverable-state-changed", True)
    assert told.data["from_state"] == "live"
    assert told.data["to_state"] == "superseded"
    assert told.data["successor"] == new
    assert told.data["acknowledge_by"] == "2020-04-01"
    assert told.data["reason"] is None


async def test_what_is_withdrawn_says_why_and_still_names_what_took_its_place(office: Office) -> None:
    old, new = await live(office), await live(office)
    await office.post(f"/deliverables/{old}/state-changes", {"to": "superseded", "successor": new})
    gone = await office.post(f"/deliverables/{old}/state-changes", {"to": "withdrawn", "reason": REASON})
    assert (gone["state"], gone["state_reason"], gone["successor"]) == ("withdrawn", REASON, new)
    assert gone["acknowledge_by"] is None
    told = (await office.told(old, 4))[-1]
    assert (told.data["reason"], told.data["successor"]) == (REASON, new)


@pytest.mark.parametrize(
    ("wish", "status", "code", "field"),
    [
        ({"to": "superseded"}, 422, "successor-missing", "successor"),
        ({"to": "superseded", "successor": "nothing-of-the-kind"}, 404, "not-found", "successor"),
        ({"to": "withdrawn"}, 422, "reason-missing", "reason"),
        ({"to": "withdrawn", "reason": ""}, 422, "invalid", "reason"),
        ({"to": "withdrawn", "reason": REASON, "acknowledge_by": "2018-02-01"}, 422, "dates-out-of-order", None),
        ({"to": "withdrawn", "reason": REASON, "effective": "2199-01-01"}, 422, "date-in-the-future", "effective"),
    ],
)
async def test_a_wrong_end_is_refused_by_the_name_of_its_field(
    office: Office, wish: dict[str, str], status: int, code: str, field: str | None
) -> None:
    key = await live(office)
    problem = await office.refused("POST", f"/deliverables/{key}/state-changes", wish, status=status, code=code)
    assert problem["errors"][0]["field"] == (field or "acknowledge_by")


async def test_nothing_takes_its_own_place_nor_that_of_what_took_its_own(office: Office) -> None:
    first, second, third = await live(office), await live(office), await live(office)

    async def refused(which: str, by: str, status: int, code: str) -> str:
        wish = {"to": "superseded", "successor": by}
        path = f"/deliverables/{which}/state-changes"
        return str((await office.refused("POST", path, wish, status=status, code=code))["detail"])

    await refused(first, first, 422, "successor-is-itself")
    await office.post(f"/deliverables/{first}/state-changes", {"to": "superseded", "successor": second})
    assert f"; {second} takes its place" in await refused(third, first, 409, "successor-not-offered")
    await refused(second, first, 409, "successor-not-offered")
    await office.post(f"/deliverables/{second}/state-changes", {"to": "withdrawn", "reason": REASON})
    await refused(third, second, 409, "successor-not-offered")
    await office.refused(
        "POST",
        "/deliverables/no-such/state-changes",
        {"to": "withdrawn", "reason": REASON},
        status=404,
        code="not-found",
    )


async def test_of_two_that_take_each_others_place_at_once_one_is_refused(office: Office) -> None:
    for _ in range(3):
        one, other = await live(office), await live(office)
        answers = await asyncio.gather(
            office.ask("POST", f"/deliverables/{one}/state-changes", {"to": "superseded", "successor": other}),
            office.ask("POST", f"/deliverables/{other}/state-changes", {"to": "superseded", "successor": one}),
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
        assert refused["code"] == "successor-not-offered"


async def test_the_end_of_a_deliverable_sent_twice_under_one_key_happens_once(office: Office) -> None:
    key = await live(office)
    wish, path = {"to": "withdrawn", "reason": REASON}, f"/deliverables/{key}/state-changes"
    first = await office.ask("POST", path, wish, Idempotency_Key=f"{key}-withdrawn")
    again = await office.ask("POST", path, wish, Idempotency_Key=f"{key}-withdrawn")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await office.recorded(key)) == 3


async def test_a_withdrawal_and_an_ordinary_move_at_once_follow_one_another(office: Office) -> None:
    """One locks the row, the other looks whether it is as it was: neither overwrites what the other did."""
    key = await office.deliverable()
    await office.post(f"/deliverables/{key}/state-changes", {"to": "planned"})
    moves = [{"to": state} for state in ("in-progress", "planned") * 6]
    answers = await asyncio.gather(
        *(office.ask("POST", f"/deliverables/{key}/state-changes", move) for move in moves),
        office.ask("POST", f"/deliverables/{key}/state-changes", {"to": "withdrawn", "reason": REASON}),
    )
    assert answers[-1].status_code == 201
    assert {answer.status_code for answer in answers} <= {201, 409}
    shown = await office.get(f"/deliverables/{key}")
    assert (shown["state"], shown["state_reason"]) == ("withdrawn", REASON)
    assert len(await office.recorded(key)) == shown["version"]

"""Dead letters over HTTP: a person finds out what could not be taken in, and replays it or gives it up, on record."""

import pytest

from tests.support.echo import Echo, all_settled, effects, parked, renamed, say_raw
from tests.support.letters import LETTERS, Fault, letters
from tests.support.world import Running, World

QUICK = 0.005


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def hearing(world: World, echo: Echo) -> Running:
    await world.streams("projects", "councils")
    running = await echo.start(world, time_scale=QUICK)
    await running.ready()
    return running


async def test_a_letter_is_shown_with_its_cause_headers_and_payload(hearing: Running, world: World) -> None:
    event_id = await say_raw(world, renamed("bad"), data=b'{"deliverable": "bad"}')
    await parked(hearing, 1)
    async with hearing.client("operations") as client:
        (listed,) = (await letters(client))["items"]
        shown = (await client.get(listed["href"])).json()
    assert listed | {"headers": None, "payload": None} == shown | {"headers": None, "payload": None}
    assert shown["payload"] == '{"deliverable": "bad"}'
    assert shown["headers"]["ce-id"] == event_id
    expected = {
        "state": "parked",
        "cause": "undecodable",
        "event_id": event_id,
        "event_type": "partnership.projects.deliverable-renamed.v1",
        "aggregate": "deliverable/bad",
        "sequence": 1,
        "subject": "partnership.projects.deliverable-renamed.v1.bad",
        "stream": "PROJECTS",
        "stream_sequence": 1,
        "deliveries": 1,
        "settled_by": None,
    }
    assert {name: shown[name] for name in expected} == expected


async def test_a_replay_has_the_effect_once_the_fault_is_mended(hearing: Running, echo: Echo, world: World) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"))
    await world.say(renamed("bad"))
    await parked(hearing, 1)
    async with hearing.client("operations", client="person-on-duty") as client:
        (letter,) = (await letters(client))["items"]

        still = await client.post(f"{letter['href']}/replay")
        assert still.status_code == 409, still.text
        assert still.headers["content-type"] == "application/problem+json"
        assert "the handler has a fault" in still.json()["detail"]
        await effects(hearing, 0)
        assert (await client.get(letter["href"])).json()["state"] == "parked"

        fault.error = None
        done = await client.post(f"{letter['href']}/replay")
        assert done.status_code == 200, done.text
        assert await effects(hearing, 1) == [("bad", 1)]
        assert (done.json()["state"], done.json()["settled_by"]) == ("replayed", "client:person-on-duty")
        assert done.json()["settled_at"] is not None

        again = await client.post(f"{letter['href']}/replay")
        assert (again.status_code, again.json()["code"]) == (409, "already-settled")
    await effects(hearing, 1)
    await all_settled(world)


async def test_later_events_of_the_aggregate_flow_again_after_a_replay(
    hearing: Running, echo: Echo, world: World
) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"))
    for _ in range(3):
        await world.say(renamed("bad"))
    await parked(hearing, 3)
    fault.error = None
    async with hearing.client("operations") as client:
        first, second, third = sorted((await letters(client))["items"], key=lambda letter: int(letter["sequence"]))
        assert [letter["cause"] for letter in (first, second, third)] == ["failed", "gap", "gap"]
        too_early = await client.post(f"{third['href']}/replay")
        assert (too_early.status_code, too_early.json()["code"]) == (409, "gap")
        for letter in (first, second, third):
            assert (await client.post(f"{letter['href']}/replay")).status_code == 200
    await world.say(renamed("bad"))
    assert await effects(hearing, 4) == [("bad", 1), ("bad", 2), ("bad", 3), ("bad", 4)]


async def test_a_message_that_still_cannot_be_read_stays_parked(hearing: Running, world: World) -> None:
    await say_raw(world, renamed("bad"), data=b"{no json")
    await say_raw(world, renamed("worse"), without="ce-id")
    await parked(hearing, 2)
    async with hearing.client("operations") as client:
        for letter in (await letters(client))["items"]:
            answer = await client.post(f"{letter['href']}/replay")
            assert (answer.status_code, answer.json()["code"]) == (409, "undecodable"), answer.text
    assert {letter["state"] for letter in await parked(hearing, 2)} == {"parked"}


async def test_a_letter_is_given_up_with_a_reason_that_stays_on_record(hearing: Running, world: World) -> None:
    await say_raw(world, renamed("bad"), data=b"{no json")
    await parked(hearing, 1)
    async with hearing.client("operations", client="person-on-duty") as client:
        (letter,) = (await letters(client))["items"]
        assert (await client.post(f"{letter['href']}/discard", json={})).status_code == 422
        done = await client.post(f"{letter['href']}/discard", json={"reason": "Sent by a test."})
        assert done.status_code == 200, done.text
        for verb, body in (("discard", {"reason": "Again."}), ("replay", None)):
            refused = await client.post(f"{letter['href']}/{verb}", json=body)
            assert (refused.status_code, refused.json()["code"]) == (409, "already-settled")
    (row,) = await parked(hearing, 1)
    assert (row["state"], row["settled_by"], row["settled_reason"]) == (
        "discarded",
        "client:person-on-duty",
        "Sent by a test.",
    )
    await effects(hearing, 0)


async def test_a_replay_of_what_was_taken_in_meanwhile_changes_nothing(
    hearing: Running, echo: Echo, world: World
) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"))
    await world.say(renamed("bad"))
    await parked(hearing, 1)
    fault.error = None
    # the whole stream comes again, as after a rebuild
    await world.js.delete_consumer("PROJECTS", "reporting")
    await effects(hearing, 1)
    async with hearing.client("operations") as client:
        (letter,) = (await letters(client))["items"]
        assert (await client.post(f"{letter['href']}/replay")).status_code == 200
    await effects(hearing, 1)


async def test_letters_are_listed_in_pages_and_by_state_and_cause(hearing: Running) -> None:
    await hearing.sql(
        """INSERT INTO dead_letter (consumer, subject, stream, stream_seq, payload, headers, cause, error, deliveries,
                                    state)
           SELECT 'reporting', 's', 'PROJECTS', n, 'p', '{}', CASE WHEN n % 3 = 0 THEN 'gap' ELSE 'failed' END, 'e', 1,
                  CASE WHEN n % 2 = 0 THEN 'parked' ELSE 'discarded' END
           FROM generate_series(1, 25) AS n"""
    )
    async with hearing.client("operations") as client:
        seen, page = [], await letters(client, limit=4)
        while True:
            seen += [letter["stream_sequence"] for letter in page["items"]]
            if page["next"] is None:
                break
            page = (await client.get(page["next"])).json()
        assert seen == list(range(1, 26))
        assert [one["stream_sequence"] for one in (await letters(client, cause="gap"))["items"]] == list(
            range(3, 26, 3)
        )
        assert len((await letters(client, state="parked", limit=200))["items"]) == 12
        both = await letters(client, state="parked", cause="gap", limit=2)
        assert [letter["stream_sequence"] for letter in both["items"]] == [6, 12]
        assert [letter["stream_sequence"] for letter in (await client.get(both["next"])).json()["items"]] == [18, 24]
        assert (await client.get(LETTERS, params={"state": "lost"})).status_code == 422


async def test_only_operators_see_and_settle_letters(hearing: Running, world: World) -> None:
    await say_raw(world, renamed("bad"), data=b"{no json")
    await parked(hearing, 1)
    async with hearing.client("programme:read", "programme:write", "events:read") as client:
        for method, path in (("GET", LETTERS), ("GET", f"{LETTERS}/1"), ("POST", f"{LETTERS}/1/replay")):
            assert (await client.request(method, path)).status_code == 403
        assert (await client.post(f"{LETTERS}/1/discard", json={"reason": "r"})).status_code == 403
        assert (await client.get("/api/v1/operations/reporting/outbox")).status_code == 403


async def test_a_letter_that_is_not_there_is_not_found_or_refused(hearing: Running) -> None:
    async with hearing.client("operations") as client:
        for letter in ("0", "-1", "first", "99", str(2**63), "1%00"):
            for answer in (await client.get(f"{LETTERS}/{letter}"), await client.post(f"{LETTERS}/{letter}/replay")):
                assert answer.status_code in {400, 404, 422}, letter
                assert answer.headers["content-type"] == "application/problem+json"


async def test_the_outbox_and_what_is_heard_are_told(hearing: Running, echo: Echo, world: World) -> None:
    async with hearing.client("operations") as client:
        outbox = (await client.get("/api/v1/operations/reporting/outbox")).json()
        hears = (await client.get("/api/v1/operations/reporting/subscriptions")).json()
    assert outbox == {
        "pending": 0,
        "oldest_pending_seconds": None,
        "recorded": 0,
        "relay": "leading",
        "stream": "REPORTING",
    }
    assert {(one["stream"], one["durable"], one["state"]) for one in hears} == {
        ("PROJECTS", "reporting", "listening"),
        ("COUNCILS", "reporting", "listening"),
    }

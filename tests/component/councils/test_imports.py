"""Councils report once: by file, by event or by hand, and the same fact is one fact by whatever road it comes."""

import json
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from shared.imports.running import MOST_TRIES
from tests.component.councils.test_adoption_lines import closed, lines
from tests.support.reporting import SCOPES, done, ended, events, mistakes, sent, table
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
BASE = f"{API}/councils"


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife's own system."""
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def test_a_file_is_taken_in_checked_and_applied(fife: httpx.AsyncClient, councils: Running) -> None:
    file = "month,role,days\r\n2030-01,sponsor,1.5\r\n2030-01,project-lead,2\r\n2030-02,sponsor,1\r\n"
    first = await sent(fife, file)
    assert first.status_code == 202, first.text
    run = first.json()
    assert (run["state"], run["rows"], run["kind"], run["owner"], run["dry_run"]) == (
        "checking",
        None,
        "capacity",
        "fife",
        False,
    )
    end = await done(fife, run)
    assert (end["rows"], end["new"], end["known"], end["changed"], end["conflicting"]) == (3, 3, 0, 0, 0)
    assert (end["progress"], end["errors"]) == (1.0, 0)
    month = (await fife.get(f"{API}/commitments/capacity/fife/2030-01")).json()
    assert month["given"] == [{"role": "project-lead", "days": 2.0}, {"role": "sponsor", "days": 1.5}]
    (said,) = await events(councils, "import-completed")
    assert said == {
        "owner": "fife",
        "import_id": run["id"],
        "kind": "capacity",
        "dry_run": False,
        "rows": 3,
        "new": 3,
        "known": 0,
        "changed": 0,
        "conflicting": 0,
    }
    given = await councils.sql("SELECT headers FROM outbox_event WHERE event_type LIKE '%capacity-given%'")
    assert {json.loads(one["headers"])["ce-actor"] for one in given} == {"client:fife-systems"}
    again = await done(fife, (await sent(fife, file)).json())
    assert (again["new"], again["known"]) == (0, 3)
    assert len(await events(councils, "capacity-given")) == 2
    left = await councils.sql("SELECT (SELECT count(*) FROM import_row) + (SELECT count(*) FROM import_chunk) AS n")
    assert left[0]["n"] == 0


async def test_all_that_is_wrong_with_a_file_is_told_at_once_by_line_and_column_and_nothing_is_applied(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    file = (
        "council,month,role,days\r\n"
        ",2030-01,sponsor,1\r\n"
        ',2030-02,"spon\r\nsor",1\r\n'
        ",2030-03,sponsor,much\r\n"
        ",2030-13,sponsor,0.3\r\n"
        "angus,2030-04,sponsor,1\r\n"
        "atlantis,2030-04,sponsor,1\r\n"
        ",2030-05,sponsor\r\n"
        ",2030-01,sponsor,2\r\n"
        f",2030-06,{'x' * 300},1\r\n"
    )
    run = (await sent(fife, file)).json()
    assert await mistakes(fife, run) == [
        (3, "role", "spon\r\nsor"),
        (5, "days", "much"),
        (6, "month", "2030-13"),
        (6, "days", "0.3"),
        (7, "council", "angus"),
        (8, "council", "atlantis"),
        (9, None, None),
        (10, None, None),
        (11, "role", "x" * 100 + "…"),
    ]
    found = (await fife.get(f"{run['href']}/errors?limit=3")).json()
    assert [one["message"] for one in found["items"]][1:] == ["must be a number", "is no day of the calendar"]
    more = (await fife.get(found["next"])).json()["items"]
    assert [(one["line"], one["column"]) for one in more] == [(6, "days"), (7, "council"), (8, "council")]
    assert await councils.sql("SELECT 1 FROM capacity") == []
    (said,) = await events(councils, "import-refused")
    assert (said["errors"], said["because"], said["import_id"]) == (9, "mistakes", run["id"])


async def test_a_dry_run_says_what_would_happen_and_changes_nothing(fife: httpx.AsyncClient, councils: Running) -> None:
    month = "2030-01,sponsor,1\n"
    await done(fife, (await sent(fife, f"month,role,days\n{month}2030-02,sponsor,1\n")).json())
    by_hand = {"role": "sponsor", "days": 3}
    path = f"{API}/commitments/capacity/fife/2030-03"
    assert (await fife.put(path, json=by_hand, headers={"If-Match": "*"})).status_code == 200
    before = len(await events(councils, "capacity-given"))
    file = f"month,role,days\n{month}2030-02,sponsor,2\n2030-03,sponsor,2\n2030-04,sponsor,2\n"
    run = await done(fife, (await sent(fife, file, dry_run=True)).json())
    counts = {name: run[name] for name in ("rows", "new", "known", "changed", "conflicting")}
    assert counts == {"rows": 4, "new": 1, "known": 1, "changed": 1, "conflicting": 1}
    assert run["dry_run"] is True
    assert len(await events(councils, "capacity-given")) == before
    assert await events(councils, "report-conflict-found") == []
    assert [one["dry_run"] for one in await events(councils, "import-completed")] == [False, True]


async def test_the_office_imports_for_all_by_any_code_and_a_council_for_itself_alone(
    office: httpx.AsyncClient, fife: httpx.AsyncClient
) -> None:
    file = (
        "council,month,role,days\nS12000015,2030-01,sponsor,1\nS12000041,2030-01,sponsor,2\nangus,2030-02,sponsor,1\n"
    )
    run = await done(office, (await sent(office, file)).json())
    assert (run["owner"], run["new"]) == ("office", 3)
    held = (await office.get(f"{API}/commitments/capacity")).json()["items"]
    assert [(one["council"], one["month"]) for one in held] == [
        ("angus", "2030-01"),
        ("angus", "2030-02"),
        ("fife", "2030-01"),
    ]
    nameless = (await sent(office, "month,role,days\n2030-01,sponsor,1\n")).json()
    assert await mistakes(office, nameless) == [(2, "council", None)]
    for path in (run["href"], run["errors_href"]):
        answer = await fife.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "another-council")
    assert [one["id"] for one in (await office.get(f"{BASE}/imports")).json()["items"]] == [nameless["id"], run["id"]]
    assert (await fife.get(f"{BASE}/imports")).json()["items"] == []
    assert (await fife.get(f"{BASE}/imports/nothing")).status_code == 404


async def test_adoption_is_imported_as_it_would_be_told_by_hand(
    office: httpx.AsyncClient, fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await world.say(closed("release-one", "dpia-template", "personal-data-log"))
    await lines(office, 6)
    file = (
        "deliverable,state,effective,note,reason,evidence\n"
        'dpia-template,adapted,2019-05,"ours, with\na page more",,https://example.org/a https://example.org/b\n'
        "personal-data-log,declined,,,not-needed,\n"
    )
    wrong = (await sent(fife, file.replace("not-needed", "") + "unheard-of,planned,,,,\n", "adoption")).json()
    assert await mistakes(fife, wrong) == [(4, "reason", None), (5, "deliverable", "unheard-of")]
    run = await done(fife, (await sent(fife, file, "adoption")).json())
    assert (run["new"], run["known"]) == (2, 0)
    line = (await fife.get(f"{API}/adoptions/fife/dpia-template")).json()
    assert (line["state"], line["since"], line["note"]) == ("adapted", "2019-05", "ours, with\na page more")
    assert (await done(fife, (await sent(fife, file, "adoption")).json()))["known"] == 2
    moved = await events(councils, "adoption-moved")
    assert [(one["deliverable"], one["to_state"]) for one in moved] == [
        ("dpia-template", "adapted"),
        ("personal-data-log", "declined"),
    ]
    # the feed is later sure of the day, and it is put right what it said before
    better = file.replace("2019-05", "2019-04-02")
    assert (await done(fife, (await sent(fife, better, "adoption")).json()))["changed"] == 1
    assert [one["effective"] for one in await events(councils, "adoption-corrected")] == ["2019-04-02"]
    assert (await done(fife, (await sent(fife, better, "adoption")).json()))["changed"] == 0


async def test_the_same_request_sent_again_is_one_import(fife: httpx.AsyncClient, councils: Running) -> None:
    file = "month,role,days\n2030-01,sponsor,1\n"
    first = await sent(fife, file, idempotency_key="once")
    again = await sent(fife, file, idempotency_key="once")
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await sent(fife, file + "2030-02,sponsor,1\n", idempotency_key="once")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    await done(fife, first.json())
    assert len(await councils.sql("SELECT 1 FROM import_run")) == 1


async def test_a_file_that_cannot_be_taken_in_leaves_nothing_behind(fife: httpx.AsyncClient, councils: Running) -> None:
    file = "month,role,days\n2030-01,sponsor,1\n"
    wrong = {
        (await sent(fife, file, "figures")).json()["code"],
        (await sent(fife, "")).json()["code"],
        (await sent(fife, file, content_type="application/json")).json()["code"],
        (await sent(fife, file, content_type="text/csv; charset=latin-1")).json()["code"],
    }
    assert wrong == {"unknown-kind", "file-empty", "unsupported-media-type"}
    async with councils.client("programme:read", council="fife") as reader:
        refused = await sent(reader, file)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert await councils.sql("SELECT 1 FROM import_run") == []


async def test_two_replicas_apply_a_file_once(fife: httpx.AsyncClient, councils: Running, world: World) -> None:
    await world.start("councils", database_url=councils.settings.database_url)
    rows = [f"{1950 + number // 12}-{number % 12 + 1:02},sponsor,1" for number in range(1500)]
    runs = [(await sent(fife, table("month,role,days", rows))).json() for _ in range(3)]
    ends = [await done(fife, run) for run in runs]
    assert sorted(one["new"] for one in ends) == [0, 0, 1500]
    assert len(await events(councils, "capacity-given")) == 1500
    assert len(await events(councils, "import-completed")) == 3


async def test_a_worker_that_lost_a_file_to_another_applies_no_half_of_it(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    rows = [f"{1950 + number // 12}-{number % 12 + 1:02},sponsor,1" for number in range(2500)]
    await done(fife, (await sent(fife, table("month,role,days", rows[1500:1501]))).json())
    other = await asyncpg.connect(councils.dsn)
    try:
        async with other.transaction():
            await other.execute("SELECT 1 FROM capacity FOR UPDATE")
            run = (await sent(fife, table("month,role,days", rows))).json()

            async def waits() -> None:
                query = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                assert await councils.sql(query), "nobody waits for the row that is in the middle of the file"

            await eventually(waits, seconds=30)
            # as another worker does that takes the file up, once the connection that held its lock is gone
            await councils.sql("UPDATE import_run SET tries = tries + 1 WHERE id = $1", run["id"])
            await councils.sql("DELETE FROM import_row WHERE run = $1", run["id"])
    finally:
        await other.close()
    end = await done(fife, run)
    assert (end["rows"], end["new"], end["known"]) == (2500, 2499, 1)
    assert len(await events(councils, "capacity-given")) == 2500
    assert len(await events(councils, "import-completed")) == 2


async def test_a_file_that_fails_and_is_tried_again_keeps_no_other_from_its_turn(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    await councils.sql("ALTER TABLE capacity ADD CONSTRAINT never_that_month CHECK (month <> '2030-01')")
    bad = (await sent(fife, "month,role,days\n2030-01,sponsor,1\n")).json()
    good = (await sent(fife, "month,role,days\n2030-02,sponsor,1\n")).json()
    await done(fife, good)
    (tried,) = await councils.sql("SELECT tries FROM import_run WHERE id = $1", bad["id"])
    assert tried["tries"] < MOST_TRIES
    assert (await ended(fife, bad))["state"] == "failed"

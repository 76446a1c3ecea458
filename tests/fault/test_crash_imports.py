"""A worker dies over a file: it is worked through again from its beginning by the next one, and applied once."""

import pytest

from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.reporting import done, sent, table

POINTS = ["import.before_check", "import.before_apply", "import.before_commit", "import.after_commit"]
FIFE = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
ROWS = 1_200
FILE = table(
    "council,month,role,days",
    (f"fife,{1950 + number // 12}-{number % 12 + 1:02},sponsor,{number % 8 / 4}" for number in range(ROWS)),
)


@pytest.mark.parametrize(
    "point", [pytest.param(one, marks=pytest.mark.quick if "commit" in one else ()) for one in POINTS]
)
async def test_a_worker_that_dies_over_a_file_has_it_applied_once_and_whole_by_the_next_one(
    arena: Arena, point: str
) -> None:
    await arena.streams("projects")
    councils = await arena.service("councils", start=False)
    await councils.start(CRASH_POINT=point)
    async with councils.client(arena.token()) as office:
        made = await office.post("/api/v1/councils", json=FIFE)
        assert made.status_code == 201, made.text
        answer = await sent(office, FILE)
        assert answer.status_code == 202, answer.text
        run = answer.json()
    await councils.died()
    assert councils.process.exit_code == -9, councils.process.log_tail(20)
    assert await said(councils, "capacity-given") == (ROWS if point == "import.after_commit" else 0)

    await councils.start()
    async with councils.client(arena.token()) as office:
        end = await done(office, run)
    assert (end["rows"], end["new"], end["known"]) == (ROWS, ROWS, 0)
    assert (await said(councils, "capacity-given"), await said(councils, "import-completed")) == (ROWS, 1)
    (left,) = await councils.sql("SELECT (SELECT count(*) FROM import_row) + (SELECT count(*) FROM import_chunk) AS n")
    assert left["n"] == 0


async def said(councils: ServiceProcess, name: str) -> int:
    query = "SELECT count(*) AS n FROM outbox_event WHERE event_type LIKE $1"
    return int((await councils.sql(query, f"%.{name}.v%"))[0]["n"])

"""The programme's own phases. There is one programme, so each test has a service of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.support.office import Office
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import world as provide_world

SOURCE = "https://digitaloffice.scot/updates/18-months-on-29"


@pytest.fixture
async def office(servers: Servers, templates: Templates) -> AsyncIterator[Office]:
    async with provide_world(servers, templates) as world:
        await world.streams("councils")
        projects = await world.start("projects")
        async with Office.at(world, projects) as office:
            yield office


async def test_before_anything_is_recorded_the_programme_is_in_no_phase(office: Office) -> None:
    assert await office.get("/programme") == {
        "href": "/api/v1/programme",
        "version": 0,
        "name": "Scottish Local Government Digital Partnership",
        "phase": None,
        "phases": [],
    }


async def test_the_programme_goes_through_its_phases_as_its_sources_tell_them(office: Office) -> None:
    await office.post("/programme/phases", {"phase": "build", "starts": "2016-10", "source": SOURCE})
    await office.post("/programme/phases", {"phase": "embedding", "starts": "2018-02", "source": SOURCE})
    expected = {"phase": "operationalise", "starts": "2019", "expected": True, "source": SOURCE}
    made = await office.post("/programme/phases", expected)
    assert await office.get("/programme") == made
    assert (made["phase"], made["version"]) == ("embedding", 3)
    assert made["phases"] == [
        {"phase": "build", "starts": "2016-10", "ends": "2018-02", "expected": False, "source": SOURCE},
        {"phase": "embedding", "starts": "2018-02", "ends": None, "expected": False, "source": SOURCE},
        {"phase": "operationalise", "starts": "2019", "ends": None, "expected": True, "source": SOURCE},
    ]
    first, _, third = await office.told("digital-partnership", 3)
    assert (first.name, first.sequence) == ("programme-phase-changed", 1)
    assert first.data == {
        "programme": "digital-partnership",
        "phase": "build",
        "effective": "2016-10",
        "expected": False,
        "source": SOURCE,
    }
    assert (third.data["expected"], third.headers["ce-time"]) == (True, "2019-12-31T00:00:00Z")


async def test_the_phase_as_at_a_day_counts_a_loose_date_from_its_last_day(office: Office) -> None:
    await office.post("/programme/phases", {"phase": "build", "starts": "2016-10"})
    await office.post("/programme/phases", {"phase": "embedding", "starts": "2018-02"})
    for day, phase in {
        "2016-10-30": None,
        "2016-10-31": "build",
        "2018-02-27": "build",
        "2018-02-28": "embedding",
        "2026-01-01": "embedding",
    }.items():
        assert (await office.get(f"/programme?as_at={day}"))["phase"] == phase, day


async def test_what_was_expected_may_be_put_right_and_come_true(office: Office) -> None:
    await office.post("/programme/phases", {"phase": "build", "starts": "2016-10"})
    await office.post("/programme/phases", {"phase": "operationalise", "starts": "2019", "expected": True})
    later = await office.post("/programme/phases", {"phase": "operationalise", "starts": "2020", "expected": True})
    assert (later["phase"], later["phases"][1]["starts"], later["phases"][0]["ends"]) == ("build", "2020", None)
    came = await office.post("/programme/phases", {"phase": "operationalise", "starts": "2021-04"})
    assert (came["phase"], len(came["phases"]), came["phases"][0]["ends"]) == ("operationalise", 2, "2021-04")
    # what is expected to come between two facts ends neither of them
    between = await office.post("/programme/phases", {"phase": "embedding", "starts": "2018", "expected": True})
    assert [(one["phase"], one["ends"]) for one in between["phases"]] == [
        ("build", "2021-04"),
        ("embedding", "2021-04"),
        ("operationalise", None),
    ]


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        (
            {"phase": "build", "starts": "2017"},
            409,
            "exists-already",
            "The programme entered 'build' in 2016-10 already.",
        ),
        ({"phase": "embedding", "starts": "2015"}, 422, "dates-out-of-order", "before the start of 'build' in 2016-10"),
        ({"phase": "embedding", "starts": "2199"}, 422, "date-in-the-future", "starts: 2199 has not come yet"),
        (
            {"phase": "embedding", "starts": "18"},
            422,
            "invalid",
            "starts: must be a date as 2018, 2018-02 or 2018-02-25",
        ),
        ({"phase": "embedding"}, 422, "invalid", "starts: is missing"),
        ({"phase": "closing", "starts": "2018"}, 422, "invalid", "phase: must be 'build', 'embedding' or"),
        (
            {"phase": "embedding", "starts": "2018", "expected": "yes"},
            422,
            "invalid",
            "expected: must be true or false",
        ),
    ],
)
async def test_a_wrong_phase_is_refused(
    office: Office, body: dict[str, object], status: int, code: str, words: str
) -> None:
    await office.post("/programme/phases", {"phase": "build", "starts": "2016-10"})
    problem = await office.refused("POST", "/programme/phases", body, status=status, code=code)
    assert words in problem["detail"]

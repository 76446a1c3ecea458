"""Portfolios come and go; projects run on, each with its place in them from a date and until another."""

import asyncio

import pytest

from tests.support.office import Json, Office, unused


async def test_a_portfolio_is_opened_from_a_date(office: Office) -> None:
    said = {
        "key": unused("portfolio"),
        "name": "Digital Health and Care",
        "grouping": "portfolios-2019",
        "from": "2019-10-01",
        "to": None,
        "source": "https://www.ukauthority.com/articles/",
    }
    made = await office.post("/portfolios", said)
    assert made == {"href": f"/api/v1/portfolios/{said['key']}", "version": 1, **said}
    assert await office.get(f"/portfolios/{said['key']}") == made
    (told,) = await office.told(str(said["key"]), 1)
    assert (told.name, told.sequence) == ("portfolio-opened", 1)
    assert told.data == {
        "portfolio": said["key"],
        "name": "Digital Health and Care",
        "grouping": "portfolios-2019",
        "effective": "2019-10-01",
        "ends": None,
        "source": "https://www.ukauthority.com/articles/",
    }


async def test_a_portfolio_ends_once_and_not_before_it_began(office: Office) -> None:
    key = await office.portfolio()
    path = f"/portfolios/{key}/end"
    problem = await office.refused("POST", path, {"to": "2019-09"}, status=422, code="dates-out-of-order")
    assert problem["detail"] == "to: 2019-09 lies before the start, 2019-10-01."
    ended = await office.post(path, {"to": "2020"}, status=200)
    assert (ended["to"], ended["version"]) == ("2020", 2)
    problem = await office.refused("POST", path, {"to": "2021"}, status=409, code="ended-already")
    assert problem["detail"] == f"The portfolio '{key}' has its end already, in 2020."
    opened, told = await office.told(key, 2)
    assert (told.name, told.previous, told.data) == (
        "portfolio-ended",
        opened.id,
        {"portfolio": key, "effective": "2020"},
    )


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"to": "2018"}, "dates-out-of-order", "to: 2018 lies before the start, 2019-10-01."),
        ({"from": "2019-13"}, "invalid", "from: is no day of the calendar"),
        ({"from": 2019}, "invalid", "from: must be text"),
        ({"starts": "2019"}, "invalid", "starts: is no field of this request"),
        ({"grouping": "Three themes"}, "invalid", "grouping: must be lower case letters and digits"),
    ],
)
async def test_a_wrong_portfolio_is_refused(office: Office, said: dict[str, object], code: str, words: str) -> None:
    body = {"key": unused("portfolio"), "name": "Place", "grouping": "portfolios-2019", "from": "2019-10-01"} | said
    problem = await office.refused("POST", "/portfolios", body, status=422, code=code)
    assert words in problem["detail"]


async def test_a_list_as_at_a_day_shows_the_portfolios_of_that_day(office: Office) -> None:
    old = await office.portfolio(**{"from": "2016-10", "to": "2019-10-01"})
    new = await office.portfolio(**{"from": "2019-10-01"})

    async def on(day: str) -> set[str]:
        listed = await office.get(f"/portfolios?limit=200{day and f'&as_at={day}'}")
        return {one["key"] for one in listed["items"]} & {old, new}

    assert await on("") == {old, new}
    assert await on("2016-10-30") == set()
    assert await on("2016-10-31") == {old}
    assert await on("2019-09-30") == {old}
    assert await on("2019-10-01") == {new}


async def places(office: Office, project: str, day: str = "") -> list[Json]:
    """Return a project's places, each of which says when it was recorded."""
    listed: list[Json] = (await office.get(f"/projects/{project}/placements{day and f'?as_at={day}'}"))["items"]
    assert all(one.pop("recorded_at") for one in listed)
    return listed


async def test_a_project_has_its_place_in_the_groups_of_the_day(office: Office) -> None:
    project = await office.project()
    old = await office.portfolio(**{"from": "2016-10", "to": "2019-10-01"})
    new = await office.portfolio()
    await office.post(f"/projects/{project}/placements", {"portfolio": old, "from": "2017-03", "to": "2019-10-01"})
    placed = await office.post(
        f"/projects/{project}/placements", {"portfolio": new, "from": "2019-10-01", "reading_of_ours": True}
    )
    assert (placed["portfolio"], placed["version"], placed["href"]) == (new, 3, f"/api/v1/projects/{project}")
    assert await places(office, project) == [
        {"portfolio": old, "from": "2017-03", "to": "2019-10-01", "reading_of_ours": False},
        {"portfolio": new, "from": "2019-10-01", "to": None, "reading_of_ours": True},
    ]
    assert [one["portfolio"] for one in await places(office, project, "2018-03-01")] == [old]
    shown = [await office.get(f"/projects/{project}?as_at={day}") for day in ("2017-01-01", "2018-03-01", "2019-11-01")]
    assert [one["portfolio"] for one in shown] == [None, old, new]

    async def on(day: str, wanted: str = "") -> dict[str, str | None]:
        listed = await office.get(f"/projects?limit=200{day and f'&as_at={day}'}{wanted and f'&portfolio={wanted}'}")
        return {one["key"]: one["portfolio"] for one in listed["items"] if one["key"] == project}

    assert await on("2017-03-30") == {project: None}
    assert await on("2017-03-31") == {project: old}
    assert await on("2019-09-30") == {project: old}
    assert await on("2019-10-01") == {project: new}
    assert await on("") == {project: new}
    assert await on("2018-01-01", old) == {project: old}
    assert await on("2018-01-01", new) == {}
    assert await on("", old) == {}
    _, _, told = await office.told(project, 3)
    assert (told.name, told.sequence) == ("placed", 3)
    assert told.data == {
        "project": project,
        "portfolio": new,
        "effective": "2019-10-01",
        "ends": None,
        "reading_of_ours": True,
    }


async def test_a_portfolio_that_ended_groups_no_projects_but_their_places_stay_on_record(office: Office) -> None:
    project, portfolio = await office.project(), await office.portfolio()
    await office.post(f"/projects/{project}/placements", {"portfolio": portfolio, "from": "2019-10-01"})
    known = (await office.ask("GET", f"/projects/{project}")).headers["etag"]
    await office.post(f"/portfolios/{portfolio}/end", {"to": "2020-06"}, status=200)
    seen_again = await office.ask("GET", f"/projects/{project}", If_None_Match=known)
    assert (seen_again.status_code, seen_again.json()["portfolio"]) == (200, None), "the project itself is as it was"
    assert (await office.get(f"/projects?portfolio={portfolio}"))["items"] == []
    assert [one["key"] for one in (await office.get(f"/projects?portfolio={portfolio}&as_at=2020-06-29"))["items"]] == [
        project
    ]
    assert len((await office.get(f"/projects/{project}/placements"))["items"]) == 1


async def test_a_place_told_again_puts_its_end_right(office: Office) -> None:
    project, portfolio = await office.project(), await office.portfolio()
    path = f"/projects/{project}/placements"
    await office.post(path, {"portfolio": portfolio, "from": "2019-10-01"})
    problem = await office.refused(
        "POST", path, {"portfolio": portfolio, "from": "2019-10-01"}, status=409, code="placed-already"
    )
    assert problem["detail"] == f"The project {project} has its place in '{portfolio}' from 2019-10-01 already."
    await office.post(path, {"portfolio": portfolio, "from": "2019-10-01", "to": "2021"})
    assert await places(office, project) == [
        {"portfolio": portfolio, "from": "2019-10-01", "to": "2021", "reading_of_ours": False}
    ]
    assert (await office.get(f"/projects/{project}"))["portfolio"] is None


@pytest.mark.parametrize(
    ("said", "status", "code", "words"),
    [
        ({"portfolio": "no-such"}, 404, "not-found", "There is no portfolio 'no-such'."),
        ({"to": "2019-09"}, 422, "dates-out-of-order", "to: 2019-09 lies before the start, 2019-10-01."),
        ({"from": "2018"}, 422, "dates-out-of-order", "from: 2018 lies before the portfolio"),
        ({"from": "2030"}, 422, "dates-out-of-order", "had ended by then, in 2029."),
        ({"from": None}, 422, "invalid", "from: must be text"),
        ({"reading_of_ours": "no"}, 422, "invalid", "reading_of_ours: must be true or false"),
    ],
)
async def test_a_wrong_place_is_refused(
    office: Office, said: dict[str, object], status: int, code: str, words: str
) -> None:
    body = {"portfolio": await office.portfolio(to="2029"), "from": "2019-10-01"} | said
    path = f"/projects/{await office.project()}/placements"
    problem = await office.refused("POST", path, body, status=status, code=code)
    assert words in problem["detail"]


async def test_a_portfolio_that_ends_while_a_project_is_placed_takes_no_more(office: Office) -> None:
    project, portfolio = await office.project(), await office.portfolio()
    ended = "UPDATE portfolio SET ends = '2020-06', ends_day = '2020-06-30' WHERE key = $1"
    async with office.meanwhile(ended, portfolio) as somebody_waits:
        body = {"portfolio": portfolio, "from": "2021-01-01"}
        placing = asyncio.create_task(office.ask("POST", f"/projects/{project}/placements", body))
        await somebody_waits()
    assert (await placing).json()["detail"] == f"from: the portfolio '{portfolio}' had ended by then, in 2020-06."

"""Progress updates, ratings of confidence, and projects that go quiet and are heard again."""

import httpx
import pytest

from tests.support.moved import Days, fired
from tests.support.office import Json, Office
from tests.support.progress import rhythm, shown
from tests.support.world import Running, World

RED = {"kind": "independent", "rating": "red", "by_role": "delivery-board", "reason": "Nobody has tested it"}


@pytest.fixture(scope="module")
async def projects(world: World) -> Running:
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def days(projects: Running) -> Days:
    return Days(projects)


@pytest.fixture
async def quiet(office: Office, days: Days) -> str:
    """A project that rated itself green, was to tell of its progress every week, and did not."""
    key = await office.project()
    await office.post(f"/projects/{key}/progress-updates", {"text": "All is well", "own_rating": "green"})
    await rhythm(office, key, 7)
    await days.pass_by(8)
    await fired(office, key, "gone-quiet")
    return key


async def test_an_update_is_told_with_its_rating_and_listed_by_its_day(office: Office, days: Days) -> None:
    key = await office.project()
    said = {
        "text": "The toolkit is with its first readers",
        "by_role": "project-lead",
        "effective": days.day(-3),
        "evidence": ["https://example.org/minutes"],
        "own_rating": "amber",
        "reason": "One reader is late",
    }
    told = await office.post(f"/projects/{key}/progress-updates", said)
    update, rating = told["update"], told["rating"]
    assert (update["number"], update["text"], update["effective"]) == (1, said["text"], days.day(-3))
    assert update["told_on"] == days.day()
    assert (rating["kind"], rating["rating"], rating["update"]) == ("own", "amber", 1)
    assert (rating["reason"], rating["effective"]) == ("One reader is late", days.day(-3))
    assert told["confidence"]["own"]["shown"] == "amber"
    assert told["confidence"]["independent"]["shown"] == "not-yet-rated"
    assert (await office.get(f"/projects/{key}/progress-updates"))["items"] == [update]
    assert (await office.get(f"/projects/{key}/confidence-ratings"))["items"] == [rating]
    _, updated, rated = await office.told(key, 3)
    assert (updated.name, rated.name) == ("progress-updated", "confidence-rated")
    assert updated.data == {
        "project": key,
        "update": 1,
        "text": said["text"],
        "by_role": "project-lead",
        "evidence": ["https://example.org/minutes"],
        "effective": days.day(-3),
        "told_on": days.day(),
        "corrects": None,
        "correction_reason": None,
        "update_due": None,
    }
    assert rated.data == {
        "project": key,
        "number": 1,
        "kind": "own",
        "rating": "amber",
        "from_rating": "not-yet-rated",
        "by_role": "project-lead",
        "reason": "One reader is late",
        "evidence": ["https://example.org/minutes"],
        "update": 1,
        "effective": days.day(-3),
    }


async def test_own_and_independent_ratings_are_kept_apart_and_shown_on_their_days(office: Office, days: Days) -> None:
    key = await office.project()
    path = f"/projects/{key}/confidence-ratings"
    own = {"kind": "own", "rating": "green", "by_role": "sponsor", "effective": days.day(-10)}
    await office.post(path, own)
    await office.post(path, RED | {"effective": days.day(-5)})
    assert await shown(office, key) == ["green", "red"]
    assert await shown(office, key, days.day(-6)) == ["green", "not-yet-rated"]
    assert await shown(office, key, days.day(-11)) == ["not-yet-rated", "not-yet-rated"]
    told_late = await office.post(path, own | {"rating": "amber", "reason": "Late", "effective": days.day(-7)})
    assert told_late["rating"]["recorded_at"][:10] > days.day(-7)
    assert await shown(office, key) == ["amber", "red"]
    assert await shown(office, key, days.day(-8)) == ["green", "not-yet-rated"]
    found = await office.get(f"{path}?kind=own&as_at={days.day(-8)}")
    assert [one["rating"] for one in found["items"]] == ["green"]
    board = (await office.get(f"/projects/{key}"))["confidence"]["independent"]
    assert (board["last"], board["effective"], board["by_role"]) == ("red", days.day(-5), "delivery-board")
    assert board["reason"] == RED["reason"]


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"by_role": "project-lead"}, "by_role", "role-may-not"),
        ({"kind": "own"}, "by_role", "role-may-not"),
        ({"kind": "own", "by_role": "council-digital-lead"}, "by_role", "role-may-not"),
        ({"reason": None}, "reason", "reason-missing"),
        ({"reason": ""}, "reason", "reason-missing"),
        ({"effective": "2199-01-01"}, "effective", "date-in-the-future"),
        ({"rating": "blue"}, "rating", "invalid"),
        ({"kind": "mine"}, "kind", "invalid"),
        ({"colour": "red"}, "colour", "invalid"),
    ],
)
async def test_a_rating_that_does_not_hang_together_is_refused(
    office: Office, said: Json, field: str, code: str
) -> None:
    path = f"/projects/{await office.project()}/confidence-ratings"
    problem = await office.refused("POST", path, RED | said, status=422, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]


async def test_a_change_of_rating_says_why_also_when_it_turns_green(office: Office) -> None:
    path = f"/projects/{await office.project()}/confidence-ratings"
    await office.post(path, RED)
    green = {"kind": "independent", "rating": "green", "by_role": "digital-office"}
    problem = await office.refused("POST", path, green, status=422, code="reason-missing")
    assert "a change from 'red' to 'green' needs one" in problem["detail"]
    await office.post(path, green | {"reason": "It was tested"})
    await office.post(path, green)


async def test_a_correction_is_a_new_update_that_says_what_it_puts_right_and_why(office: Office, days: Days) -> None:
    key = await office.project()
    path = f"/projects/{key}/progress-updates"
    await office.post(path, {"text": "Twelve councils", "effective": days.day(-9), "own_rating": "green"})
    await office.post(path, {"text": "Training began", "effective": days.day(-2)})
    correction: Json = {"text": "Eleven councils", "corrects": 1, "correction_reason": "One was counted twice"}
    told = await office.post(path, correction | {"own_rating": "amber", "reason": "Fewer than hoped"})
    assert (told["update"]["effective"], told["update"]["told_on"]) == (days.day(-9), days.day())
    items = (await office.get(path))["items"]
    assert [(one["number"], one["corrects"], one["corrected_by"]) for one in items] == [
        (1, None, 3),
        (3, 1, None),
        (2, None, None),
    ]
    assert (await shown(office, key, days.day(-9)))[0] == "amber"
    assert (await office.get(f"{path}?as_at={days.day(-10)}"))["items"] == []
    for wrong, field, code in (
        ({"corrects": 9}, "corrects", "no-such-update"),
        ({"correction_reason": None}, "correction_reason", "reason-missing"),
        ({"corrects": None}, "correction_reason", "correction-of-nothing"),
        ({"effective": days.day(-8)}, "effective", "correction-of-another-day"),
    ):
        problem = await office.refused("POST", path, correction | wrong, status=422, code=code)
        assert [one["field"] for one in problem["errors"]] == [field]


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"text": ""}, "text", "invalid"),
        ({"by_role": "delivery-board"}, "by_role", "role-may-not"),
        ({"effective": "2199-01-01"}, "effective", "date-in-the-future"),
        ({"own_rating": "red"}, "reason", "reason-missing"),
        ({"evidence": ["not a link"]}, "evidence.0", "invalid"),
        ({"mood": "good"}, "mood", "invalid"),
    ],
)
async def test_an_update_that_does_not_hang_together_is_refused(
    office: Office, said: Json, field: str, code: str
) -> None:
    path = f"/projects/{await office.project()}/progress-updates"
    problem = await office.refused("POST", path, {"text": "All is well"} | said, status=422, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]


async def test_a_rhythm_is_agreed_under_the_project_s_etag_and_told_once(office: Office, days: Days) -> None:
    key = await office.project()
    path = f"/projects/{key}/update-rhythm"
    none = await office.get(path)
    assert (none["every_days"], none["update_due"], none["version"]) == (None, None, 1)
    agreed = await office.change("PUT", path, {"every_days": 14, "starts": days.day(3)}, version=1)
    assert (agreed["every_days"], agreed["update_due"], agreed["effective"]) == (14, days.day(17), days.day())
    assert await office.get(path) == agreed
    assert await office.change("PUT", path, {"every_days": 14, "starts": days.day(3)}, version=2) == agreed
    await office.refused("PUT", path, {"every_days": 7}, status=412, code="changed-meanwhile", If_Match='"1"')
    await office.refused("PUT", path, {"every_days": 7}, status=428, code="if-match-required")
    for wrong in (0, 367, "7", 1.5):
        await office.refused("PUT", path, {"every_days": wrong}, status=422, code="invalid", If_Match='"2"')
    before = await office.get(f"{path}?as_at={days.day(-1)}")
    assert (before["every_days"], before["update_due"]) == (None, None)
    ended = await office.change("PUT", path, {"every_days": None}, version=2)
    assert (ended["every_days"], ended["update_due"]) == (None, None)
    assert await office.recorded(key) == ["registered", "update-rhythm-changed", "update-rhythm-changed"]


async def test_a_project_that_misses_an_update_is_stale_everywhere_from_the_day_after(
    office: Office, days: Days, quiet: str
) -> None:
    assert await shown(office, quiet) == ["stale", "not-yet-rated"]
    assert await shown(office, quiet, days.day(-1)) == ["green", "not-yet-rated"]
    view = (await office.get(f"/projects/{quiet}"))["confidence"]
    assert (view["own"]["last"], view["own"]["effective"]) == ("green", days.day(-8))
    assert (view["quiet_since"], view["last_update"], view["update_due"]) == (days.day(), days.day(-8), days.day(-1))
    for query, expected in (("", "stale"), (f"as_at={days.day(-1)}", "green")):
        listed = await office.get(f"/projects?limit=200&{query}")
        (one,) = [item for item in listed["items"] if item["key"] == quiet]
        assert one["confidence"]["own"]["shown"] == expected
    *_, told = await office.told(quiet, 5)
    assert told.name == "gone-quiet"
    assert told.data == {
        "project": quiet,
        "every_days": 7,
        "last_update": days.day(-8),
        "update_due": days.day(-1),
        "effective": days.day(),
    }
    assert told.headers["ce-actor"] == "service:projects"


async def test_silence_is_told_once_and_a_new_update_ends_it(office: Office, days: Days, quiet: str) -> None:
    since = days.day()
    await days.pass_by(30)
    assert (await office.recorded(quiet)).count("gone-quiet") == 1
    again = await office.post(f"/projects/{quiet}/progress-updates", {"text": "Here we are"})
    assert again["confidence"]["own"]["shown"] == "green"
    assert again["confidence"]["update_due"] == days.day(7)
    *_, heard = await office.told(quiet, 7)
    assert (heard.name, heard.data["quiet_since"], heard.data["effective"]) == ("heard-again", since, days.day())
    assert (await shown(office, quiet, days.day(-1)))[0] == "stale"
    await days.pass_by(8)
    await fired(office, quiet, "gone-quiet", 2)
    assert (await shown(office, quiet))[0] == "stale"


async def test_an_own_rating_alone_does_not_end_silence_and_the_board_s_later_one_stands(
    office: Office, days: Days, quiet: str
) -> None:
    path = f"/projects/{quiet}/confidence-ratings"
    rated = await office.post(path, {"kind": "own", "rating": "green", "by_role": "sponsor"})
    assert rated["confidence"]["own"]["shown"] == "stale"
    await office.post(path, RED | {"effective": days.day(-2)})
    assert await shown(office, quiet) == ["stale", "stale"]
    await office.post(path, RED)
    assert await shown(office, quiet) == ["stale", "red"]


async def test_nothing_is_awaited_of_a_project_that_is_closed(office: Office, days: Days) -> None:
    key = await office.project()
    await rhythm(office, key, 7)
    await office.post(f"/projects/{key}/close", {"outcome": "delivered", "by_role": "delivery-board"}, status=200)
    assert (await office.get(f"/projects/{key}/update-rhythm"))["update_due"] is None
    other = await office.project()
    await rhythm(office, other, 7)
    await days.pass_by(8)
    await fired(office, other, "gone-quiet")
    assert "gone-quiet" not in await office.recorded(key)
    for path, body in (("progress-updates", {"text": "More"}), ("confidence-ratings", RED)):
        await office.refused("POST", f"/projects/{key}/{path}", body, status=409, code="project-closed")


async def test_a_council_s_system_reads_progress_and_tells_none(office: Office, reader: httpx.AsyncClient) -> None:
    key = await office.project()
    for path in ("progress-updates", "confidence-ratings", "confidence", "update-rhythm"):
        assert (await reader.get(f"/api/v1/projects/{key}/{path}")).status_code == 200
    for path, body in (("progress-updates", {"text": "Ours"}), ("confidence-ratings", RED)):
        assert (await reader.post(f"/api/v1/projects/{key}/{path}", json=body)).status_code == 403

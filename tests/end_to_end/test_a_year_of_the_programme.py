"""A year of the programme, told through the gateway by three councils and the Office: from a call to what came of it.

Everything in it is for demonstration and says so; it is told in words while it happens, and can be told again.
"""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.beginnings import next_month
from tests.support.records import lines, sent
from tests.support.story import Story, Teller, becomes
from tests.support.whole import Whole
from tests.support.year import a_call, a_project, a_shortfall, clients, what_was_delivered

pytestmark = pytest.mark.timeout(600)

FACTS, BAD_LINE = 60_000, 57_312


@pytest.fixture
async def story(whole: Whole, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Story]:
    def say(sentence: str) -> None:
        with capsys.disabled():
            print(f"  {sentence}", flush=True)  # noqa: T201 - the story is told to whoever runs it

    async with AsyncExitStack() as stack:
        yield await Story.begin(whole, stack, say)


async def test_a_year_of_the_programme(story: Story) -> None:
    story.say("\n  A year of the programme (demonstration only)")
    began = await story.today()
    fife, glasgow, stirling = await clients(story)
    project = await a_project(story)
    call, begins, ends = await a_call(story, project, fife, glasgow, stirling)
    await a_shortfall(story, call)
    await what_was_delivered(story, call, begins, ends, fife, glasgow)
    toolkit, offered_on = await a_release(story, project), await story.today()
    await an_adoption(story, toolkit, fife, glasgow, stirling)
    await a_withdrawal(story, toolkit, fife, glasgow, stirling)
    await a_benefit(story, project, fife, glasgow)
    await a_contact_erased(story, fife, glasgow)
    await a_large_file(story)
    await story.pass_days(max(1, 365 - (await story.today() - began).days))
    await what_stands(story, toolkit, offered_on, fife)


async def a_release(story: Story, project: str) -> str:
    office, key = story.office, story.key("archive-release")
    toolkit, guide = story.key("archive-toolkit"), story.key("archive-guide")
    for deliverable, name in ((toolkit, "Archive toolkit"), (guide, "Archive guide")):
        body = {"key": deliverable, "project": project, "name": name, "state": "in-progress"}
        await office.post("/deliverables", body)
        await office.post(f"/deliverables/{deliverable}/versions", {"version": "1.0", "summary": "The first"})
        for state in ("beta", "live"):
            await office.post(f"/deliverables/{deliverable}/state-changes", {"to": state})
    await office.post("/releases", {"key": key, "name": "A release of the archive", "demonstration": True})
    inside = [{"deliverable": one, "ready": True} for one in (toolkit, guide)]
    await office.post(f"/releases/{key}/deliverables", {"deliverables": inside})
    await office.post(f"/releases/{key}/close", {})
    told = await story.heard("projects.release-closed", key)
    assert {one["deliverable"] for one in told["included"]} == {toolkit, guide}
    story.say(f"A release with a toolkit and a guide is closed and sealed: {told['manifest_sha256'][:16]}…")
    return toolkit


async def an_adoption(story: Story, toolkit: str, fife: Teller, glasgow: Teller, stirling: Teller) -> None:
    for council in (fife, glasgow, stirling):
        await becomes(
            lambda council=council: council.ask("GET", f"/adoptions/{council.name}/{toolkit}"),  # type: ignore[misc]
            lambda answer: answer.status_code == 200,
            "the line that a closed release opens",
        )
    shown = {"link": "https://example.org/fife/archive", "text": "The first records are in it"}
    steps: list[dict[str, Any]] = [{"state": "considering"}, {"state": "planned"}]
    for step in [*steps, {"state": "adopting", "evidence": [shown]}]:
        await fife.change("PATCH", f"/adoptions/fife/{toolkit}", step)
    await glasgow.change("PATCH", f"/adoptions/glasgow/{toolkit}", {"state": "in-use"})
    line = f"/adoptions/stirling/{toolkit}"
    etag = (await stirling.ask("GET", line)).headers["etag"]
    unsaid = await stirling.ask("PATCH", line, {"state": "declined"}, If_Match=etag)
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "reason-missing"), unsaid.text
    await stirling.change("PATCH", line, {"state": "declined", "reason": "no-capacity"})
    seen = (await fife.get(f"/adoptions?deliverable={toolkit}"))["items"]
    assert [one["council"] for one in seen] == ["fife"]
    story.say(
        "Fife adopts the toolkit and shows evidence, Glasgow has it in use; Stirling declines, and has to say why: for "
        "want of capacity. Each sees its own line only."
    )


async def a_withdrawal(story: Story, toolkit: str, fife: Teller, glasgow: Teller, stirling: Teller) -> None:
    reason = "Records could be lost; a new toolkit follows"
    await story.office.post(f"/deliverables/{toolkit}/state-changes", {"to": "withdrawn", "reason": reason})
    path = f"/adoptions/acknowledgements?deliverable={toolkit}"
    asked = await becomes(
        lambda: story.office.get(path), lambda page: len(page["items"]) == 2, "adopters are asked to acknowledge"
    )
    assert {one["council"] for one in asked["items"]} == {"fife", "glasgow"}
    assert (await stirling.get(path))["items"] == []
    for council in (fife, glasgow):
        (one,) = (await council.get(path))["items"]
        assert one["council"] == council.name
        await council.post(f"/adoptions/{council.name}/{toolkit}/acknowledgement", {"by_role": "council-digital-lead"})
        await story.heard("councils.acknowledgement-given", council.name)
    story.say("The toolkit is withdrawn. Fife and Glasgow, who adopted it, are asked and acknowledge; nobody else is.")


async def a_benefit(story: Story, project: str, fife: Teller, glasgow: Teller) -> None:
    today = await story.today()
    profile, period = story.key("time-on-records"), f"{today:%Y-%m}"
    await story.office.post(
        "/benefit-profiles",
        {
            "key": profile,
            "project": project,
            "statement": "Less time is spent looking for records",
            "type": "quantitative",
            "owner_role": "benefits-owner",
            "measure": story.key("hours-on-records"),
            "unit": "hours",
            "attribution": {"kind": "whole", "rule": "Nothing else was changed in that time"},
        },
    )
    figure = {"council": "fife", "profile": profile, "period": period, "unit": "hours", "by_role": "benefits-owner"}
    forecast = await becomes(
        lambda: fife.ask("POST", "/benefits", figure | {"stage": "forecast", "value": 50.0}),
        lambda answer: answer.status_code == 201,
        "councils knows of the benefit",
    )
    assert forecast.json()["visibility"] == "own"
    claim = figure | {"stage": "claimed", "value": 42.0, "evidence": ["https://example.org/fife/count"]}
    await fife.refused("POST", "/benefits", claim, status=422, code="period-not-over")
    story.say(f"Fife forecasts 50 hours saved in {today:%B %Y}; to claim them it has to wait until the month is over.")
    await story.pass_days((next_month(today) - today).days)
    await fife.post("/benefits", claim)
    verified = figure | {"stage": "verified", "value": 42.0}
    said = await fife.refused("POST", "/benefits", verified, status=409, code="same-role")
    await story.office.post("/benefits", verified | {"by_role": "digital-office"})
    story.say(f"It claims 42. Who claimed cannot verify: {said} The Digital Office does.")
    one = f"/benefits/fife/{profile}/{period}/verified"
    assert (await glasgow.ask("GET", one)).status_code == 404
    assert (await glasgow.get(f"/benefits?profile={profile}"))["items"] == []
    await fife.change("PUT", f"{one}/visibility", {"visibility": "programme"}, of=one)
    assert (await glasgow.get(one))["value"] == 42.0
    story.say("For Glasgow the figure is not there, until Fife lets the programme see it.")


async def a_contact_erased(story: Story, fife: Teller, glasgow: Teller) -> None:
    role, address = "/roles/fife/security-contact", f"{story.key('isla')}@example.org"
    person = {"name": "Isla Example", "email": address, "phone": "+44 131 496 0000"}
    await fife.change("PUT", role, {"holder": person})
    seen = await story.office.get(f"{role}?purpose=security-incident")
    assert seen["holder"]["email"] == address
    await glasgow.refused("GET", role, status=403, code="another-council")
    story.say("Fife names its security contact. The Office looks her up, which is written down; Glasgow may not.")
    wish = {"email": address, "reason": "asked-by-the-person"}
    (erased,) = (await fife.post("/roles/erasures", wish))["erased"]
    told = {one["recipient"] for one in erased["told"]}
    assert any(story.whole.client_id in one for one in told), told
    event = await story.heard("councils.contact-erased", "fife")
    assert event["person"] == erased["person"]
    assert not any(word in json.dumps(event) for word in person.values()), "an event holds a person's data"
    found = (await fife.post("/roles/exports", {"email": address}))["contacts"]
    assert found == []
    gaps = (await fife.get("/councils/roles/gaps?council=fife&role=security-contact"))["items"]
    assert gaps, "a role without a holder is a gap"
    story.say(
        f"She asks to be forgotten, and is, at once; told before, and asked to forget too: {', '.join(sorted(told))}. "
        "Nothing is held any more, no event ever named her, and the role is a gap to report."
    )


async def a_large_file(story: Story) -> None:
    office = story.office
    councils = [one["slug"] for one in (await office.get("/councils?limit=200"))["items"]]
    one = f"/commitments/capacity?council={councils[0]}&from=2150-01&limit=200"
    before = (await office.get(one))["items"]
    run = await sent(story, office, lines(councils, FACTS, bad=BAD_LINE))
    assert (run["state"], run["errors"], run["rows"]) == ("refused", 1, FACTS), run
    ((mistake),) = (await office.http.get(run["errors_href"])).json()["items"]
    assert (mistake["line"], mistake["column"]) == (BAD_LINE, "days"), mistake
    assert (await office.get(one))["items"] == before, "something of a bad file was applied"
    story.say(
        f"A file of {FACTS:,} facts is refused whole for one: line {mistake['line']:,}, column {mistake['column']}, "
        f"'{mistake['value']}': {mistake['message']}"
    )
    run = await sent(story, office, lines(councils, FACTS))
    told = run["new"] + run["known"] + run["changed"] + run["conflicting"]
    assert (run["state"], run["errors"], told) == ("done", 0, FACTS), run
    assert len((await office.get(one))["items"]) >= FACTS // len(councils) // 6 // 2
    story.say(f"Mended, it is loaded: {run['new']:,} facts are new, {run['known']:,} were known already.")


async def what_stands(story: Story, toolkit: str, offered_on: date, fife: Teller) -> None:
    line = await fife.get(f"/adoptions/fife/{toolkit}?as_at={offered_on}")
    assert [one["to_state"] for one in line["moves"]] == ["considering", "planned", "adopting"], line
    before = offered_on - timedelta(days=1)
    assert (await fife.ask("GET", f"/adoptions/fife/{toolkit}?as_at={before}")).status_code == 404

    async def reported(day: date) -> list[Any]:
        apart = (await story.office.get(f"/reports/adoption?as_at={day}"))["demonstration"]["deliverables"]
        return [one["in_use"] for one in apart if one["deliverable"] == toolkit]

    (share,) = await becomes(lambda: reported(offered_on), bool, "the report on adoption")
    assert await reported(before) == []
    story.say(
        f"A year later all of it can be asked for as at any day: on {offered_on:%-d %B %Y} the toolkit was in use in "
        f"{share['numerator']} of {share['denominator']} councils, and the day before there was none. The end."
    )

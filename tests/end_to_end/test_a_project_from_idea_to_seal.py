"""One project from the first idea to the sealed release and beyond, told through the gateway by those who take part.

Everything in it is for demonstration and says so; it is told in words while it happens, and can be told again.
"""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.beginnings import a_call, a_gate_with_a_condition, an_idea
from tests.support.story import Story, Teller, becomes, together
from tests.support.whole import Whole

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def story(whole: Whole, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Story]:
    def say(sentence: str) -> None:
        with capsys.disabled():
            print(f"  {sentence}", flush=True)  # noqa: T201 - the story is told to whoever runs it

    async with AsyncExitStack() as stack:
        yield await Story.begin(whole, stack, say)


async def test_a_project_from_idea_to_seal(story: Story) -> None:
    story.say("\n  A project from idea to seal (demonstration only)")
    fife, glasgow = await story.council("fife"), await story.council("glasgow")
    project = await an_idea(story)
    await a_call(story, project, fife, glasgow)
    await a_gate_with_a_condition(story, project)
    toolkit, template, guide = await deliverables(story, project)
    release = await a_release(story, toolkit, template, guide)
    await verified_from_outside(story, release)
    await an_amendment(story, release)
    await a_withdrawal(story, release, toolkit, guide, fife, glasgow)
    await the_end_and_after(story, project)
    await what_reporting_makes_of_it(story, project, release)


async def deliverables(story: Story, project: str) -> tuple[str, str, str]:
    office = story.office
    keys = story.key("forms-toolkit"), story.key("forms-template"), story.key("forms-guide")
    for key in keys:
        body = {"key": key, "project": project, "name": key.rpartition("-")[0].capitalize(), "state": "in-progress"}
        await office.post("/deliverables", body)
    for key in keys[:2]:
        await office.post(f"/deliverables/{key}/versions", {"version": "1.0", "summary": "The first that is whole"})
        for state in ("beta", "live"):
            await office.post(f"/deliverables/{key}/state-changes", {"to": state})
    story.say("Two of its three deliverables are live in version 1.0; the guide is still being written.")
    return keys


async def a_release(story: Story, toolkit: str, template: str, guide: str) -> str:
    office, key, following = story.office, story.key("demo-release"), story.key("demo-release-next")
    freeze = await story.today() + timedelta(days=5)
    frozen = {"freeze_on": freeze.isoformat(), "sign_offs_needed": ["delivery-board", "digital-office"]}
    await office.post("/releases", {"key": key, "name": "A demonstration release", "demonstration": True} | frozen)
    await office.post("/releases", {"key": following, "name": "The one after it", "demonstration": True})
    inside = [{"deliverable": toolkit, "ready": True}, {"deliverable": guide, "ready": False}]
    await office.post(f"/releases/{key}/deliverables", {"deliverables": inside})
    missing = await office.get(f"/releases/{key}/readiness")
    story.say(f"A release is planned, frozen from {freeze:%-d %B}. It lacks: {'; '.join(missing['missing'])}.")
    for one in missing["deliverables"]:
        lacks = "; ".join(what["text"] for what in one["missing"]) or "nothing"
        story.say(f"  {one['deliverable']} lacks {lacks}.")
    await story.pass_days(6)
    await story.heard("projects.release-frozen", key)
    late: dict[str, Any] = {"deliverables": [{"deliverable": template, "ready": True}]}
    unexplained = await office.ask("POST", f"/releases/{key}/deliverables", late)
    assert unexplained.status_code in {409, 422}, unexplained.text
    why = {"reason": "The toolkit is of no use without it", "by_role": "delivery-board"}
    await office.post(f"/releases/{key}/deliverables", late | why)
    (logged,) = [one for one in (await office.get(f"/releases/{key}/scope-changes"))["items"] if one["after_freeze"]]
    assert logged["reason"] == why["reason"]
    story.say("After the freeze the template goes in, with a reason that stays in the log.")
    early = await office.ask("POST", f"/releases/{key}/close", {"carry_over_to": following})
    assert early.status_code == 409, early.text
    for role in frozen["sign_offs_needed"]:
        await office.post(f"/releases/{key}/sign-offs", {"by_role": role, "outcome": "signed"})
    closed = await together(
        *(office.ask("POST", f"/releases/{key}/close", {"carry_over_to": following}) for _ in range(2))
    )
    assert sorted(answer.status_code for answer in closed) == [200, 409], [answer.text for answer in closed]
    told = await story.heard("projects.release-closed", key)
    assert await story.times_heard("projects.release-closed", key) == 1
    assert {one["deliverable"] for one in told["included"]} == {toolkit, template}
    assert [one["deliverable"] for one in told["carried_over"]] == [guide]
    story.say(f"Both roles sign; two try to close it at once and one does. Sealed: {told['manifest_sha256'][:16]}…")
    return key


async def verified_from_outside(story: Story, release: str) -> None:
    """What anybody can do who was given the manifest and its signature: with the published key, and no code of ours."""
    manifest = (await story.office.ask("GET", f"/releases/{release}/manifest")).content
    sealed = await story.office.get(f"/releases/{release}/manifest/signature")
    async with httpx.AsyncClient(base_url=story.whole.url, trust_env=False) as anybody:
        keys = (await anybody.get("/api/v1/releases/seal-keys")).json()["keys"]
        (jwk,) = [one for one in keys if one["kid"] == sealed["key_id"]]
        public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "=="))
        signature = base64.b64decode(sealed["signature"])
        public.verify(signature, manifest)
        assert (
            hashlib.sha256(manifest).hexdigest() == (await story.office.get(f"/releases/{release}"))["manifest_sha256"]
        )
        changed = manifest.replace(b'"ready"', b'"Ready"', 1) if b'"ready"' in manifest else manifest[:-1] + b" "
        with pytest.raises(InvalidSignature):
            public.verify(signature, changed)
        for content, valid in ((manifest, True), (changed, False)):
            body = {"manifest": base64.b64encode(content).decode(), "signature": sealed["signature"]}
            answer = await anybody.post("/api/v1/releases/verify", json=body)
            assert answer.json()["valid"] is valid, answer.text
    story.say("Without an account, with the published key alone, the manifest verifies; one byte changed, it does not.")


async def an_amendment(story: Story, release: str) -> None:
    said = {
        "text": "The template is for all forms, not for those of one service.",
        "reason": "It was described too narrowly",
        "by_role": "digital-office",
    }
    before = (await story.office.ask("GET", f"/releases/{release}/manifest")).content
    made = await story.office.post(f"/releases/{release}/amendments", said)
    assert made["number"] == 1
    assert (await story.office.ask("GET", f"/releases/{release}/manifest")).content == before
    content = json.loads((await story.office.ask("GET", f"/releases/{release}/amendments/1/content")).content)
    assert content["manifest_sha256"] == hashlib.sha256(before).hexdigest()
    story.say("What was described too narrowly is amended, as number 1; the seal stays as it was.")


async def a_withdrawal(story: Story, release: str, toolkit: str, guide: str, fife: Teller, glasgow: Teller) -> None:
    for council, states in ((fife, ("considering", "planned", "adopting")), (glasgow, ("considering",))):
        line = f"/adoptions/{council.name}/{toolkit}"

        async def opened(council: Teller = council, line: str = line) -> int:
            return (await council.ask("GET", line)).status_code

        await becomes(opened, lambda status: status == 200, "the line that a closed release opens")
        for state in states:
            await council.change("PATCH", line, {"state": state})
    reason = "A form could be sent twice; a new toolkit follows"
    await story.office.post(f"/deliverables/{toolkit}/state-changes", {"to": "withdrawn", "reason": reason})
    story.say("Fife adopts the toolkit, Glasgow only considers it; then it is withdrawn.")
    path = f"/adoptions/acknowledgements?deliverable={toolkit}"
    (asked,) = (
        await becomes(lambda: fife.get(path), lambda page: len(page["items"]) == 1, "Fife is asked to acknowledge")
    )["items"]
    assert asked["council"] == "fife"
    assert (await glasgow.get(path))["items"] == []
    await story.pass_days(15)
    await becomes(
        lambda: fife.get(path),
        lambda page: page["items"][0]["raised_to"] == "council-digital-lead",
        "what is unanswered rises",
    )
    await fife.post(f"/adoptions/fife/{toolkit}/acknowledgement", {"by_role": "council-digital-lead"})
    story.say("Fife alone is asked; after two weeks it rises to its digital lead, who acknowledges.")


async def the_end_and_after(story: Story, project: str) -> None:
    office, today = story.office, await story.today()
    benefit = story.key("time-on-forms")
    await office.post(
        "/benefit-profiles",
        {
            "key": benefit,
            "project": project,
            "statement": "Less time is spent on writing forms",
            "type": "quantitative",
            "owner_role": "benefits-owner",
            "measure": story.key("hours-on-forms"),
            "unit": "hours a month",
            "baseline": {"value": 120.0, "date": today.isoformat()},
            "target": {"value": 60.0, "date": (today + timedelta(days=365)).isoformat()},
            "schedule": {"every": "month", "first_due": (today + timedelta(days=20)).isoformat()},
        },
    )
    await office.post(
        f"/projects/{project}/close",
        {"outcome": "delivered", "by_role": "delivery-board", "reason": "It is handed over"},
    )
    story.say("A benefit is profiled with a monthly measure; then the project is closed as delivered.")
    await story.pass_days(21)
    await story.heard("projects.benefit-measure-due", benefit)
    due = (await office.get(f"/benefit-profiles/{benefit}/measures"))["items"]
    assert [one["state"] for one in due] == ["due"]
    measured = {"period": due[0]["due"], "value": 97.5, "by_role": "benefits-owner"}
    await office.post(f"/benefit-profiles/{benefit}/measures", measured)
    story.say("Three weeks after its end a measure falls due, and is told: 97.5 hours a month, of 120.")


async def what_reporting_makes_of_it(story: Story, project: str, release: str) -> None:
    report = await becomes(
        lambda: story.office.get(f"/reports/releases/{release}"),
        lambda found: found["state"] == "closed",
        "the report on the release",
    )
    assert report["demonstration"] is True
    page = await story.office.http.get(f"/releases/{release}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Demonstration, not real" in page.text
    story.say("Reporting shows the release, marked as a demonstration on its page. The end.")
    # others may tell it again: the recess of this telling is not theirs
    recess = f"/programme/calendar/{story.key('recess')}"
    await story.office.change("DELETE", f"{recess}?reason=The+story+is+told", of=recess)

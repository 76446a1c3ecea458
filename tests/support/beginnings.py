"""The first chapters of a project's story: the idea, the call, and the gates."""

from datetime import date, timedelta
from typing import Any

from tests.support.story import Story, Teller, becomes, together

BOARD = {"outcome": "go", "by_role": "delivery-board"}


async def an_idea(story: Story) -> str:
    office, key = story.office, story.key("shared-forms")
    await office.post(
        "/projects",
        {
            "key": key,
            "name": "Shared forms",
            "summary": "One form for each service, kept once for all councils.",
            "participants": {"councils": ["fife", "glasgow"]},
            "lifecycle": "service",
            "demonstration": True,
        },
    )
    today = await story.today()
    template = await office.get("/lifecycles/service")
    plan = [
        {"phase": phase["key"], "planned": (today + timedelta(days=60 * number)).isoformat()}
        for number, phase in enumerate(template["phases"])
    ]
    await office.change("PUT", f"/projects/{key}/phase-plan", {"phases": plan}, of=f"/projects/{key}")
    story.say(f"The Office proposes '{key}' and plans its {len(plan)} phases.")
    return key


def next_month(day: date, months: int = 1) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


async def a_call(story: Story, project: str, fife: Teller, glasgow: Teller) -> None:
    office, today = story.office, await story.today()
    begins = next_month(today, 2)
    ends = next_month(begins, 2) - timedelta(days=1)
    month = begins.isoformat()[:7]
    await office.post(
        "/programme/calendar",
        {
            "key": story.key("recess"),
            "kind": "recess",
            "name": "A recess, for demonstration",
            "from": begins.isoformat(),
            "to": (begins + timedelta(days=13)).isoformat(),
            "effect": 0.5,
            "demonstration": True,
        },
    )
    for council in (fife, glasgow):
        body = {"council": council.name, "capacity": [{"month": month, "role": "project-lead", "days": 4}]}
        await council.post("/commitments/capacity", body)
    story.say(f"Fife and Glasgow say what they have to give in {begins:%B}: 4 days each of a project lead.")
    key = story.key("join-shared-forms")
    draft: dict[str, Any] = {
        "key": key,
        "project": project,
        "title": "Join Shared forms",
        "summary": "Councils that bring their forms together with us.",
        "asks": [
            {
                "role": "project-lead",
                "days_per_month": 6,
                "from": begins.isoformat(),
                "to": ends.isoformat(),
                "councils_wanted": 2,
            }
        ],
        "benefits": ["No form is written twice"],
        "deadline": (today + timedelta(days=14)).isoformat(),
        "contact_role": "digital-office",
        "planned_gates": [{"name": "Discovery review", "on": (begins + timedelta(days=3)).isoformat()}],
    }
    await office.post("/calls", draft)
    seen = await becomes(
        lambda: office.get(f"/calls/{key}/check"),
        lambda check: any(role["capacity_councils"] == 2 for one in check["months"] for role in one["roles"]),
        "the capacity that was given is counted",
    )
    assert seen["warnings"], "nothing is said of a recess, a gate in it, and an ask over what is there"
    for warning in seen["warnings"]:
        story.say(f"The check warns ({warning['code']}, {warning['month']}): {warning['text']}")
    answer = await office.ask("POST", f"/calls/{key}/publish", {})
    assert answer.status_code == 409, answer.text
    await office.post(f"/calls/{key}/publish", {"accept_warnings": seen["codes"]})
    story.say("The Office accepts the warnings by name, and publishes the call.")
    await a_pack(story, office, key)
    await answers(story, key, draft["asks"][0], fife, glasgow)


async def a_pack(story: Story, office: Teller, call: str) -> None:
    page, document = await together(
        office.ask("GET", f"/calls/{call}/pack.html"), office.ask("GET", f"/calls/{call}/pack.pdf")
    )
    assert page.status_code == document.status_code == 200, (page.text, document.text)
    assert "Join Shared forms" in page.text
    assert document.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in document.content or b"/MarkInfo" in document.content, "the document is not tagged"
    story.say(f"Its pack is a page of {len(page.content):,} bytes and a tagged PDF of {len(document.content):,}.")


async def answers(story: Story, call: str, ask: dict[str, Any], fife: Teller, glasgow: Teller) -> None:
    promised = {"call": call, "council": "fife", "answer": "commit", "role": "project-lead", "days_per_month": 6}

    async def commits() -> int:
        body = promised | {"from": ask["from"], "to": ask["to"]}
        return (await fife.ask("POST", "/commitments/answers", body)).status_code

    await becomes(commits, lambda status: status == 201, "councils knows of the call")
    await glasgow.post(
        "/commitments/answers", {"call": call, "council": "glasgow", "answer": "no", "reason": "Not this year"}
    )
    other = await glasgow.ask("POST", "/commitments/answers", promised)
    assert other.status_code == 403, other.text
    story.say("Fife commits; Glasgow says no, and cannot answer for Fife.")
    await story.pass_days(16)
    await story.heard("projects.call-closed", call)
    short = await story.heard("projects.commitment-shortfall", call)
    (month, *_) = short["months"]
    assert (month["asked_days"], month["committed_days"]) == (12, None)
    story.say(
        f"The deadline closes the call. In {month['month']} less than the {month['asked_days']:g} days of a "
        f"{short['role']} were committed; how much less is not told, for it would tell what one council gave."
    )


async def a_gate_with_a_condition(story: Story, project: str) -> None:
    office = story.office
    first, second, third = [one["key"] for one in (await office.get("/lifecycles/service"))["phases"]][:3]
    await office.post(f"/projects/{project}/phase-changes", {"to": first, "decision": BOARD})
    due = await story.today() + timedelta(days=10)
    decision = {
        "outcome": "go-with-conditions",
        "by_role": "delivery-board",
        "reason": "The need is plain; the data are not yet looked into",
        "conditions": [
            {"text": "Publish the data protection assessment", "owner_role": "project-lead", "due": due.isoformat()}
        ],
    }
    await office.post(f"/projects/{project}/phase-changes", {"to": second, "decision": decision})
    story.say(f"The board lets it into {second} on a condition, due {due:%-d %B}.")
    await story.pass_days(12)
    overdue = await story.heard("projects.gate-condition-overdue", project)
    assert overdue["effective"] == (due + timedelta(days=1)).isoformat() or overdue["effective"] == due.isoformat()
    (condition,) = (await office.get(f"/projects/{project}/gate-conditions?state=overdue"))["items"]
    refused = await office.ask("POST", f"/projects/{project}/phase-changes", {"to": third, "decision": BOARD})
    assert refused.status_code == 409, refused.text
    story.say(f"It is overdue, and the next gate stays shut: {refused.json()['detail']}")
    met = {"by_role": "project-lead", "evidence": ["https://example.org/assessment"]}
    await office.post(f"/projects/{project}/gate-conditions/{condition['id']}/meet", met)
    await office.post(f"/projects/{project}/phase-changes", {"to": third, "decision": BOARD})
    assert await story.times_heard("projects.gate-condition-overdue", project) == 1
    story.say(f"The condition is met, and the project enters {third}.")

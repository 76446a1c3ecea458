"""Calls for participation in tests: the Office asks, councils are heard to answer, and days go by."""

from datetime import date, timedelta
from typing import Any

from shared.events.councils import CallAnswered, CapacityGiven, CapacityOfRole, Commitment, CommitmentChanged
from tests.support.office import Json, Office, unused

ROLE = "project-lead"


async def today(office: Office) -> date:
    """Return the day it is for projects."""
    return date.fromisoformat((await office.get("/operations/projects/clock"))["today"])


async def move(office: Office, day: date) -> None:
    """Let it be another day for projects."""
    answer = await office.ask("POST", "/operations/projects/clock", {"today": day.isoformat()})
    assert answer.status_code == 200, answer.text


def month(day: date, plus: int = 0) -> date:
    """Return the first day of a month, some months on."""
    number = day.year * 12 + day.month - 1 + plus
    return date(number // 12, number % 12 + 1, 1)


async def ask(office: Office, **said: Any) -> Json:
    """Return a role's ask: two days a month of each of three councils, in the third and fourth month from now."""
    starts = month(await today(office), 2)
    asked: Json = {
        "role": ROLE,
        "days_per_month": 2,
        "from": starts.isoformat(),
        "to": (month(starts, 2) - timedelta(days=1)).isoformat(),
        "councils_wanted": 3,
    }
    return asked | said


async def wish(office: Office, **said: Any) -> Json:
    """Return what a draft of a call says; answers are due in ten days."""
    project = said.pop("project", None) or await office.project()
    body: Json = {
        "key": unused("call"),
        "project": project,
        "title": "Help with GDPR Readiness",
        "summary": "Write the toolkit together.",
        "asks": [await ask(office)],
        "benefits": ["A toolkit that fits your council"],
        "deadline": (await today(office) + timedelta(days=10)).isoformat(),
        "contact_role": ROLE,
    }
    return body | said


async def drafted(office: Office, **said: Any) -> Json:
    return await office.post("/calls", await wish(office, **said))


async def published(office: Office, **said: Any) -> Json:
    """Publish a call, accepting what it is warned of."""
    call = await drafted(office, **said)
    codes = (await office.get(f"/calls/{call['key']}/check"))["codes"]
    return await office.post(f"/calls/{call['key']}/publish", {"accept_warnings": codes}, status=200)


async def give(office: Office, council: str, day: date, days: float, role: str = ROLE) -> None:
    """Let councils say what a council has to give in a month."""
    told = CapacityOfRole(role=role, days=days)
    at = await today(office)
    await office.world.say(
        CapacityGiven(council=council, month=f"{day:%Y-%m}", given=(told,), effective=at.isoformat())
    )


def committed(call: Json, council: str, days: float, **said: Any) -> CallAnswered:
    """Return what councils say when a council commits to all of a call's first ask."""
    asked = call["asks"][0]
    made = Commitment(role=asked["role"], days_per_month=days, starts=asked["from"], ends=asked["to"])
    return CallAnswered(
        call=call["key"],
        council=council,
        project=call["project"],
        answer="commit",
        commitments=(made.model_copy(update=said),),
        effective=call["effective"],
    )


def changed(before: CallAnswered, days: float, on: date) -> CommitmentChanged:
    """Return what councils say when a council changes what it committed."""
    made = before.commitments[0].model_copy(update={"days_per_month": days})
    return CommitmentChanged(
        call=before.call,
        council=before.council,
        project=before.project,
        role=made.role,
        commitments=(made,) if days else (),
        reason="People left",
        effective=on.isoformat(),
    )

"""The first chapters of a year of the programme: councils' own clients, a call, and what came of what was promised."""

from datetime import date, timedelta

from tests.support.beginnings import next_month
from tests.support.story import Json, Story, Teller, becomes

SCOPES = ["programme:read", "adoptions:write", "benefits:write", "roles:read", "roles:write", "events:read"]
ROLE = "project-lead"
ASKED, WANTED = 6, 3
"""Days a month of each council, and how many councils."""


async def a_council(story: Story, slug: str) -> Teller:
    """Let the Office make an administrator for a council, and the administrator a client for the council's system."""
    admin = await story.council(slug, "clients:write", *SCOPES)
    client = story.key(f"{slug}-ledger")
    made = await admin.post("/clients", {"client_id": client, "name": f"The ledger of {slug}", "scopes": SCOPES})
    assert (made["owner"], made["council"]) == (slug, slug)
    wish = {"client_id": f"{client}-2", "name": "Too strong", "scopes": ["programme:write"]}
    said = await admin.refused("POST", "/clients", wish, status=422, code="scope-not-for-councils")
    assert "programme:write" in said
    http = await story.stack.enter_async_context(story.whole.client(client, made["secret"]))
    return Teller(slug, http)


async def clients(story: Story) -> tuple[Teller, Teller, Teller]:
    fife, glasgow, stirling = [await a_council(story, slug) for slug in ("fife", "glasgow", "stirling")]
    others = await fife.refused("GET", "/clients", status=403, code="scope-missing")
    assert "clients:write" in others
    story.say(
        "The Office makes an administrator for Fife, Glasgow and Stirling; each makes the client of its council's own "
        "system, and is refused one that could change the programme."
    )
    return fife, glasgow, stirling


async def a_project(story: Story) -> str:
    key = story.key("shared-archive")
    await story.office.post(
        "/projects",
        {
            "key": key,
            "name": "Shared archive",
            "summary": "One way to keep records, for all councils.",
            "participants": {"councils": ["fife", "glasgow", "stirling"]},
            "lifecycle": "service",
            "demonstration": True,
        },
    )
    return key


async def a_call(story: Story, project: str, *councils: Teller) -> tuple[str, date, date]:
    """Tell of a call: three councils say what they have to give, and what they answer."""
    office, today = story.office, await story.today()
    begins = next_month(today, 2)
    ends = next_month(begins) - timedelta(days=1)
    for council, days in zip(councils, (8, 4, 1), strict=True):
        given = [{"month": f"{begins:%Y-%m}", "role": ROLE, "days": days}]
        await council.post("/commitments/capacity", {"council": council.name, "capacity": given})
    story.say(f"In {begins:%B %Y} Fife has 8 days of a project lead to give, Glasgow 4 and Stirling 1.")
    key = story.key("join-shared-archive")
    ask = {"role": ROLE, "days_per_month": ASKED, "from": begins.isoformat(), "to": ends.isoformat()}
    await office.post(
        "/calls",
        {
            "key": key,
            "project": project,
            "title": "Join Shared archive",
            "summary": "Councils that bring their records together with us.",
            "asks": [ask | {"councils_wanted": WANTED}],
            "benefits": ["No record is kept twice"],
            "deadline": (today + timedelta(days=14)).isoformat(),
            "contact_role": "digital-office",
        },
    )
    check = await becomes(
        lambda: office.get(f"/calls/{key}/check"),
        lambda seen: any(role["capacity_councils"] >= WANTED for one in seen["months"] for role in one["roles"]),
        "the capacity that was given is counted",
    )
    for warning in check["warnings"]:
        story.say(f"The check of the call warns ({warning['code']}): {warning['text']}")
    await office.post(f"/calls/{key}/publish", {"accept_warnings": check["codes"]})
    await answers(story, key, ask, *councils)
    return key, begins, ends


async def answers(story: Story, call: str, ask: Json, fife: Teller, glasgow: Teller, stirling: Teller) -> None:
    async def commits() -> int:
        return (await fife.ask("POST", "/commitments/answers", promise(call, fife, ask))).status_code

    await becomes(commits, lambda status: status == 201, "councils knows of the call")
    await glasgow.post("/commitments/answers", promise(call, glasgow, ask))
    reason = "One day is all we have this winter"
    await stirling.post(
        "/commitments/answers", {"call": call, "council": "stirling", "answer": "interested", "reason": reason}
    )
    other = promise(call, fife, ask)
    await glasgow.refused("POST", "/commitments/answers", other, status=403, code="another-council")
    balance = await glasgow.get(f"/commitments/balance/glasgow?from={ask['from'][:7]}&to={ask['from'][:7]}")
    (role,) = [one for one in balance["months"][0]["roles"] if one["role"] == ROLE]
    assert (role["capacity"], role["over_committed"]) == (4, role["promised"] - 4), balance
    story.say(
        f"Fife and Glasgow commit {ASKED} days, Stirling is interested. Glasgow is shown, and no other council, that "
        f"it promised {role['over_committed']:g} days more than it has."
    )


def promise(call: str, council: Teller, ask: Json) -> Json:
    terms = {name: ask[name] for name in ("role", "days_per_month", "from", "to")}
    return {"call": call, "council": council.name, "answer": "commit", **terms}


async def a_shortfall(story: Story, call: str) -> None:
    await story.pass_days(16)
    await story.heard("projects.call-closed", call)
    short = await story.heard("projects.commitment-shortfall", call)
    (month, *_) = short["months"]
    assert month["asked_days"] == ASKED * WANTED
    story.say(
        f"The deadline closes the call, and its project is told of a shortfall: {month['asked_days']:g} days were "
        "asked, and fewer committed."
    )


async def what_was_delivered(story: Story, call: str, begins: date, ends: date, fife: Teller, glasgow: Teller) -> None:
    """Tell of the month of the call, once it is over: each council sees its own promises beside what it gave."""
    await story.pass_days((ends - await story.today()).days + 2)
    month = f"{begins:%Y-%m}"
    for council, days in ((fife, 6.5), (glasgow, 4)):
        line = f"/commitments/delivered/{council.name}/{month}"
        told = {"call": call, "role": ROLE, "days": days, "source": "The council's time sheets", "by_role": ROLE}
        await council.change("PUT", line, told)
        balance = await council.get(f"/commitments/balance/{council.name}?from={month}&to={month}")
        (one,) = [one for one in balance["months"][0]["lines"] if one["call"] == call]
        assert (one["promised"], one["delivered"]) == (ASKED, days), balance
        story.say(
            f"{council.name.capitalize()} delivered {days:g} of {one['promised']:g} days promised in {begins:%B %Y}."
        )
    await glasgow.refused("GET", "/commitments/balance/fife", status=403, code="another-council")

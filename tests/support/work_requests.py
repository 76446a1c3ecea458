"""Work requests as tests ask for them, and answers as councils give them."""

from tests.support.moved import Days
from tests.support.office import Json, Office, unused

ALL = ("fife", "moray", "angus", "dundee-city", "highland", "stirling")


async def asked(office: Office, days: Days, *councils: str, **said: object) -> str:
    """Ask councils for work and return the key of the request."""
    project = said.pop("project", None) or await office.project(
        lead_councils=["fife"], participants={"councils": list(ALL[1:])}
    )
    body: Json = {
        "key": unused("request"),
        "project": project,
        "title": "Test the toolkit",
        "text": "Try the toolkit with one team and tell what was missing",
        "councils": list(councils or ("fife", "moray")),
        "priority": "should",
        "due": days.day(14),
        "by_role": "project-lead",
    }
    return str((await office.post("/work-requests", body | said))["key"])


async def answer(office: Office, key: str, council: str, told: str, **said: object) -> Json:
    body: Json = {"council": council, "answer": told}
    if told == "declined":
        body["note"] = "No people this quarter"
    return await office.post(f"/work-requests/{key}/answers", body | said)

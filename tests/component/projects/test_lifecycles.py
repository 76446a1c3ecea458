"""Lifecycle templates: each version stands for good."""

import asyncio

import pytest

from tests.support.office import Office, unused

PHASES = [
    {
        "key": "discovery",
        "name": "Discovery",
        "products": ["User research"],
        "gate": {"name": "Discovery review", "criteria": ["The need is understood"]},
    },
    {"key": "alpha", "name": "Alpha"},
]


async def test_a_template_is_published_with_its_phases_products_and_gates(office: Office) -> None:
    key = unused("lifecycle")
    made = await office.post("/lifecycles", {"key": key, "name": "Service", "description": "Ours.", "phases": PHASES})
    assert made["phases"] == [PHASES[0], {"key": "alpha", "name": "Alpha", "products": [], "gate": None}]
    assert (made["number"], made["version"], made["description"]) == (1, 1, "Ours.")
    assert await office.get(f"/lifecycles/{key}") == made
    (told,) = await office.told(key, 1)
    assert (told.name, told.data["number"]) == ("lifecycle-published", 1)
    assert told.data["phases"] == [
        {
            "key": "discovery",
            "name": "Discovery",
            "products": ["User research"],
            "gate": "Discovery review",
            "criteria": ["The need is understood"],
        },
        {"key": "alpha", "name": "Alpha", "products": [], "gate": None, "criteria": []},
    ]


async def test_a_template_is_published_anew_and_its_older_versions_stand(office: Office) -> None:
    key = unused("lifecycle")
    first = await office.post("/lifecycles", {"key": key, "name": "Service", "phases": PHASES})
    second = await office.post("/lifecycles", {"key": key, "name": "Service design", "phases": PHASES[:1]})
    assert (second["number"], second["name"], second["version"]) == (2, "Service design", 2)
    assert await office.get(f"/lifecycles/{key}") == second
    kept = await office.get(f"/lifecycles/{key}/versions/1")
    assert kept == first | {"href": f"/api/v1/lifecycles/{key}/versions/1", "version": 2}
    assert await office.get(f"/lifecycles/{key}/versions/2") == second
    problem = await office.refused("GET", f"/lifecycles/{key}/versions/3", status=404, code="not-found")
    assert problem["detail"] == f"The lifecycle '{key}' has no version 3; the newest is 2."
    listed = (await office.get("/lifecycles?limit=200"))["items"]
    assert [one for one in listed if one["key"] == key] == [second]


async def test_versions_published_at_once_get_numbers_of_their_own(office: Office) -> None:
    key = await office.lifecycle()
    body = {"key": key, "name": "Service", "phases": PHASES}
    made = await asyncio.gather(*(office.post("/lifecycles", body) for _ in range(5)))
    assert sorted(one["number"] for one in made) == [2, 3, 4, 5, 6]
    assert [one.sequence for one in await office.told(key, 6)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("phases", "code", "words"),
    [
        ([], "invalid", "phases: must hold at least 1 entry"),
        ([PHASES[0], PHASES[0]], "phase-repeated", "phases: discovery stands there more than once."),
        ([{"key": "not-recorded", "name": "None"}], "phase-key-taken", "means that no phase is known"),
        ([{"key": "a", "name": "A", "gate": {"criteria": []}}], "invalid", "phases.0.gate.name: is missing"),
        ([{"key": "a", "name": "A", "exit": 1}], "invalid", "phases.0.exit: is no field of this request"),
        ([{"key": f"a{n}", "name": "A"} for n in range(13)], "invalid", "phases: must hold at most 12 entries"),
        ([{"key": "a", "name": "A", "products": ["x"] * 21}], "invalid", "at most 20 entries"),
    ],
)
async def test_a_wrong_template_is_refused(office: Office, phases: list[object], code: str, words: str) -> None:
    body = {"key": unused("lifecycle"), "name": "Service", "phases": phases}
    problem = await office.refused("POST", "/lifecycles", body, status=422, code=code)
    assert words in problem["detail"]


async def test_the_widest_template_still_fits_into_one_event(office: Office) -> None:
    lines = ["🙂" * 200] * 20
    phases = [
        {"key": f"{n:02}" + "x" * 78, "name": "🙂" * 200, "products": lines, "gate": {"name": "G", "criteria": lines}}
        for n in range(12)
    ]
    body = {"key": unused("lifecycle"), "name": "🙂" * 200, "description": "🙂" * 4000, "phases": phases}
    assert (await office.post("/lifecycles", body))["number"] == 1

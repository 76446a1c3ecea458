"""Gate decisions and phase changes: one command, told as two facts, refused without a go."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.office import GO, Office


def today(plus: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=plus)).isoformat()


CONDITION = {"text": "Publish the assessment", "owner_role": "project-lead", "due": today(30)}
CONDITIONAL = {
    "outcome": "go-with-conditions",
    "by_role": "delivery-board",
    "decided_on": "2018-02-20",
    "reason": "Nearly there",
    "evidence": ["https://example.org/minutes"],
    "conditions": [CONDITION],
}


async def on_its_way(office: Office) -> str:
    """Return a project that entered alpha on 25 February 2018."""
    key = await office.project(lifecycle=await office.lifecycle())
    said = {"to": "alpha", "effective": "2018-02-25", "decision": GO | {"decided_on": "2018-02-20"}}
    await office.post(f"/projects/{key}/phase-changes", said)
    return key


async def test_a_decision_and_the_change_it_allows_are_one_command_and_two_facts(office: Office) -> None:
    lifecycle = await office.lifecycle()
    key = await office.project(lifecycle=lifecycle)
    moved = await office.post(
        f"/projects/{key}/phase-changes", {"to": "alpha", "effective": "2018-02-25", "decision": CONDITIONAL}
    )
    decision = moved["decision"]
    conditions = [{name: one[name] for name in ("text", "owner_role", "due")} for one in decision["conditions"]]
    assert {name: decision[name] for name in CONDITIONAL} | {"conditions": conditions} == CONDITIONAL
    assert (decision["project"], decision["phase"]) == (key, None)
    change = moved["change"]
    assert (change["number"], change["from_phase"], change["to_phase"]) == (1, None, "alpha")
    assert (change["effective"], change["decision"]) == ("2018-02-25", decision["id"])
    assert (moved["version"], moved["phase"], moved["phase_since"]) == (3, "alpha", "2018-02-25")
    assert (await office.get(f"/projects/{key}/gate-decisions"))["items"] == [decision]
    assert (await office.get(f"/projects/{key}/phase-changes"))["items"] == [change]
    found = await office.get(f"/projects/{key}")
    assert (found["phase"], found["phase_since"], found["version"]) == ("alpha", "2018-02-25", 3)

    registered, decided, changed = await office.told(key, 3)
    assert [(one.name, one.sequence) for one in (decided, changed)] == [("gate-decided", 2), ("phase-changed", 3)]
    assert (decided.previous, changed.previous) == (registered.id, decided.id)
    assert decided.headers["ce-correlationid"] == changed.headers["ce-correlationid"]
    assert decided.data == {
        "project": key,
        "decision": decision["id"],
        "outcome": "go-with-conditions",
        "by_role": "delivery-board",
        "phase": None,
        "effective": "2018-02-20",
        "reason": "Nearly there",
        "evidence": ["https://example.org/minutes"],
        "conditions": [CONDITION | {"condition": f"{decision['id']}-1"}],
        "evidence_deliverables": [],
        "lifecycle": lifecycle,
        "lifecycle_number": 1,
        "criteria": [],
        "products": [],
        "override": None,
    }
    assert changed.data == {
        "project": key,
        "lifecycle": lifecycle,
        "lifecycle_number": 1,
        "from_phase": None,
        "to_phase": "alpha",
        "decision": decision["id"],
        "outcome": "go-with-conditions",
        "by_role": "delivery-board",
        "effective": "2018-02-25",
        "cause": "first-record",
        "override": None,
        "planned": None,
        "actual": "2018-02-25",
    }
    assert changed.headers["ce-time"] == "2018-02-25T00:00:00Z"
    assert changed.headers["ce-recordedtime"] > "2026"


async def test_a_change_told_now_takes_effect_and_was_decided_today(office: Office) -> None:
    key = await on_its_way(office)
    moved = await office.post(f"/projects/{key}/phase-changes", {"to": "beta", "decision": GO})
    assert (moved["phase_since"], moved["decision"]["decided_on"]) == (today(), today())
    assert (moved["change"]["number"], moved["change"]["from_phase"]) == (2, "alpha")


async def test_a_change_told_late_was_decided_by_the_day_it_took_effect(office: Office) -> None:
    key = await on_its_way(office)
    said = {"to": "beta", "effective": "2018-09-01", "decision": GO}
    moved = await office.post(f"/projects/{key}/phase-changes", said)
    assert moved["decision"]["decided_on"] == "2018-09-01"


@pytest.mark.parametrize("first", ["discovery", "alpha", "beta", "live"])
async def test_a_project_whose_phase_is_not_recorded_may_first_be_in_any(office: Office, first: str) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    moved = await office.post(f"/projects/{key}/phase-changes", {"to": first, "decision": GO})
    assert (moved["phase"], moved["change"]["from_phase"]) == (first, None)


@pytest.mark.parametrize(
    ("said", "status", "code", "words"),
    [
        ({"to": "beta"}, 422, "invalid", "decision: is missing"),
        ({"to": "beta", "decision": {}}, 422, "invalid", "decision.outcome: is missing"),
        (
            {"to": "beta", "decision": {"outcome": "hold", "by_role": "sponsor", "reason": "No people"}},
            409,
            "decision-does-not-move-on",
            "A decision to hold moves no project on; a phase change needs 'go' or 'go-with-conditions'.",
        ),
        (
            {"to": "beta", "decision": {"outcome": "stop", "by_role": "sponsor", "reason": "No people"}},
            409,
            "decision-does-not-move-on",
            "gate-decisions",
        ),
        ({"to": "live", "decision": GO}, 409, "phase-does-not-follow", "The phase that follows is 'beta'."),
        ({"to": "discovery", "decision": GO}, 409, "phase-does-not-follow", "'discovery' does not follow it."),
        ({"to": "alpha", "decision": GO}, 409, "no-change", "The project is in 'alpha' already."),
        ({"to": "gamma", "decision": GO}, 422, "unknown-phase", "it has discovery, alpha, beta, live."),
        (
            {"to": "beta", "effective": "2018-02-24", "decision": GO},
            422,
            "dates-out-of-order",
            "effective: 2018-02-24 lies before the project entered 'alpha', on 2018-02-25.",
        ),
        (
            {"to": "beta", "effective": "2199-01-01", "decision": GO},
            422,
            "date-in-the-future",
            "effective: 2199-01-01 has not come yet",
        ),
        (
            {"to": "beta", "decision": GO | {"decided_on": "2199-01-01"}},
            422,
            "date-in-the-future",
            "decided_on: 2199-01-01 has not come yet",
        ),
        (
            {"to": "beta", "effective": "2018-03-01", "decision": GO | {"decided_on": "2018-03-02"}},
            422,
            "dates-out-of-order",
            "effective: 2018-03-01 lies before the decision, 2018-03-02.",
        ),
        (
            {"to": "beta", "decision": GO | {"decided_on": "2018-02-24"}},
            422,
            "dates-out-of-order",
            "decided_on: 2018-02-24 lies before the project entered 'alpha'",
        ),
        ({"to": "beta", "effective": "1899-12-31", "decision": GO}, 422, "invalid", "must lie between 1900 and 2199"),
        ({"to": "beta", "effective": 1519516800, "decision": GO}, 422, "invalid", "must be a date as 2018-02-25"),
    ],
)
async def test_a_wrong_phase_change_is_refused_whole(
    office: Office, said: dict[str, object], status: int, code: str, words: str
) -> None:
    key = await on_its_way(office)
    problem = await office.refused("POST", f"/projects/{key}/phase-changes", said, status=status, code=code)
    assert words in problem["detail"]
    assert await office.recorded(key) == ["registered", "gate-decided", "phase-changed"]
    assert len((await office.get(f"/projects/{key}/gate-decisions"))["items"]) == 1


async def test_no_phase_follows_the_last(office: Office) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    await office.post(f"/projects/{key}/phase-changes", {"to": "live", "decision": GO})
    problem = await office.refused(
        "POST", f"/projects/{key}/phase-changes", {"to": "alpha", "decision": GO}, status=409, code="last-phase"
    )
    assert "'live', the last phase of the lifecycle" in problem["detail"]


async def test_a_project_without_a_lifecycle_is_told_how_to_get_one(office: Office) -> None:
    key = await office.project()
    problem = await office.refused(
        "POST", f"/projects/{key}/phase-changes", {"to": "alpha", "decision": GO}, status=409, code="no-lifecycle"
    )
    assert f"PATCH /api/v1/projects/{key} with 'lifecycle'" in problem["detail"]


async def test_a_project_goes_on_by_the_version_of_the_template_it_started_on(office: Office) -> None:
    lifecycle = await office.lifecycle("discovery", "alpha", "live")
    key = await office.project(lifecycle=lifecycle)
    phases = [{"key": one, "name": one} for one in ("discovery", "alpha", "beta", "live")]
    await office.post("/lifecycles", {"key": lifecycle, "name": "Service", "phases": phases})
    await office.post(f"/projects/{key}/phase-changes", {"to": "alpha", "decision": GO})
    moved = await office.post(f"/projects/{key}/phase-changes", {"to": "live", "decision": GO})
    assert (moved["phase"], moved["change"]["lifecycle_number"]) == ("live", 1)


async def test_a_decision_that_moves_nothing_is_recorded_by_itself(office: Office) -> None:
    key = await on_its_way(office)
    said = {"outcome": "hold", "by_role": "sponsor", "reason": "No people"}
    made = await office.post(f"/projects/{key}/gate-decisions", said)
    assert (made["project"], made["version"]) == (key, 4)
    assert (made["decision"]["outcome"], made["decision"]["phase"], made["decision"]["decided_on"]) == (
        "hold",
        "alpha",
        today(),
    )
    assert (await office.get(f"/projects/{key}"))["phase"] == "alpha"
    assert [one["outcome"] for one in (await office.get(f"/projects/{key}/gate-decisions"))["items"]] == [
        "go",
        "hold",
    ]
    *_, told = await office.told(key, 4)
    assert (told.name, told.data["outcome"], told.data["phase"]) == ("gate-decided", "hold", "alpha")


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"outcome": "hold"}, "reason-missing", "reason: 'hold' needs one, so that the project knows what to do."),
        (
            {"outcome": "go-with-conditions"},
            "conditions-missing",
            "conditions: 'go-with-conditions' needs at least one",
        ),
        ({"conditions": [CONDITION]}, "conditions-not-allowed", "decide 'go-with-conditions' instead"),
        ({"decided_on": "2199-01-01"}, "date-in-the-future", "decided_on: 2199-01-01 has not come yet"),
        (
            CONDITIONAL | {"decided_on": "2019-01-01", "conditions": [CONDITION | {"due": "2018-06-01"}]},
            "dates-out-of-order",
            "due on 2018-06-01, before the decision",
        ),
        ({"by_role": "Jane Smith"}, "invalid", "by_role: must be 'delivery-board'"),
        ({"outcome": "maybe"}, "invalid", "outcome: must be 'go'"),
        ({"evidence": ["minutes.pdf"]}, "invalid", "evidence.0: must be an http or https address"),
        ({"evidence": ["https://example.org/"] * 51}, "invalid", "evidence: must hold at most 50 entries"),
        (CONDITIONAL | {"conditions": [CONDITION] * 21}, "invalid", "at most 20 entries"),
        ({"note": "x"}, "invalid", "note: is no field of this request"),
    ],
)
async def test_a_wrong_decision_is_refused(office: Office, said: dict[str, object], code: str, words: str) -> None:
    key = await office.project()
    problem = await office.refused("POST", f"/projects/{key}/gate-decisions", GO | said, status=422, code=code)
    assert words in problem["detail"]


async def test_the_widest_decision_still_fits_into_one_event(office: Office) -> None:
    condition = {"text": "🙂" * 4000, "owner_role": "council-digital-lead", "due": today(30)}
    said = {
        "outcome": "go-with-conditions",
        "by_role": "council-digital-lead",
        "reason": "🙂" * 4000,
        "evidence": ["https://example.org/" + "ä" * 480] * 50,
        "conditions": [condition] * 20,
    }
    made = await office.post(f"/projects/{await office.project()}/gate-decisions", said)
    assert len(made["decision"]["conditions"]) == 20

"""What holds a gate shut, and what lets a project pass all the same: an override, with its role and reason."""

from typing import Any

import pytest

from tests.component.projects.test_gates import CONDITION, on_its_way, today
from tests.support.office import GO, Json, Office

OVERRIDE = {"by_role": "sponsor", "reason": "The service cannot wait"}
HOLD = {"outcome": "hold", "by_role": "sponsor", "reason": "No people"}
STOP = {"outcome": "stop", "by_role": "sponsor", "reason": "Nobody needs it"}
MET = {"by_role": "sponsor", "evidence": ["https://example.org/it"]}


async def with_a_condition(office: Office, **said: Any) -> tuple[str, str]:
    """Return a project that went to alpha on a condition, and the condition."""
    key = await office.project(lifecycle=await office.lifecycle())
    go = {"outcome": "go-with-conditions", "by_role": "delivery-board", "conditions": [CONDITION]}
    moved = await office.post(f"/projects/{key}/phase-changes", {"to": "alpha", "decision": go} | said)
    return key, moved["decision"]["conditions"][0]["id"]


async def change(office: Office, key: str, to: str, **said: Any) -> Json:
    return await office.post(f"/projects/{key}/phase-changes", {"to": to, "decision": GO} | said)


async def refused(office: Office, key: str, to: str, code: str, **said: Any) -> str:
    body = {"to": to, "decision": GO} | said
    return str((await office.refused("POST", f"/projects/{key}/phase-changes", body, status=409, code=code))["detail"])


async def test_no_gate_is_passed_while_a_condition_of_an_earlier_one_is_open(office: Office) -> None:
    key, condition = await with_a_condition(office)
    words = await refused(office, key, "beta", "conditions-open")
    assert f"Publish the assessment (project-lead, due {CONDITION['due']})" in words
    assert f"GET /api/v1/projects/{key}/gate-conditions" in words
    assert "send 'override' with 'by_role' and 'reason'" in words
    await office.post(f"/projects/{key}/gate-conditions/{condition}/meet", MET, status=200)
    assert (await change(office, key, "beta"))["change"]["cause"] == "gate-decision"


async def test_a_waived_condition_holds_nothing_up(office: Office) -> None:
    key, condition = await with_a_condition(office)
    waive = {"by_role": "sponsor", "reason": "Not needed"}
    await office.post(f"/projects/{key}/gate-conditions/{condition}/waive", waive, status=200)
    await change(office, key, "beta")


async def test_a_condition_counts_as_it_stood_on_the_day_of_the_change(office: Office) -> None:
    go = {
        "outcome": "go-with-conditions",
        "by_role": "sponsor",
        "decided_on": "2018-02-20",
        "conditions": [CONDITION],
    }
    key, condition = await with_a_condition(office, decision=go, effective="2018-02-25")
    await office.post(f"/projects/{key}/gate-conditions/{condition}/meet", MET | {"on": "2018-05-02"}, status=200)
    assert "On 2018-05-01" in await refused(office, key, "beta", "conditions-open", effective="2018-05-01")
    await change(office, key, "beta", effective="2018-05-02")


async def test_a_condition_of_the_gate_itself_does_not_hold_it_shut(office: Office) -> None:
    key = await on_its_way(office)
    go = {"outcome": "go-with-conditions", "by_role": "sponsor", "conditions": [CONDITION]}
    await office.post(f"/projects/{key}/gate-decisions", go)
    await change(office, key, "beta")
    await refused(office, key, "live", "conditions-open")


async def test_an_override_lets_pass_and_both_events_say_so(office: Office) -> None:
    key, _ = await with_a_condition(office)
    moved = await change(office, key, "beta", override=OVERRIDE)
    expected = OVERRIDE | {"of": ["conditions-open"]}
    assert (moved["change"]["cause"], moved["change"]["override"]) == ("override", expected)
    assert moved["decision"]["override"] == expected
    *_, decided, changed = await office.told(key, 5)
    assert (decided.data["override"], changed.data["override"]) == (expected, expected)
    assert (changed.data["cause"], changed.data["actual"]) == ("override", today())
    (*_, kept) = (await office.get(f"/projects/{key}/phase-changes"))["items"]
    assert kept == moved["change"]


@pytest.mark.parametrize(("to", "code"), [("live", "phase-does-not-follow"), ("discovery", "phase-does-not-follow")])
async def test_a_phase_is_skipped_or_gone_back_to_only_by_an_override(office: Office, to: str, code: str) -> None:
    key = await on_its_way(office)
    await refused(office, key, to, code)
    moved = await change(office, key, to, override=OVERRIDE)
    assert (moved["phase"], moved["change"]["override"]["of"]) == (to, [code])


async def test_even_from_the_last_phase_an_override_leads_back(office: Office) -> None:
    key = await office.project(lifecycle=await office.lifecycle())
    await change(office, key, "live")
    moved = await change(office, key, "beta", override=OVERRIDE)
    assert moved["change"]["override"]["of"] == ["last-phase"]


async def test_after_a_stop_nothing_is_decided_but_by_an_override(office: Office) -> None:
    key = await on_its_way(office)
    await office.post(f"/projects/{key}/gate-decisions", STOP)
    assert f"was stopped on {today()}, by sponsor" in await refused(office, key, "beta", "project-stopped")
    for body in (GO, HOLD, STOP):
        await office.refused("POST", f"/projects/{key}/gate-decisions", body, status=409, code="project-stopped")
    moved = await change(office, key, "beta", override=OVERRIDE)
    assert moved["change"]["override"]["of"] == ["project-stopped"]
    assert (await change(office, key, "live"))["change"]["cause"] == "gate-decision"


async def test_a_go_by_override_lifts_a_stop(office: Office) -> None:
    key = await on_its_way(office)
    await office.post(f"/projects/{key}/gate-decisions", STOP)
    made = await office.post(f"/projects/{key}/gate-decisions", GO | {"override": OVERRIDE})
    assert made["decision"]["override"] == OVERRIDE | {"of": ["project-stopped"]}
    await change(office, key, "beta")


async def test_a_hold_takes_a_new_go(office: Office) -> None:
    key = await on_its_way(office)
    await office.post(f"/projects/{key}/gate-decisions", HOLD | {"decided_on": "2018-06-01"})
    words = await refused(office, key, "beta", "decision-overtaken", decision=GO | {"decided_on": "2018-05-31"})
    assert "on 2018-06-01 sponsor decided to hold. It takes a new decision, of that day or later." in words
    await refused(
        office, key, "beta", "decision-overtaken", decision=GO | {"decided_on": "2018-05-31"}, override=OVERRIDE
    )
    await change(office, key, "beta", decision=GO | {"decided_on": "2018-06-01"})


async def test_a_stop_is_not_told_into_the_past_of_other_decisions(office: Office) -> None:
    key = await on_its_way(office)
    await office.post(f"/projects/{key}/gate-decisions", GO | {"decided_on": "2018-06-01"})
    body = STOP | {"decided_on": "2018-05-31"}
    problem = await office.refused(
        "POST", f"/projects/{key}/gate-decisions", body, status=422, code="dates-out-of-order"
    )
    assert "there is a decision of 2018-06-01 already" in problem["detail"]


@pytest.mark.parametrize("to", ["beta", "alpha", "gamma"])
async def test_an_override_lets_nothing_else_pass(office: Office, to: str) -> None:
    key = await on_its_way(office)
    codes = {"beta": (409, "nothing-to-override"), "alpha": (409, "no-change"), "gamma": (422, "unknown-phase")}
    status, code = codes[to]
    body = {"to": to, "decision": GO, "override": OVERRIDE}
    await office.refused("POST", f"/projects/{key}/phase-changes", body, status=status, code=code)


async def test_a_decision_without_need_takes_no_override(office: Office) -> None:
    key = await on_its_way(office)
    body = GO | {"override": OVERRIDE}
    await office.refused("POST", f"/projects/{key}/gate-decisions", body, status=409, code="nothing-to-override")
    body = GO | {"override": {"by_role": "sponsor"}}
    await office.refused("POST", f"/projects/{key}/gate-decisions", body, status=422, code="invalid")

"""What a gate is judged by: criteria and products of the template version in force, and evidence from the register."""

import pytest

from tests.support.office import GO, Json, Office, unused

CRITERIA = ["The need is described", "The team is there"]
PRODUCTS = ["A summary of the need", "A first plan"]


async def judged(office: Office) -> tuple[str, str]:
    """Return a project in discovery, whose gate has criteria, and its lifecycle."""
    phases = [
        {
            "key": "discovery",
            "name": "Discovery",
            "products": PRODUCTS,
            "gate": {"name": "End of discovery", "criteria": CRITERIA},
        },
        {"key": "alpha", "name": "Alpha"},
    ]
    lifecycle = unused("lifecycle")
    await office.post("/lifecycles", {"key": lifecycle, "name": "Service", "phases": phases})
    key = await office.project(lifecycle=lifecycle)
    await office.post(f"/projects/{key}/phase-changes", {"to": "discovery", "decision": GO})
    return key, lifecycle


async def test_a_decision_shows_every_criterion_and_product_with_what_was_told_of_it(office: Office) -> None:
    key, lifecycle = await judged(office)
    toolkit = await office.deliverable()
    said = {
        "criteria": [{"text": "The team is there", "met": False, "note": "One is missing"}],
        "products": [{"name": "A summary of the need", "deliverable": toolkit}],
        "evidence": ["https://example.org/minutes"],
        "evidence_deliverables": [toolkit],
    }
    moved = await office.post(f"/projects/{key}/phase-changes", {"to": "alpha", "decision": GO | said})
    decision = moved["decision"]
    assert (decision["lifecycle"], decision["lifecycle_number"]) == (lifecycle, 1)
    assert decision["criteria"] == [
        {"text": "The need is described", "met": None, "note": None},
        {"text": "The team is there", "met": False, "note": "One is missing"},
    ]
    assert decision["products"] == [
        {"name": "A summary of the need", "exists": True, "deliverable": toolkit, "link": None},
        {"name": "A first plan", "exists": None, "deliverable": None, "link": None},
    ]
    assert (decision["evidence"], decision["evidence_deliverables"]) == (said["evidence"], [toolkit])
    *_, decided, _ = await office.told(key, 5)
    for name in ("criteria", "products", "evidence", "evidence_deliverables", "lifecycle", "lifecycle_number"):
        assert decided.data[name] == decision[name], name
    assert (await office.get(f"/projects/{key}/gate-decisions"))["items"][-1] == decision


@pytest.mark.parametrize(
    ("said", "status", "code", "words"),
    [
        (
            {"criteria": [{"text": "It is liked", "met": True}]},
            422,
            "unknown-criterion",
            "has no criterion 'It is liked'; it has: The need is described; The team is there",
        ),
        ({"criteria": [{"text": CRITERIA[0], "met": True}] * 2}, 422, "criterion-repeated", "more than once"),
        ({"criteria": [{"text": CRITERIA[0]}]}, 422, "invalid", "criteria.0.met: is missing"),
        ({"products": [{"name": "A cake"}]}, 422, "unknown-product", "has no product 'A cake'"),
        ({"products": [{"name": PRODUCTS[0]}] * 2}, 422, "product-repeated", "more than once"),
        (
            {"products": [{"name": PRODUCTS[0], "exists": False, "link": "https://example.org"}]},
            422,
            "product-contradicted",
            "said not to exist",
        ),
        ({"products": [{"name": PRODUCTS[0], "deliverable": "none"}]}, 404, "not-found", "no deliverable 'none'"),
        ({"evidence_deliverables": ["none"]}, 404, "not-found", "There is no deliverable 'none'."),
    ],
)
async def test_what_the_template_or_the_register_does_not_know_is_refused(
    office: Office, said: Json, status: int, code: str, words: str
) -> None:
    key, _ = await judged(office)
    problem = await office.refused("POST", f"/projects/{key}/gate-decisions", GO | said, status=status, code=code)
    assert words in problem["detail"]


async def test_before_the_first_phase_there_is_no_gate_to_judge(office: Office) -> None:
    key = await office.project()
    said = GO | {"criteria": [{"text": CRITERIA[0], "met": True}]}
    problem = await office.refused(
        "POST", f"/projects/{key}/gate-decisions", said, status=422, code="unknown-criterion"
    )
    assert "a project in no phase of a lifecycle has no criterion" in problem["detail"]

"""The loader's decisions: what it asks for, in which order, what is missing, and how a difference is told."""

from pathlib import Path

import pytest

from deploy.load import wishes
from deploy.load.data import Data, read
from deploy.load.kinds import everything
from deploy.load.plan import plan
from deploy.load.wishes import Json, Wish

FOLDER = Path(__file__).parents[2] / "deploy" / "data"


@pytest.fixture(scope="module")
def data() -> Data:
    return read(FOLDER)


def wish(**body: object) -> Wish:
    return Wish("deliverable", "gdpr-action-plan", "/deliverables", dict(body))


def test_every_row_of_the_data_is_asked_for(data: Data) -> None:
    kinds = [asked.kind for asked in everything(data)]

    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "council": 32,
        "membership": 32,
        "membership count": 8,
        "programme phase": 3,
        "portfolio": 13,
        "lifecycle": 2,
        "release": 5,
        "project": 30,
        "placement": 25,
        "deliverable": 71,
        "benefit profile": 8,
        "contents of a release": 2,
        "closing of a release": 1,
    }


def test_nothing_comes_before_what_it_needs(data: Data) -> None:
    kinds = list(dict.fromkeys(asked.kind for asked in everything(data)))
    needs = [
        ("council", "membership"),
        ("lifecycle", "project"),
        ("project", "placement"),
        ("portfolio", "placement"),
        ("project", "deliverable"),
        ("project", "benefit profile"),
        ("deliverable", "contents of a release"),
        ("contents of a release", "closing of a release"),
        ("membership", "closing of a release"),
    ]

    assert all(kinds.index(first) < kinds.index(then) for first, then in needs)


def test_nothing_is_sent_that_the_sources_do_not_say(data: Data) -> None:
    assert all(value is not None for asked in everything(data) for value in asked.body.values())


def test_no_project_is_given_a_phase(data: Data) -> None:
    bodies = [asked.body for asked in wishes.projects(data)]

    assert {body["lifecycle"] for body in bodies} == {"service"}
    assert not any("phase" in body for body in bodies)


def test_a_project_names_its_councils_by_slug_whatever_code_the_data_has(data: Data) -> None:
    body = next(asked.body for asked in wishes.projects(data) if asked.key == "gdpr-readiness")

    assert body["lead_councils"] == ["glasgow", "fife"]
    assert body["participants"] == {"count": 30, "councils": [], "other": []}


def test_what_has_no_field_of_its_own_is_kept_in_the_notes(data: Data) -> None:
    body = next(asked.body for asked in wishes.projects(data) if asked.key == "digital-maturity")

    assert "Code in the sources: L01." in body["notes"]
    assert "2021, 19 councils assessed" in body["notes"]
    assert "Targets found: All 32 councils assessed by October 2021." in body["notes"]


def test_a_deliverable_planned_for_a_release_of_unknown_history_is_told_in_the_notes(data: Data) -> None:
    body = next(asked.body for asked in wishes.projects(data) if asked.key == "common-platforms")

    assert "Planned for Release Four: Landscape survey, Platform catalogue, Platform blueprint." in body["notes"]


def test_a_state_keeps_the_word_it_was_found_under(data: Data) -> None:
    bodies = {asked.key: asked.body for asked in wishes.deliverables(data)}

    assert (bodies["capability-map"]["state"], bodies["capability-map"]["state_as_found"]) == ("beta", "BETA")
    assert (bodies["iot-winter-weather"]["state"], bodies["iot-winter-weather"]["state_as_found"]) == (
        "live",
        "published",
    )
    assert "state" not in bodies["gdpr-action-plan"]


def test_texts_fit_what_the_services_accept(data: Data) -> None:
    bodies = [asked.body for asked in everything(data)]

    assert max(len(body.get("notes", "")) for body in bodies) <= 4000
    assert max(len(body.get("name", "")) for body in bodies) <= 200


def test_idempotency_keys_are_stable_and_differ_for_every_row(data: Data) -> None:
    keys = [asked.idempotency_key for asked in everything(data)]

    assert keys == [asked.idempotency_key for asked in everything(read(FOLDER))]
    assert len(keys) == len(set(keys))


def test_a_changed_row_has_another_idempotency_key() -> None:
    assert wish(name="GDPR action plan").idempotency_key != wish(name="Action plan").idempotency_key


def test_in_an_empty_system_all_is_missing(data: Data) -> None:
    asked = wishes.deliverables(data)

    assert plan(asked, {}).missing == asked


def test_in_a_loaded_system_nothing_is_missing_and_nothing_differs(data: Data) -> None:
    for of_a_kind in (wishes.councils, wishes.projects, wishes.lifecycles, wishes.contents, wishes.placements):
        asked = of_a_kind(data)
        found = {one.key: {"version": 1, "href": "/api/v1/…", **one.body} for one in asked}

        decided = plan(asked, found)

        assert (decided.missing, decided.differences) == ([], [])
        assert decided.there == asked


def test_after_a_failure_half_way_only_the_rest_is_missing(data: Data) -> None:
    asked = wishes.councils(data)
    found = {one.key: one.body for one in asked[:20]}

    assert plan(asked, found).missing == asked[20:]


def test_an_operators_change_is_told_and_left_alone() -> None:
    decided = plan([wish(name="GDPR action plan")], {"gdpr-action-plan": {"name": "Action plan for GDPR"}})

    assert decided.missing == []
    assert decided.differences == [
        'deliverable gdpr-action-plan: name is "Action plan for GDPR" there, "GDPR action plan" in the data'
    ]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"other": []}, {"other": None}),
        ({"councils": ["fife", "angus"]}, {"councils": ["angus", "fife"]}),
        ({"notes": "as found"}, {}),
        ({"participants": {"count": 30}}, {"participants": {"count": 30, "councils": []}}),
        ({"deliverables": [{"deliverable": "a", "ready": True}]}, {"deliverables": [
            {"deliverable": "b", "ready": False, "name": "B"}, {"deliverable": "a", "ready": True, "name": "A"},
        ]}),
    ],
)  # fmt: skip
def test_order_emptiness_and_additions_are_no_difference(here: Json, there: Json) -> None:
    assert plan([wish(**here)], {"gdpr-action-plan": there}).differences == []


def test_a_difference_inside_a_list_names_the_item_and_the_field() -> None:
    decided = plan(
        [wish(deliverables=[{"deliverable": "modern-workplace-repository", "ready": False}])],
        {"gdpr-action-plan": {"deliverables": [{"deliverable": "modern-workplace-repository", "ready": True}]}},
    )

    assert decided.differences == [
        "deliverable gdpr-action-plan: deliverables.modern-workplace-repository.ready is true there, false in the data"
    ]


def test_a_long_value_is_cut_and_a_missing_one_is_not_recorded() -> None:
    decided = plan([wish(notes="x" * 200)], {"gdpr-action-plan": {"notes": None}})

    assert decided.differences == [
        f'deliverable gdpr-action-plan: notes is not recorded there, "{"x" * 79}… in the data'
    ]

"""Bad input gets a clear refusal, changes nothing, and never fails on our side."""

import json
from typing import Any

import pytest

from tests.support.office import API, GO, Json, Office, unused

STEP = {"to": "alpha", "decision": GO}
WISHES: list[tuple[str, str, Json]] = [
    ("POST", "/programme/phases", {"phase": "build", "starts": "2016-10"}),
    ("POST", "/portfolios", {"key": "new", "name": "Place", "grouping": "g", "from": "2019-10-01"}),
    ("POST", "/portfolios/{portfolio}/end", {"to": "2021"}),
    ("POST", "/lifecycles", {"key": "new", "name": "Service", "phases": [{"key": "alpha", "name": "Alpha"}]}),
    ("POST", "/projects", {"key": "new", "name": "STAMP"}),
    ("PATCH", "/projects/{project}", {"name": "Other"}),
    ("POST", "/projects/{project}/placements", {"portfolio": "{portfolio}", "from": "2019-10-01"}),
    ("POST", "/projects/{project}/gate-decisions", GO),
    ("POST", "/projects/{project}/phase-changes", STEP),
    ("POST", "/deliverables", {"key": "new", "project": "{project}", "name": "Toolkit"}),
    ("PATCH", "/deliverables/{deliverable}", {"name": "Other"}),
    ("POST", "/deliverables/{deliverable}/state-changes", {"to": "live"}),
    ("POST", "/releases", {"key": "new", "name": "Release Two"}),
    ("PATCH", "/releases/{release}", {"name": "Other"}),
    ("POST", "/releases/{release}/deliverables", {"deliverables": [{"deliverable": "{deliverable}", "ready": True}]}),
    ("PUT", "/releases/{release}/deliverables/{deliverable}", {"ready": True}),
    ("PATCH", "/releases/{release}", {"freeze_on": "2199-01-01", "sign_offs_needed": ["sponsor"]}),
    ("POST", "/releases/{release}/sign-offs", {"by_role": "sponsor", "outcome": "signed", "note": "As agreed"}),
    (
        "POST",
        "/releases/{release}/amendments",
        {"text": "Read otherwise", "reason": "An error", "by_role": "sponsor", "changes": [{"about": "toolkit"}]},
    ),
    ("POST", "/releases/{release}/close", {"closed_on": "2018-02", "override": {"by_role": "sponsor", "reason": "So"}}),
    ("POST", "/projects/{project}/progress-updates", {"text": "All is well", "own_rating": "green"}),
    (
        "POST",
        "/projects/{project}/confidence-ratings",
        {"kind": "own", "rating": "green", "by_role": "sponsor", "reason": "It was tested"},
    ),
    ("PUT", "/projects/{project}/update-rhythm", {"every_days": 14}),
    (
        "POST",
        "/work-requests",
        {
            "key": "new",
            "project": "{project}",
            "title": "Test",
            "text": "Try it",
            "councils": ["fife"],
            "priority": "must",
            "due": "2190-01-01",
            "by_role": "project-lead",
        },
    ),
    ("PATCH", "/work-requests/{request}", {"priority": "could", "by_role": "sponsor", "reason": "Later"}),
    ("POST", "/work-requests/{request}/answers", {"council": "fife", "answer": "accepted"}),
    ("POST", "/work-requests/{request}/cancel", {"by_role": "sponsor", "reason": "Not needed"}),
    ("POST", "/benefit-profiles", {"key": "new", "project": "{project}", "statement": "Less paper"}),
]
BAD_ANYWHERE: list[Any] = [
    None,
    True,
    0,
    -1,
    3.5,
    1e308,
    10**40,
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "x" * 10_000,
    "🙂" * 10_000,
    "2018-02-30",
    "9999-12-31",
    "../../etc/passwd",
    "'; DROP TABLE project; --",
    [],
    ["x"] * 1000,
    {},
    {"a": 1},
    [[[[[]]]]],
]


@pytest.fixture(scope="module")
async def there(office: Office) -> dict[str, str]:
    """Keys of what requests name: a project in a lifecycle, a portfolio, a deliverable, a release, a request."""
    project = await office.project(lifecycle=await office.lifecycle(), lead_councils=["fife"])
    return {
        "project": project,
        "request": await office.work_request(project),
        "portfolio": await office.portfolio(),
        "deliverable": await office.deliverable(),
        "release": await office.release(),
    }


def filled(text: str, there: dict[str, str]) -> str:
    for name, key in there.items():
        text = text.replace(f"{{{name}}}", key)
    return text


async def send(office: Office, there: dict[str, str], method: str, path: str, body: Any) -> tuple[int, Json]:
    """Send a body as it is; an answer that is no success must be a problem in full."""
    headers = {"Content-Type": "application/json", "If-Match": "*"}
    answer = await office.http.request(method, API + filled(path, there), content=body, headers=headers)
    if answer.is_success:
        return answer.status_code, {}
    assert 400 <= answer.status_code < 500, f"{body[:200]!r}: {answer.text}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem: Json = answer.json()
    assert problem["detail"].endswith(".") or problem.get("errors"), problem
    assert len(answer.content) < 20_000, "a refusal does not send back what was too long"
    return answer.status_code, problem


@pytest.mark.parametrize(("method", "path", "body"), WISHES, ids=[f"{method} {path}" for method, path, _ in WISHES])
async def test_no_value_of_any_field_fails_on_our_side(
    office: Office, there: dict[str, str], method: str, path: str, body: Json
) -> None:
    for field in body:
        for bad in BAD_ANYWHERE:
            whole = json.loads(filled(json.dumps(body), there)) | {field: bad}
            await send(office, there, method, path, json.dumps(whole).encode())


@pytest.mark.parametrize(("method", "path", "body"), WISHES, ids=[f"{method} {path}" for method, path, _ in WISHES])
async def test_a_body_that_is_none_is_refused_and_changes_nothing(
    office: Office, there: dict[str, str], method: str, path: str, body: Json
) -> None:
    before = await office.state()
    whole = json.loads(filled(json.dumps(body), there))
    text = json.dumps(whole).encode()
    deep = b'{"a":' + b"[" * 700 + b"]" * 700 + b"}"
    for bad, statuses in (
        (b"", {400, 415, 422}),
        (b"null", {422}),
        (b"[]", {422}),
        (b'"text"', {422}),
        (b"17", {422}),
        (b"{", {400}),
        (text[:-1], {400}),
        (text + b"}", {400}),
        (b"\xff\xfe" + text, {400}),
        (b"\x00" + text, {400}),
        (text.replace(b'"', b"'"), {400}),
        (b"[" * 100_000, {400}),
        (deep, {400, 422}),
        (b'{"a":' + b"9" * 5000 + b"}", {400, 422}),
        (json.dumps(whole | {"surprise": 1}).encode(), {422}),
        (json.dumps(whole | {"": 1}).encode(), {422}),
        (json.dumps(whole | {"\x00": 1}).encode(), {422}),
        (json.dumps(whole | {"x" * 100_000: 1}).encode(), {422}),
        (json.dumps(whole | {"\ud800": 1}).encode(), {400, 422}),
        (json.dumps(whole | {f"field-{number}": 1 for number in range(2000)}).encode(), {422}),
        (b'{"a":"' + b"x" * (1024 * 1024) + b'"}', {413}),
    ):
        status, _ = await send(office, there, method, path, bad)
        assert status in statuses, (bad[:80], status)
    assert await office.state() == before


@pytest.mark.parametrize("bad", ["\ud800", "a\udfffb"])
async def test_half_a_character_is_refused(office: Office, bad: str) -> None:
    before = await office.state()
    for body in ({"key": unused("project"), "name": bad}, {"key": bad, "name": "STAMP"}):
        status, _ = await send(office, {}, "POST", "/projects", json.dumps(body).encode())
        assert status == 422
    assert await office.state() == before


async def test_numbers_that_are_none_are_refused(office: Office, there: dict[str, str]) -> None:
    for number in ("NaN", "Infinity", "-Infinity", "1e400", "-0.5", "1E5"):
        text = '{{"key": "b", "project": "{project}", "statement": "s", "amount_gbp": ' + number + "}}"
        status, _ = await send(office, there, "POST", "/benefit-profiles", text.format(**there).encode())
        assert status in {400, 422}, number


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
async def test_a_body_of_another_kind_is_refused(office: Office, kind: str) -> None:
    before = await office.state()
    answer = await office.http.post(
        f"{API}/projects",
        content=json.dumps({"key": unused("project"), "name": "STAMP"}),
        headers={"Content-Type": kind},
    )
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert await office.state() == before


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing-here", 404, "not-found"),
        ("GET", "/projects/", 404, "not-found"),
        ("GET", "/projects/a/b/c", 404, "not-found"),
        ("DELETE", "/projects", 405, "method-not-allowed"),
        ("PUT", "/projects/a", 405, "method-not-allowed"),
        ("GET", "/projects/A", 422, "invalid"),
        ("GET", "/projects/a.b", 422, "invalid"),
        ("GET", f"/projects/{'x' * 81}", 422, "invalid"),
        ("GET", "/projects/%00", 400, "malformed"),
        ("GET", "/projects/a%0a", 422, "invalid"),
        ("GET", "/projects/%C3%28", 422, "invalid"),
        ("GET", "/lifecycles/a/versions/0", 422, "invalid"),
        ("GET", "/lifecycles/a/versions/99999999999999999999", 422, "invalid"),
        ("GET", "/lifecycles/a/versions/one", 422, "invalid"),
        ("GET", "/projects?as_at=2018-02-30", 422, "invalid"),
        ("GET", "/projects?as_at=2018", 422, "invalid"),
        ("GET", "/projects?as_at=1519516800", 422, "invalid"),
        ("GET", "/projects?as_at=0001-01-01", 422, "invalid"),
        ("GET", "/projects?as_at=%D9%A2%D9%A0%D9%A1%D9%A8-01-01", 422, "invalid"),
        ("GET", "/portfolios?as_at=yesterday", 422, "invalid"),
        ("GET", "/programme?as_at=", 422, "invalid"),
        ("GET", "/projects?phase=A%20phase", 422, "invalid"),
        ("GET", "/projects?portfolio=%00", 400, "malformed"),
        ("GET", "/deliverables?state=on", 422, "invalid"),
        ("GET", "/deliverables?releases=release-one", 422, "unknown-parameter"),
    ],
)
async def test_an_address_that_is_none_is_refused(
    office: Office, method: str, path: str, status: int, code: str
) -> None:
    answer = await office.http.request(method, API + path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


async def test_a_filter_that_nothing_matches_finds_nothing(office: Office) -> None:
    for path in (
        "/projects?portfolio=no-such",
        "/projects?phase=no-such",
        "/deliverables?project=no-such",
        "/deliverables?release=no-such",
        "/benefit-profiles?project=no-such",
    ):
        assert (await office.get(path))["items"] == []

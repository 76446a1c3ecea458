"""Signed-in browsers: where a cookie counts, which forms are ours, and where signing in leads."""

import pytest

from shared.auth import PAGES, is_page, is_public
from shared.errors import ForbiddenError, UnauthenticatedError
from shared.web import sessions

HERE = "https://partnership.example"
FETCHED = {"sec-fetch-site": "same-origin"}


def request(method: str, path: str, query: str = "", **headers: str) -> dict[str, object]:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"method": method, "path": path, "query_string": query.encode(), "headers": given}


def test_a_cookie_counts_on_pages_and_nowhere_else() -> None:
    cookie = "other=1; __Host-partnership=a.b.c; partnership=x"
    assert sessions.token_of(request("GET", "/subscriptions/one", cookie=cookie), HERE) == "a.b.c"
    for path in (
        "/api/v1/subscriptions",
        "/api/v1/events/stream",
        "/oauth/token",
        "/subscriptionsx",
        "/x/subscriptions",
    ):
        with pytest.raises(UnauthenticatedError):
            sessions.token_of(request("GET", path, cookie=cookie), HERE)


def test_a_header_counts_before_a_cookie() -> None:
    both = request("GET", "/subscriptions", cookie="__Host-partnership=a.b.c", authorization="Bearer d.e.f")
    assert sessions.token_of(both, HERE) == "d.e.f"


def test_over_https_only_a_cookie_that_https_itself_set_counts() -> None:
    with pytest.raises(UnauthenticatedError):
        sessions.token_of(request("GET", "/subscriptions", cookie="partnership=a.b.c"), HERE)
    assert sessions.token_of(request("GET", "/subscriptions", cookie="partnership=a"), "http://localhost:8080") == "a"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "partnership.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": HERE},
        {"origin": "null", "host": "partnership.example"},
        {"origin": "https://evil.example", "host": "partnership.example"},
        {"origin": "https://evil.example", "host": "partnership.example", "referer": f"{HERE}/subscriptions"},
        {"origin": "https://partnership.example.evil.example", "host": "partnership.example"},
        {"origin": "http://partnership.example", "host": "partnership.example"},
    ],
)
@pytest.mark.parametrize("path", ["/subscriptions/new", "/subscriptions/one/end", "/sign-in", "/sign-out"])
def test_a_form_that_no_page_of_ours_sent_is_refused(path: str, headers: dict[str, str]) -> None:
    with pytest.raises(ForbiddenError) as refused:
        sessions.refuse_foreign(request("POST", path, cookie="__Host-partnership=a.b.c", **headers), HERE)
    assert refused.value.code == "foreign-form"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"origin": HERE, "host": "inside:8003"},
        {"origin": "https://another-name.example", "host": "another-name.example"},
        {"authorization": "Bearer a.b.c", "sec_fetch_site": "cross-site"},
    ],
)
def test_a_form_of_ours_and_a_program_with_a_token_are_let_in(headers: dict[str, str]) -> None:
    sessions.refuse_foreign(request("POST", "/subscriptions/new", **headers), HERE)


def test_whoever_asks_for_a_page_is_shown_the_way_to_sign_in_and_comes_back() -> None:
    error = UnauthenticatedError("no")
    html = {"accept": "text/html,*/*"}
    asked = sessions.to_sign_in(error, request("GET", "/subscriptions/one", "state=waiting&after=x", **html))
    sent = sessions.to_sign_in(error, request("POST", "/subscriptions/one/end", **html))
    assert asked is not None
    assert sent is not None
    assert asked.status_code == sent.status_code == 303
    assert asked.headers["location"] == "/sign-in?next=%2Fsubscriptions%2Fone%3Fstate%3Dwaiting%26after%3Dx"
    assert sent.headers["location"] == "/sign-in?next=%2Fsubscriptions%2Fone&unsaved=true"


def test_programs_and_all_that_is_no_page_are_told_and_not_sent_elsewhere() -> None:
    error = UnauthenticatedError("no")
    assert sessions.to_sign_in(error, request("GET", "/subscriptions", accept="application/json")) is None
    assert sessions.to_sign_in(error, request("GET", "/api/v1/subscriptions", accept="text/html")) is None
    assert sessions.to_sign_in(ForbiddenError("no"), request("GET", "/subscriptions", accept="text/html")) is None


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/a\\b",
        "\\/evil.example",
        "javascript:alert(1)",
        "subscriptions",
        " /subscriptions",
        "/subscriptions\r\nSet-Cookie: a=b",
        "/subscriptions\n",
        "/a b",
        "/ä",
        "/" + "a" * 2000,
    ],
)
def test_signing_in_leads_to_no_other_site(address: str | None) -> None:
    assert sessions.local(address) == "/subscriptions"


@pytest.mark.parametrize(
    "address", ["/", "/subscriptions/one?state=waiting&after=x", "/subscriptions/one/deliveries#a"]
)
def test_signing_in_leads_to_where_somebody_wanted_to_go(address: str) -> None:
    assert sessions.local(address) == address


def test_no_page_for_who_is_signed_in_is_open_to_everybody_and_none_is_part_of_the_api() -> None:
    assert all(reason for _, reason in PAGES)
    for path in ("/subscriptions", "/subscriptions/one/deliveries/two"):
        assert is_page(path)
        assert not is_public("GET", path)
    assert not any(is_page(path) for path in ("/api/v1/subscriptions", "/sign-in", "/", "/subscriptions\n"))

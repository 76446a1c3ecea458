"""How a token request is read, and what it is granted."""

import base64
import contextlib
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils.domain import tokens
from services.councils.domain.tokens import MAX_FORM_BYTES, TokenRefusedError, TokenRequest, read

FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}


def basic(client_id: str, secret: str) -> str:
    both = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(both.encode()).decode()


def body(**fields: str) -> bytes:
    return urlencode(GRANT | fields).encode()


def test_a_client_proves_itself_by_http_basic_or_in_the_form() -> None:
    assert read(basic("fife", "s:e+c%ret"), FORM, body(scope="events:read")) == TokenRequest(
        "fife", "s:e+c%ret", "events:read"
    )
    assert read(None, f"{FORM}; charset=utf-8", body(client_id="fife", client_secret="s:e+c%ret")) == TokenRequest(
        "fife", "s:e+c%ret", None
    )


@pytest.mark.parametrize(
    ("authorization", "content_type", "content", "error"),
    [
        (basic("a", "b"), "application/json", b'{"grant_type": "client_credentials"}', "invalid_request"),
        (basic("a", "b"), "", body(), "invalid_request"),
        (basic("a", "b"), FORM, b"", "invalid_request"),
        (basic("a", "b"), FORM, b"\xff\xfe", "invalid_request"),
        (basic("a", "b"), FORM, b"grant_type", "invalid_request"),
        (basic("a", "b"), FORM, body() + b"&grant_type=client_credentials", "invalid_request"),
        (basic("a", "b"), FORM, body(scope="\x00"), "invalid_request"),
        (basic("a", "b"), FORM, body(scope="x" * MAX_FORM_BYTES), "invalid_request"),
        (basic("a", "b"), FORM, b"&".join(b"f%d=1" % number for number in range(60)), "invalid_request"),
        (basic("a", "b"), FORM, b"grant_type=password", "unsupported_grant_type"),
        (basic("a", "b"), FORM, body(client_id="a", client_secret="b"), "invalid_request"),
        (basic("a", "b"), FORM, body(client_id="other"), "invalid_request"),
        (None, FORM, body(), "invalid_client"),
        (None, FORM, body(client_id="a"), "invalid_client"),
        ("Bearer abc", FORM, body(), "invalid_client"),
        ("Basic ÄÖÜ", FORM, body(), "invalid_client"),
        ("Basic " + base64.b64encode(b"no colon").decode(), FORM, body(), "invalid_client"),
        ("Basic " + base64.b64encode(b"\xff:\xff").decode(), FORM, body(), "invalid_client"),
        (basic("a" * 10_000, "b"), FORM, body(), "invalid_client"),
        (basic("a\x00", "b"), FORM, body(), "invalid_client"),
    ],
)
def test_a_bad_request_is_refused_by_its_name_in_the_standard(
    authorization: str | None, content_type: str, content: bytes, error: str
) -> None:
    with pytest.raises(TokenRefusedError) as refused:
        read(authorization, content_type, content)
    assert refused.value.error == error
    assert refused.value.status == (401 if error == "invalid_client" else 413 if len(content) > MAX_FORM_BYTES else 400)


@given(st.none() | st.text(), st.sampled_from([FORM, "text/plain"]), st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(authorization: str | None, content_type: str, content: bytes) -> None:
    with contextlib.suppress(TokenRefusedError):
        assert isinstance(read(authorization, content_type, content), TokenRequest)


@given(st.text(min_size=1, max_size=100).filter(lambda text: "\x00" not in text), st.text(max_size=100))
def test_credentials_arrive_as_they_were_sent(client_id: str, secret: str) -> None:
    asked = read(basic(client_id, secret), FORM, body())
    assert (asked.client_id, asked.secret) == (client_id, secret)


def test_a_token_has_what_was_asked_for_or_else_all_the_client_has() -> None:
    has = ["programme:read", "events:read"]
    assert tokens.granted(has, None) == ("programme:read", "events:read")
    assert tokens.granted(has, "events:read events:read") == ("events:read",)
    for beyond in ("events:read operations", "nonsense", " "):
        with pytest.raises(TokenRefusedError, match="may ask for: programme:read events:read") as refused:
            tokens.granted(has, beyond)
        assert refused.value.error == "invalid_scope"

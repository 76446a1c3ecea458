"""What pages say in words: how a subscription stands, of attempts, of who was told, and of forms that are odd."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from services.notifications import views
from services.notifications.pages import attempts, contacts, wishes, words
from shared.errors import ConflictError, InvalidError, refuse_field
from shared.pages.forms import Form, complaints

NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("state", ["pending", "active", "paused", "stopped"])
@pytest.mark.parametrize(
    "cause", [None, "failing", "asked", "gone", "client-revoked", "ended", "not-agreed", "of a later version"]
)
def test_a_subscription_stands_in_words_whatever_it_is_for(state: str, cause: str | None) -> None:
    standing = words.standing(state, cause)
    assert standing.word
    assert standing.means.endswith(".")
    assert state == "active" or standing.advice or cause == "ended"


def test_spans_are_said_in_their_largest_unit() -> None:
    said = [words.lasting(timedelta(seconds=seconds)) for seconds in (-5, 59, 60, 7300, 90_000, 900_000)]
    assert said == ["less than a minute", "less than a minute", "1 minute", "2 hours", "1 day", "10 days"]


def test_each_role_is_told_of_with_what_came_of_the_last_mail() -> None:
    def mail(state: str, reached: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(state=state, reached=reached, settled_at=NOON, due_at=NOON)

    digital, security = ("fife", "council-digital-lead"), ("fife", "security-contact")
    said = contacts.shown("fife", {digital: mail("sent", "fife/sponsor"), security: mail("given-up")})
    assert [one["role"] for one in said] == ["Council digital lead of fife", "Security contact of fife"]
    assert said[0]["last"] == "Told on 22 November 2026, 12:00 UTC, to the sponsor of fife in its place"
    assert "Could not be told" in said[1]["last"]
    said = contacts.shown("fife", {digital: mail("sent", "fife/council-digital-lead"), security: mail("waiting")})
    assert said[0]["last"] == "Told on 22 November 2026, 12:00 UTC"
    assert "the next try is on 22 November 2026" in said[1]["last"]
    assert "the programme" in contacts.shown(None, {})[0]["role"]


def test_an_attempt_is_written_as_it_went_over_the_wire_with_nothing_that_steers_a_terminal() -> None:
    attempt = views.AttemptView(
        delivery="01234567-89ab-cdef-0123-456789abcdef",
        subscription="s",
        kind="planned",
        at=NOON,
        took_ms=1500,
        outcome="retry",
        status=500,
        error="answered 500",
        request={"method": "POST", "url": "https://x.example/", "headers": {"webhook-id": "1"}, "bytes": 2},
        answer={"headers": {"X": "a\r\nb"}, "cut": True},
        answer_body='{"b": 1}\x1b[31m\x7f',
    )
    shown = attempts.shown(1, attempt)
    assert shown["request"] == "POST https://x.example/\nwebhook-id: 1\n(bytes: 2)"
    assert shown["answer"] == '500\nX: a␍\nb\n(cut: True)\n\n{"b": 1}␛[31m␡'
    assert (shown["took"], shown["error"], shown["at"]) == ("1.5 seconds", "", "22 November 2026, 12:00:05 UTC")


def test_a_form_becomes_the_wish_that_the_api_takes() -> None:
    form = Form(
        [
            *wishes.EMPTY.fields,
            ("name", " N "),
            ("url", "https://x.example"),
            ("types", "a\n b, c"),
            ("filters", '{"not": {}}'),
        ]
    )
    given, errors = wishes.subscription(form)
    assert errors == []
    assert given == {
        "types": ["a", "b", "c"],
        "filters": [{"not": {}}],
        "name": "N",
        "road": "webhook",
        "start": {"at": "now"},
        "webhook": {"url": "https://x.example", "mode": "structured", "body": "full", "signatures": ["hmac"]},
    }
    assert "webhook" not in wishes.subscription(Form([("name", "N"), ("road", "feed"), ("start", "now")]))[0]
    by_broker = wishes.subscription(Form([("name", "N"), ("road", "broker"), ("start", "now")]))
    assert by_broker[1] == [("road", "Choose how events reach you")]


def test_a_refusal_stands_at_its_field_or_at_the_nearest_that_it_is_part_of() -> None:
    with pytest.raises(InvalidError) as refused:
        refuse_field("filters.0.exact.data.x", "code", "is nothing")
    assert complaints(refused.value, wishes.LABELS) == [("filters", "Filters is nothing")]
    assert complaints(ConflictError("Too many."), wishes.LABELS) == [("", "Too many.")]
    with pytest.raises(InvalidError) as refused:
        refuse_field("webhook.other", "code", "is odd")
    assert complaints(refused.value, wishes.LABELS) == [("url", "Webhook is odd")]

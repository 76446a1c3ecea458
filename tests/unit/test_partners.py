"""What partners are given on the broker, where they begin, and what is never written into its configuration."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notifications.catalogue import every_type
from services.notifications.domain import filters as dialects
from services.notifications.domain.partners import First, Place, first, subjects
from services.notifications.partners import accounts, nkeys
from services.notifications.partners.accounts import Account
from shared.errors import RefusedError

PUBLIC = "UAIERDKGN2Z3L53SK5U7TA5ENYU6DVXSXCJJZKVRH4MMVOP3YTFYROXR"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = {
    "type": [one.type_name() for one in every_type()][::9],
    "source": ["/projects", "/councils"],
    "subject": ["gdpr", "fife", "nowhere"],
}


def test_a_key_is_known_by_its_form_and_its_check_sum() -> None:
    pair = nkeys.new_pair()
    assert nkeys.is_public_key(pair.public)
    assert pair.seed.startswith("SU")
    assert pair.seed not in repr(pair)
    assert nkeys.is_public_key(PUBLIC)
    for wrong in (PUBLIC[:-1] + "A", PUBLIC[:-1], PUBLIC + "A", PUBLIC.lower(), pair.seed, "", f"{PUBLIC}\n"):
        assert not nkeys.is_public_key(wrong), wrong


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ('partner-x" } SYS { users: [', PUBLIC),
        ("partner-x\npartner-y", PUBLIC),
        ("partner-x\n", PUBLIC),
        ("partner-*", PUBLIC),
        ("partner-x.>", PUBLIC),
        ("partner-", PUBLIC),
        ("PARTNERSHIP", PUBLIC),
        ("partner-x", f"{PUBLIC} }}"),
        ("partner-x", f"{PUBLIC}\n"),
        ("partner-x", "$SYSTEM_PASSWORD"),
    ],
)
def test_nothing_can_be_smuggled_into_the_configuration(name: str, key: str) -> None:
    with pytest.raises(ValueError, match="none that we make"):
        accounts.written([Account(name, [key])])


def test_the_file_is_the_same_whatever_the_order_and_names_only_what_is_a_partners_own() -> None:
    one, two = Account("partner-one", [PUBLIC]), Account("partner-two", [nkeys.new_pair().public])
    assert accounts.written([one, two]) == accounts.written([two, one])
    assert "partner-two" not in accounts.written([one])
    assert accounts.written([Account("partner-one", [])]) == accounts.written([])


expressions = some.recursive(
    some.sampled_from([{"exact": {name: text}} for name, texts in TEXTS.items() for text in texts]),
    lambda inner: some.one_of(
        some.builds(lambda one: {"not": one}, inner),
        some.builds(lambda many: {"all": many}, some.lists(inner, min_size=1, max_size=3)),
        some.builds(lambda many: {"any": many}, some.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=6,
)


@given(some.lists(expressions, max_size=3), some.sampled_from([None, "fife"]))
def test_the_broker_lets_through_what_the_filters_do_or_says_that_it_cannot(
    filters: list[dict[str, Any]], council: str | None
) -> None:
    """For every type and some subjects: through the broker exactly when by the filters, and its owner may see it."""
    refused = ""
    try:
        found = subjects([], filters, council, every_type())
    except RefusedError as error:
        refused = error.code
    if refused:
        assert refused == "broker-cannot-filter"
        return
    told = {subject for some_subjects in found.of_stream.values() for subject in some_subjects}
    passes = dialects.read(filters)
    for event in every_type():
        name = event.type_name()
        for key in (*TEXTS["subject"], "another"):
            known = {"type": (name,), "source": (f"/{event.service}",), "subject": (key,), "specversion": ("1.0",)}
            wanted = bool(passes(known.get))
            open_to_all = event.audience in {"public", "programme"}
            own = event.audience == "council" and event.about == "council" and key == council
            by_broker = f"{name}.>" in told or f"{name}.{key}" in told
            assert by_broker == (wanted and (council is None or open_to_all or own)), (name, key)


@pytest.mark.parametrize(
    ("reached", "stream", "only_new", "begins_at"),
    [
        (Place("life", 7), "PROJECTS", False, First(after=7)),
        (Place("another life", 7), "PROJECTS", True, First()),
        (None, "PROJECTS", True, First(after=3)),
        (None, "COUNCILS", True, First(since=NOW)),
        (None, "COUNCILS", False, First()),
        (None, "REPORTING", False, First()),
        (None, "REPORTING", True, First(since=NOW)),
    ],
)
def test_a_durable_begins_where_its_partner_was_or_wished_to(
    reached: Place | None, stream: str, only_new: object, begins_at: First
) -> None:
    places = {
        "PROJECTS": {"incarnation": "life", "sequence": 3},
        "COUNCILS": {"incarnation": "a life before", "sequence": 3},
    }
    begins = {"streams": places, "only_new": only_new}
    assert first(begins, reached, stream=stream, incarnation="life", made_at=NOW) == begins_at


def test_so_many_subjects_that_the_broker_would_be_held_up_are_refused() -> None:
    named = [{"exact": {"subject": f"thing-{number}"}} for number in range(100)]
    with pytest.raises(RefusedError, match="more than 500 subjects"):
        subjects([], [{"any": named}], None, every_type())
    types = [one.type_name() for one in every_type() if one.service == "projects"][:3]
    assert len(subjects(types, [{"any": named}], None, every_type()).of_stream["PROJECTS"]) == 300

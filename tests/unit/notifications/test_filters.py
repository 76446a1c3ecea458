"""Filters: what the dialects of CloudEvents Subscriptions let through, and what is wrong with one that is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.notifications.domain import filters
from services.notifications.domain.filters import Looked
from shared.errors import InvalidError

TYPES = ("partnership.projects.registered.v1", "partnership.projects.phase-changed.v1", "partnership.councils.left.v1")
WORDS = ("a", "ab", "b", "1", "true", *TYPES)
FIELDS = ("x", "x.y", "z")
NAMES = ("type", "subject", "source", "previousid", *(f"data.{field}" for field in FIELDS))

comparison = some.builds(
    lambda dialect, texts: {dialect: texts},
    some.sampled_from(("exact", "prefix", "suffix")),
    some.dictionaries(some.sampled_from(NAMES), some.sampled_from(WORDS), min_size=1, max_size=3),
)
expression = some.recursive(
    comparison,
    lambda inner: some.one_of(
        some.builds(lambda one: {"not": one}, inner),
        some.builds(lambda many: {"all": many}, some.lists(inner, min_size=1, max_size=3)),
        some.builds(lambda many: {"any": many}, some.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
plain = some.one_of(some.none(), some.booleans(), some.just(1), some.sampled_from(WORDS))
value = some.one_of(plain, some.lists(plain, max_size=2), some.dictionaries(some.just("y"), plain, max_size=1))
data = some.dictionaries(some.sampled_from(("x", "z")), value, max_size=2)
attributes = some.fixed_dictionaries(
    {"type": some.sampled_from(TYPES), "subject": some.sampled_from(WORDS), "source": some.sampled_from(WORDS)},
    optional={"previousid": some.sampled_from(WORDS)},
)


def looked(attributes: dict[str, str], data: Any) -> Looked:
    return Looked(attributes, lambda: data)


def by_the_book(one: dict[str, Any], event: dict[str, str], data: Any) -> bool:
    """Evaluate a filter as the specification tells it, in the plainest way."""
    ((dialect, inside),) = one.items()
    if dialect == "not":
        return not by_the_book(inside, event, data)
    if dialect in {"all", "any"}:
        each = [by_the_book(part, event, data) for part in inside]
        return all(each) if dialect == "all" else any(each)
    return all(any(holds(dialect, one, text) for one in has(name, event, data)) for name, text in inside.items())


def holds(dialect: str, found: str, text: str) -> bool:
    if dialect == "exact":
        return found == text
    return found.startswith(text) if dialect == "prefix" else found.endswith(text)


def has(name: str, event: dict[str, str], data: Any) -> list[str]:
    if not name.startswith("data."):
        return [event[name]] if name in event else []
    found = data.get("x" if name.startswith("data.x") else "z")
    if name == "data.x.y":
        found = found.get("y") if isinstance(found, dict) else None
    if isinstance(found, dict):
        return []
    each = found if isinstance(found, list) else [found]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in each if one is not None]


@given(some.lists(expression, max_size=3), attributes, data)
def test_filters_let_through_what_the_specification_says(
    given_filters: list[dict[str, Any]], event: dict[str, str], data: Any
) -> None:
    try:
        wanted = filters.read(given_filters)
    except InvalidError as refusal:
        assert refusal.code == "filter-too-deep"  # noqa: PT017 - chance made it too deep
        return
    assert wanted(looked(event, data)) is all(by_the_book(one, event, data) for one in given_filters)


@given(expression, attributes, data)
def test_what_is_said_of_a_type_beforehand_holds_for_each_of_its_events(
    one: dict[str, Any], event: dict[str, str], data: Any
) -> None:
    try:
        wanted = filters.read([one])
    except InvalidError:
        return
    beforehand = wanted(filters.of_type(event["type"], event["source"]))
    verdict = wanted(looked(event, data))
    assert beforehand in {None, verdict}
    only = filters.only_types([one])
    assert not verdict or only is None or event["type"] in only


def test_data_is_compared_as_text_through_lists_and_tables() -> None:
    data = {
        "days": 2.5,
        "count": 3,
        "open": True,
        "nothing": None,
        "councils": ["fife", "moray"],
        "items": [{"deliverable": "toolkit", "tags": [["a"], "b"]}, {"deliverable": "guide"}],
    }
    assert filters.texts(data, "days") == ["2.5"]
    assert filters.texts(data, "count") == ["3"]
    assert filters.texts(data, "open") == ["true"]
    assert filters.texts(data, "nothing") == []
    assert filters.texts(data, "councils") == ["fife", "moray"]
    assert filters.texts(data, "items.deliverable") == ["toolkit", "guide"]
    assert filters.texts(data, "items.tags") == ["a", "b"]
    assert filters.texts(data, "items") == []
    assert filters.texts(data, "days.more") == []
    assert filters.texts("no table", "days") == []


def test_no_filter_lets_everything_through_and_never_looks_at_data() -> None:
    def unread() -> Any:
        raise AssertionError("data was read")

    assert filters.read([])(Looked({}, unread)) is True
    assert filters.read([{"exact": {"subject": "a"}}])(Looked({"subject": "a"}, unread)) is True


def nested(depth: int) -> dict[str, Any]:
    one: dict[str, Any] = {"exact": {"subject": "a"}}
    for _ in range(depth - 1):
        one = {"not": one}
    return one


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ("text", "filter-malformed", "filters.0"),
        ({}, "filter-malformed", "filters.0"),
        ({"exact": {"subject": "a"}, "prefix": {"subject": "a"}}, "filter-malformed", "filters.0"),
        ({"sql": "source LIKE 'a'"}, "filter-dialect-unknown", "filters.0"),
        ({"exact": {}}, "filter-malformed", "filters.0.exact"),
        ({"exact": {"subject": ""}}, "filter-malformed", "filters.0.exact.subject"),
        ({"exact": {"sequence": 3}}, "filter-malformed", "filters.0.exact.sequence"),
        ({"exact": {"subject": "a" * 501}}, "filter-malformed", "filters.0.exact.subject"),
        ({"prefix": {"council": "fife"}}, "filter-attribute-unknown", "filters.0.prefix.council"),
        ({"suffix": {"data.": "a"}}, "filter-malformed", "filters.0.suffix.data."),
        ({"suffix": {"data.a..b": "a"}}, "filter-malformed", "filters.0.suffix.data.a..b"),
        ({"all": []}, "filter-malformed", "filters.0.all"),
        ({"any": {"exact": {"subject": "a"}}}, "filter-malformed", "filters.0.any"),
        ({"any": [{"exact": {"subject": "a"}}, {"not": []}]}, "filter-malformed", "filters.0.any.1.not"),
        (nested(filters.MAX_DEPTH + 1), "filter-too-deep", "filters.0" + ".not" * filters.MAX_DEPTH),
        (
            {"any": [{"exact": {"subject": str(number)}} for number in range(101)]},
            "filter-too-large",
            "filters.0.any.100.exact",
        ),
    ],
)
def test_the_wrong_part_of_a_filter_is_named(wrong: Any, code: str, field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        filters.read([wrong])
    assert refused.value.code == code
    assert [one.field for one in refused.value.fields] == [field]
    assert refused.value.detail.startswith(field)


def test_a_filter_of_any_depth_is_refused_and_not_followed() -> None:
    with pytest.raises(InvalidError):
        filters.read([nested(5000)])
    assert filters.read([nested(filters.MAX_DEPTH)])(Looked({"subject": "a"}, dict)) is False


def test_the_fields_that_filters_look_at_are_found_with_their_places() -> None:
    given_filters: list[dict[str, Any]] = [
        {"exact": {"data.council": "fife", "subject": "a"}},
        {"not": {"any": [{"prefix": {"data.items.deliverable": "t"}}]}},
    ]
    assert filters.paths(given_filters) == {
        "council": "filters.0.exact.data.council",
        "items.deliverable": "filters.1.not.any.0.prefix.data.items.deliverable",
    }

"""What a partner may be given on the broker: whole types, or whole subjects of a type, of what its owner may see."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.notifications.domain import filters as dialects
from services.notifications.domain.subscriptions import refuse_ended
from services.notifications.models import Subscription
from services.notifications.models.partners import ACCOUNT, PREFIX
from shared.errors import ConflictError, ForbiddenError, InvalidError, refuse_field
from shared.events import Event

KEY: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
"""A subject's key, as a filter of the broker can name it: without wildcards and spaces."""
MOST_SUBJECTS: Final = 500
"""The broker compares each with all others, and everybody waits meanwhile."""
OTHER: Final = "\x00any other"
"""Stands for every subject that no filter names."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the broker filters by, for each stream; and the types of which an owner is left out that wanted all."""

    of_stream: Mapping[str, Sequence[str]]
    left_out: Sequence[str] = ()


def account_of(subscription: str) -> str:
    """Return the name of a partner's account, and of its durables."""
    name = f"{PREFIX}{subscription}"
    if not ACCOUNT.fullmatch(name):
        raise ValueError("a subscription's id cannot name an account")
    return name


def subjects(
    types: Sequence[str], filters: Sequence[Mapping[str, Any]], council: str | None, every: Sequence[type[Event]]
) -> Subjects:
    """Return what the broker is to filter by; refuse what it cannot do, and what it cannot do for this owner."""
    _refuse_patterns(filters)
    passes = dialects.read(filters)
    keys = _keys(filters)
    found: dict[str, list[str]] = {}
    left_out: list[str] = []
    for event in every:
        if types and event.type_name() not in types:
            continue
        if council is not None and not _may_see(event, council):
            if types:
                _refuse_type(event, council)
            if event.audience == "council":
                left_out.append(event.type_name())
            continue
        named = _through(event, passes, keys)
        if event.audience == "council" and council is not None:
            # its own alone; a filter may have said so, too
            named = [council] if named is None or council in named else []
        stream = event.service.upper()
        if named is None:
            found.setdefault(stream, []).append(f"{event.type_name()}.>")
        else:
            found.setdefault(stream, []).extend(f"{event.type_name()}.{key}" for key in named)
    if max(map(len, found.values()), default=0) > MOST_SUBJECTS:
        _cannot(f"that would be more than {MOST_SUBJECTS} subjects of one stream; name fewer types or subjects")
    return Subjects({stream: sorted(set(some)) for stream, some in found.items() if some}, left_out)


def refuse_nothing(wanted: Subjects) -> None:
    """Refuse a subscription for which the broker would never have anything."""
    if not wanted.of_stream:
        refuse_field("filters", "nothing-left", "let no event through that this owner may see")


def refuse_other_roads(row: Subscription) -> None:
    """Refuse to treat a subscription by another road, or one that ended, as a partner's."""
    if row.road != "broker":
        raise ConflictError(f"The subscription '{row.id}' goes by {row.road}, not by broker.", code="other-road")
    refuse_ended(row)


def _may_see(event: type[Event], council: str) -> bool:
    """Say whether a council may see whole subjects of a type: everybody's, or those that are named after it."""
    return event.audience in {"public", "programme"} or (
        event.audience == "council" and event.about == "council" and KEY.fullmatch(council) is not None
    )


def _refuse_type(event: type[Event], council: str) -> None:
    name = event.short_name()
    if event.audience == "office":
        raise ForbiddenError(f"'{name}' is for the Office alone.", code="type-not-yours")
    raise InvalidError(
        f"types: on the broker, the '{name}' of '{council}' cannot be told from those of other councils. Take them by "
        "feed, stream or webhook.",
        code="broker-cannot-filter",
    )


def _through(event: type[Event], passes: dialects.Filter, keys: Sequence[str]) -> list[str] | None:
    """Return the subjects of a type that the filters let through; None for all of them."""
    verdict = passes(dialects.of_type(event.type_name(), f"/{event.service}"))
    if verdict is not None:
        return None if verdict else []

    def about(key: str) -> bool:
        known = {"specversion": "1.0", "type": event.type_name(), "source": f"/{event.service}", "subject": key}
        said = passes(lambda name: (known[name],) if name in known else None)
        if said is None:
            _cannot("the broker filters by type and by exact subject alone, not by other attributes or by data")
        return bool(said)

    if about(OTHER):
        _cannot("the broker can name the subjects that you want, and not those that you do not want")
    return [key for key in keys if about(key)]


def _keys(filters: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the subjects that filters name; refuse what would be more than a name to the broker."""
    found = dict.fromkeys(text for dialect, name, text in _comparisons(filters) if name == "subject")
    for key in found:
        if not KEY.fullmatch(key):
            _cannot("a subject is letters, digits, hyphens and dots")
    return list(found)


def _refuse_patterns(filters: Sequence[Mapping[str, Any]]) -> None:
    for dialect, name, _ in _comparisons(filters):
        if name == "subject" and dialect != "exact":
            _cannot("the broker knows a subject only as a whole: use 'exact'")


def _comparisons(filters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Yield every comparison that a list of right filters makes: dialect, attribute, text."""
    waiting: list[Any] = list(filters)
    while waiting:
        ((dialect, inside),) = waiting.pop().items()
        if dialect in dialects.COMPARE:
            yield from ((dialect, name, text) for name, text in inside.items())
        else:
            waiting += inside if isinstance(inside, list) else [inside]


def _cannot(why: str) -> None:
    refuse_field("filters", "broker-cannot-filter", f"{why}; a feed, stream or webhook can do more")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a stream: everything up to `sequence`, in one life of it."""

    incarnation: str | None
    sequence: int


@dataclass(frozen=True, slots=True)
class First:
    """Where a durable begins: after a sequence, at a moment, or, with neither, at the first event there is."""

    after: int | None = None
    since: datetime | None = None


def first(
    begins: Mapping[str, Any], reached: Place | None, *, stream: str, incarnation: str, made_at: datetime
) -> First:
    """Return where a durable that is not there begins: where the partner had got to, else where it wished to begin.

    In another life of the stream, places of the one before mean nothing: everything in it was published again since.
    So whoever wished for what is new has what came since it asked, and all others have everything once more.
    """
    if reached is not None:
        return First(after=reached.sequence) if reached.incarnation == incarnation else First()
    begin = begins["streams"].get(stream)
    if begin is not None and begin["incarnation"] == incarnation:
        return First(after=begin["sequence"])
    return First(since=made_at) if begins["only_new"] else First()

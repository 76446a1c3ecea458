"""Which part of the state somebody asks for: all of it, a kind of things, or all that concerns one thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.errors import FieldError, InvalidError

PROGRAMME: Final = "programme"

KINDS: Mapping[str, tuple[str, ...]] = {
    "portfolios": ("portfolio",),
    "lifecycles": ("lifecycle",),
    "projects": ("project",),
    "deliverables": ("deliverable",),
    "releases": ("release",),
    "calls": ("call",),
    "work-requests": ("work-request",),
    "benefit-profiles": ("benefit",),
    "councils": ("council",),
    "memberships": ("membership", "membership-count"),
    "adoptions": ("adoption", "acknowledgement"),
    "benefits": ("benefit-figure",),
    "commitments": ("call-answer", "capacity", "delivery"),
    "roles": ("role",),
}
"""Kinds of things by the word under which the API has them."""

CONCERN: Mapping[str, str] = {
    "portfolio": "portfolios",
    "lifecycle": "lifecycles",
    "project": "projects",
    "deliverable": "deliverables",
    "release": "releases",
    "call": "calls",
    "request": "work-requests",
    "benefit": "benefit-profiles",
    "profile": "benefit-profiles",
    "council": "councils",
}
"""Under which word the things are that a field of an event names."""

_KEY = re.compile(r"[a-z0-9][a-z0-9.-]{0,199}")


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the state: of these kinds, or of all; and with `concerning`, what concerns one thing alone."""

    word: str
    kinds: tuple[str, ...] | None = None
    concerning: str | None = None


def scope(word: str) -> Scope:
    """Return the part that a word means; refuse any other, saying which there are."""
    noun, slash, key = word.partition("/")
    if word == PROGRAMME:
        return Scope(word)
    if noun in KINDS and not slash:
        return Scope(word, kinds=KINDS[noun])
    if noun in set(CONCERN.values()) and _KEY.fullmatch(key):
        return Scope(word, concerning=word)
    known = ", ".join([PROGRAMME, *KINDS, *(f"{one}/<key>" for one in sorted(set(CONCERN.values())))])
    raise InvalidError(
        f"There is no scope '{word[:100]}'. There are: {known}.",
        code="unknown-scope",
        fields=(FieldError("scope", "is no scope"),),
    )


def about(data: Mapping[str, Any]) -> list[str]:
    """Return what an event concerns, as scopes name it."""
    named = {f"{noun}/{data[field]}" for field, noun in CONCERN.items() if isinstance(data.get(field), str)}
    return sorted(named)

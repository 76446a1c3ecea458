"""Councils: how one enters the register, what its details are, and how its code is replaced when a boundary moves."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from services.councils.domain.dates import refuse_disorder, refuse_future
from services.councils.models import Council, CouncilCode
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.councils import CouncilCodeReplaced, CouncilDetailsChanged, CouncilRegistered
from shared.values import Key, Link, Name, first_day, last_day

_CODE = re.compile(r"^[A-Z][0-9]{8}$")
_THREE = re.compile(r"^[A-Z]{3}$")
RESERVED = {
    "conflicts",
    "counts",
    "family-groups",
    "imports",
    "office",
    "programme",
    "roles",
    "submissions",
}
"""Slugs that an address has taken, under /councils, /memberships or /roles, and the owner that is no council."""


def as_code(asked: str) -> str | None:
    """Return a GSS code as it is written, or None for what is none: `s12000015` is S12000015."""
    written = asked.upper()
    return written if _CODE.fullmatch(written) else None


def as_short_code(asked: str) -> str | None:
    """Return a three-letter code as it is written, or None for what is none: `glg` is GLG."""
    written = asked.upper()
    return written if asked.isascii() and _THREE.fullmatch(written) else None


def _is_slug(slug: str) -> str:
    if as_code(slug) or slug in RESERVED:
        raise ValueError("is no slug a council can have: it reads as something else in an address")
    return slug


Slug = Annotated[Key, AfterValidator(_is_slug)]
"""A council's key; never something that could be taken for a code."""

GssCode = Annotated[
    str,
    StringConstraints(pattern=_CODE.pattern),
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
]
"""A code of the Government Statistical Service, as S12000033."""

ShortCode = Annotated[
    str,
    StringConstraints(pattern=_THREE.pattern),
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
]
"""The three letters by which people call a council, as GLG."""


class Details(BaseModel):
    """What is told of a council; null is not recorded."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: Name
    gaelic_name: Name | None = None
    statutory_name: Name | None = None
    area_name: Name | None = None
    population: int | None = Field(default=None, ge=0, le=2_000_000_000, strict=True)
    population_year: int | None = Field(default=None, ge=1900, le=2199, strict=True)
    website: Link | None = None


def register(
    slug: str,
    details: Details,
    gss_code: str,
    former_gss_codes: Sequence[str],
    *,
    found: Council | None,
    owners: Mapping[str, str],
    code3: str | None = None,
    called: Mapping[str, str | None] | None = None,
) -> CouncilRegistered:
    """Enter a council, or refuse; `owners` and `called` say which council has these codes, or had them."""
    if found is not None:
        raise ConflictError(f"There is a council '{slug}' already; change it with PATCH.", code="exists-already")
    codes = [gss_code, *former_gss_codes]
    for code in codes:
        if codes.count(code) > 1:
            raise InvalidError(
                f"former_gss_codes: {code} stands there more than once.",
                code="code-repeated",
                fields=(FieldError("former_gss_codes", "each code stands once"),),
            )
        _refuse_taken(code, owners)
    for letters, owner in (called or {}).items():
        _refuse_called(slug, letters, owner)
    return CouncilRegistered(
        council=slug,
        name=details.name,
        gaelic_name=details.gaelic_name,
        gss_code=gss_code,
        former_gss_codes=tuple(former_gss_codes),
        population=details.population,
        population_year=details.population_year,
        code3=code3,
    )


def change_details(
    council: Council,
    wanted: Details,
    *,
    had: str | None = None,
    code3: str | None = None,
    called: str | None = None,
) -> CouncilDetailsChanged | None:
    """Change what is told of a council, and its three letters; None if that is what is told already."""
    if Details.model_validate(council) == wanted and had == code3:
        return None
    if code3 is not None:
        _refuse_called(council.slug, code3, called)
    return CouncilDetailsChanged(
        council=council.slug,
        name=wanted.name,
        gaelic_name=wanted.gaelic_name,
        population=wanted.population,
        population_year=wanted.population_year,
        code3=code3,
    )


def code_on(codes: Sequence[CouncilCode], day: date) -> CouncilCode | None:
    """Return the code that a council had on a day, or None where no source says which; `codes` stand in their order.

    A code is certainly the one from the last day its start may mean; one of which no start is known, where it is the
    first, or the one before it has an end, from that end on.
    """
    for place in reversed(range(len(codes))):
        code = codes[place]
        before = codes[place - 1].ends if place else None
        starts = code.starts or before
        if starts is None:
            if place:
                return None
            begun = True
        else:
            begun = last_day(starts) <= day
        if begun:
            return None if code.ends is not None and last_day(code.ends) <= day else code
        if starts is not None and first_day(starts) <= day:
            return None
    return None


def _refuse_called(slug: str, letters: str, owner: str | None) -> None:
    """Refuse three letters by which another council is called."""
    if owner is not None and owner != slug:
        raise ConflictError(f"'{owner}' is called {letters}; a code is of one council only.", code="code-taken")


def replace_code(
    council: Council, live: CouncilCode, gss_code: str, effective: str, *, owners: Mapping[str, str], today: date
) -> CouncilCodeReplaced:
    """Retire the live code and put another in its place, or refuse."""
    if gss_code == live.gss_code:
        raise ConflictError(f"{gss_code} is the live code of '{council.slug}' already.", code="no-change")
    _refuse_taken(gss_code, owners)
    refuse_future("from", effective, today)
    if live.starts is not None:
        refuse_disorder("from", effective, after=live.starts, what=f"the start of {live.gss_code}")
    return CouncilCodeReplaced(
        council=council.slug, retired_gss_code=live.gss_code, gss_code=gss_code, effective=effective
    )


def _refuse_taken(code: str, owners: Mapping[str, str]) -> None:
    if (owner := owners.get(code)) is not None:
        raise ConflictError(
            f"The code {code} belongs or belonged to '{owner}'; a code is never given twice.", code="code-taken"
        )

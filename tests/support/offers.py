"""Rows of projects as tests of its decisions need them: filled where they must be, and otherwise almost empty."""

from datetime import UTC, date, datetime
from typing import Any

from services.projects.domain.releases import Item
from services.projects.models import (
    Benefit,
    Deliverable,
    LifecycleVersion,
    Placement,
    Portfolio,
    ProgrammePhase,
    Project,
    Release,
)
from shared.values import last_day

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SERVICE = ("discovery", "alpha", "beta", "live")


def project(key: str = "gdpr-readiness", **columns: Any) -> Project:
    filled: dict[str, Any] = {
        "name": "GDPR Readiness",
        "programme": "digital-partnership",
        "lead_councils": [],
        "other_leads": [],
        "participant_councils": [],
        "other_participants": [],
        "sources": [],
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Project(key=key, **(filled | columns))


def template(*phases: str, number: int = 1) -> LifecycleVersion:
    return LifecycleVersion(
        lifecycle="service",
        number=number,
        name="Service",
        phases=[{"key": key, "name": key.title(), "products": []} for key in phases or SERVICE],
        published_at=NOW,
    )


def deliverable(key: str = "gdpr-toolkit", **columns: Any) -> Deliverable:
    return Deliverable(
        key=key, project="gdpr-readiness", name="GDPR toolkit", created_at=NOW, changed_at=NOW, **columns
    )


def benefit(key: str = "hours-saved-in-offices", **columns: Any) -> Benefit:
    filled: dict[str, Any] = {
        "project": "gdpr-readiness",
        "statement": "Less time is spent on searching",
        "type": "quantitative",
        "measure": "hours-saved",
        "effective": date(2026, 1, 1),
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Benefit(key=key, **(filled | columns))


def release(key: str = "release-two", **columns: Any) -> Release:
    filled: dict[str, Any] = {"name": "Release Two", "state": "planned", "created_at": NOW, "changed_at": NOW}
    return Release(key=key, **(filled | columns))


def item(key: str, *, ready: bool = True, state: str | None = "live", name: str | None = None) -> Item:
    return Item(deliverable=key, project="gdpr-readiness", name=name or key.title(), state=state, ready=ready)


def portfolio(key: str = "digital-place-2019", starts: str = "2019-10-01", ends: str | None = None) -> Portfolio:
    return Portfolio(
        key=key,
        name="Digital Place",
        grouping="portfolios-2019",
        starts=starts,
        starts_day=last_day(starts),
        ends=ends,
        ends_day=last_day(ends) if ends else None,
        created_at=NOW,
        changed_at=NOW,
    )


def placement(portfolio: str, starts: str, ends: str | None = None, *, reading_of_ours: bool = False) -> Placement:
    return Placement(
        project="gdpr-readiness",
        portfolio=portfolio,
        starts=starts,
        starts_day=last_day(starts),
        ends=ends,
        ends_day=last_day(ends) if ends else None,
        reading_of_ours=reading_of_ours,
    )


def programme_phase(phase: str, starts: str, *, expected: bool = False) -> ProgrammePhase:
    return ProgrammePhase(
        programme="digital-partnership", phase=phase, starts=starts, starts_day=last_day(starts), expected=expected
    )

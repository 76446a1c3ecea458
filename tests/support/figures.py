"""Benefit figures in memory: what is decided of them is kept as the service keeps it, and told again for totals."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from services.councils.domain import benefits, visibility
from services.councils.domain.periods import days
from services.councils.domain.totals import Seen
from services.councils.models import BenefitFigure, BenefitFigureTold, KnownProfile
from shared.events.councils import BenefitFigureCorrected

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
Key = tuple[str, str, str, str]


class Figures:
    """The figures of some councils, by council, profile, period and stage."""

    def __init__(self, *profiles: KnownProfile) -> None:
        self.profiles = {one.profile: one for one in profiles}
        self.told: dict[Key, list[BenefitFigureTold]] = defaultdict(list)
        self.rows: dict[Key, BenefitFigure] = {}

    def tell(self, profile: str, wanted: benefits.Figure, today: date) -> bool:
        """Tell a figure, or be refused; say whether that was anything new."""
        key = (wanted.council, profile, wanted.period, wanted.stage)
        others = [
            held
            for (council, _, _, stage), history in list(self.told.items())
            if (council, stage) == (wanted.council, wanted.stage) and (held := benefits.standing(history))
        ]
        event = benefits.tell(
            self.profiles[profile],
            wanted,
            self.told[key],
            claim=self.told[(*key[:3], "claimed")],
            verified=self.told[(*key[:3], "verified")],
            others=others,
            today=today,
        )
        if event is None:
            return False
        starts, ends = days(wanted.period)
        if key not in self.rows:
            names: dict[str, Any] = dict(zip(("council", "profile", "period", "stage"), key, strict=True))
            times: dict[str, Any] = {"created_at": NOW, "changed_at": NOW}
            self.rows[key] = BenefitFigure(**names, **times, starts=starts, ends=ends, visibility=visibility.OWN)
        step = "corrected" if isinstance(event, BenefitFigureCorrected) else "given"
        self._keep(key, step, event.model_dump() | {"effective": wanted.effective})
        return True

    def withdraw(self, key: Key, by_role: Any, effective: date, today: date) -> None:
        """Take a figure back, or be refused."""
        verified = self.told[(*key[:3], "verified")]
        history = self.told[key]
        benefits.withdraw(history, verified, by_role=by_role, reason="r", effective=effective, today=today)
        before = history[-1].model_dump() | {"value": None, "by_role": by_role, "effective": effective}
        self._keep(key, "withdrawn", before)

    def show(self, key: Key, to: visibility.Visibility, today: date) -> None:
        """Let others see a figure."""
        event = visibility.change(self.rows[key], to, today)
        if event is not None:
            self.rows[key].visibility = event.to_visibility

    def seen(self, own: str | None, family: set[str], day: date) -> list[Seen]:
        """Return what a client sees of the figures that held on a day."""
        found = []
        for key, row in sorted(self.rows.items()):
            then = [one for one in self.told[key] if one.effective <= day]
            held = benefits.standing(then)
            if held is not None and held.value is not None and visibility.sees(own, row, family):
                found.append(Seen(*key, type=held.type, unit=held.unit, value=held.value))
        return found

    def _keep(self, key: Key, step: str, told: dict[str, Any]) -> None:
        row = self.rows[key]
        row.version += 1
        values = told | {"evidence": list(told["evidence"]), "number": row.version, "step": step, "recorded_at": NOW}
        self.told[key].append(BenefitFigureTold(**values))


def profile(key: str, measure: str, **values: Any) -> KnownProfile:
    """Return a profile of which councils have figures."""
    said: dict[str, Any] = {
        "project": "forms",
        "statement": "Less time",
        "type": "quantitative",
        "unit": "hours",
        "attribution": "whole",
    }
    return KnownProfile(profile=key, measure=measure, **(said | values))

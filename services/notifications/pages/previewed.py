"""What a page says of what a subscription would have brought: counts by type and week, bursts, samples, and gaps."""

import json
from datetime import date, timedelta
from typing import Any

from services.notifications import cloudevents
from services.notifications.pages import words
from services.notifications.views.previews import BurstsView, PreviewView, TypeCountView

SEEN = {
    "own-council": "Only what is about your own council",
    "none": "Nothing, as these are for the Digital Office",
}


def shown(found: PreviewView) -> dict[str, Any]:
    """Return what a page shows of a preview."""
    weeks = _weeks(found)
    return {
        "total": found.total,
        "days": (found.until.date() - found.since.date()).days,
        "since": words.moment(found.since),
        "complete": found.complete,
        "bursts": _bursts(found.largest_burst),
        "weeks": [f"{week.day} {week:%b}" for week in weeks],
        "rows": [_row(one, weeks) for one in found.types],
        "samples": [_sample(one) for one in found.samples],
        "hidden": [_seen(found, seen) for seen in SEEN if any(one.seen == seen for one in found.hidden.types)],
        "left_out": found.hidden.fields,
    }


def _seen(found: PreviewView, seen: str) -> dict[str, Any]:
    """Return which types are seen in part, or not at all."""
    return {"said": SEEN[seen], "types": [one.name for one in found.hidden.types if one.seen == seen]}


def _weeks(found: PreviewView) -> list[date]:
    """Return the Monday of each week between the first and the last that something came in."""
    mondays = [one.week for kind in found.types for one in kind.weeks]
    if not mondays:
        return []
    return [min(mondays) + timedelta(weeks=number) for number in range((max(mondays) - min(mondays)).days // 7 + 1)]


def _row(kind: TypeCountView, weeks: list[date]) -> dict[str, Any]:
    counts = {one.week: one.count for one in kind.weeks}
    return {"type": kind.name, "counts": [counts.get(week, 0) for week in weeks], "total": kind.total}


def _bursts(found: BurstsView) -> list[str]:
    return [
        f"{words.many(burst.count, 'event')} within {span}, from {words.moment(burst.at)}"
        for span, burst in (("a minute", found.minute), ("an hour", found.hour))
        if burst is not None
    ]


def _sample(event: dict[str, Any]) -> dict[str, str]:
    return {
        "id": str(event["id"]),
        "type": cloudevents.short_name(event["type"]),
        "about": str(event.get("subject", "")),
        "text": json.dumps(event, indent=2, ensure_ascii=False),
    }

"""What a subscription would have brought: counted by type and week, with its largest burst, event by event."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

SAMPLES = 5


class Tally:
    """Counts events from the newest to the oldest."""

    def __init__(self) -> None:
        self.by_week: Counter[tuple[str, date]] = Counter()
        self._by_minute: Counter[datetime] = Counter()
        self._by_hour: Counter[datetime] = Counter()
        self._newest: list[int] = []
        self._newest_of_type: dict[str, int] = {}

    def count(self, position: int, type_name: str, recorded: datetime) -> None:
        """Count one event."""
        minute = recorded.astimezone(UTC).replace(second=0, microsecond=0)
        self._by_minute[minute] += 1
        self._by_hour[minute.replace(minute=0)] += 1
        self.by_week[type_name, monday(minute.date())] += 1
        if len(self._newest) < SAMPLES:
            self._newest.append(position)
        if len(self._newest_of_type) < SAMPLES:
            self._newest_of_type.setdefault(type_name, position)

    @property
    def total(self) -> int:
        return self.by_week.total()

    @property
    def samples(self) -> list[int]:
        """The positions of some events, the newest first: one of each type before a second of any."""
        chosen = dict.fromkeys([*self._newest_of_type.values(), *self._newest])
        return sorted(list(chosen)[:SAMPLES], reverse=True)

    @property
    def most_in_a_minute(self) -> tuple[datetime, int] | None:
        return _largest(self._by_minute)

    @property
    def most_in_an_hour(self) -> tuple[datetime, int] | None:
        return _largest(self._by_hour)


def monday(day: date) -> date:
    """Return the day on which a day's week began."""
    return day - timedelta(days=day.weekday())


def _largest(counted: Counter[datetime]) -> tuple[datetime, int] | None:
    """Return the largest, and of several as large the latest."""
    return max(counted.items(), key=lambda one: (one[1], one[0]), default=None)

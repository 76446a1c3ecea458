"""What a pack says, in words: the same for the page and the PDF."""

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.projects.models import CallVersion

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NOTICES = {
    "draft": ("Draft", "This call is not published. Councils cannot answer it yet."),
    "closed": ("Closed", "This call takes no more answers."),
    "withdrawn": ("Withdrawn", "This call was withdrawn. Councils are not asked for anything."),
}


@dataclass(frozen=True, slots=True)
class AskInWords:
    role: str
    days: str
    starts: str
    ends: str
    councils: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A call in words. `notices` are what a reader must know first: that it is closed, or a demonstration."""

    key: str
    title: str
    project: str
    notices: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    asks: tuple[AskInWords, ...]
    benefits: tuple[str, ...]
    deadline: str
    contact: str
    """The role to ask, and whose it is."""
    as_of: str

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def pack(row: CallVersion, project: str) -> Pack:
    """Return a call in words, as it stood with a version; `project` is what its project is called."""
    told = row.content
    notices = [NOTICES[row.state]] if row.state in NOTICES else []
    if told["demonstration"]:
        notices.append(
            ("Demonstration", "This call is invented, to show how calls work. Nobody is asked for anything.")
        )
    return Pack(
        key=row.call,
        title=told["title"],
        project=project,
        notices=tuple(notices),
        summary=tuple(_paragraphs(told["summary"])),
        asks=tuple(_ask(one) for one in told["asks"]),
        benefits=tuple(" ".join(_paragraphs(one)) for one in told["benefits"]),
        deadline=day(told["deadline"]),
        contact=contact(told["contact_role"]),
        as_of=day(row.effective.isoformat()),
    )


def day(told: str) -> str:
    """Return a day as people say it: 1 March 2027."""
    found = date.fromisoformat(told)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def role(told: str) -> str:
    """Return a role as people say it."""
    return "Digital Office" if told == "digital-office" else told.replace("-", " ").capitalize()


def contact(told: str) -> str:
    """Return the role to ask, in a sentence."""
    return "the Digital Office" if told == "digital-office" else f"the {role(told).lower()} of the project"


def _ask(one: dict[str, Any]) -> AskInWords:
    return AskInWords(
        role=role(one["role"]),
        days=f"{one['days_per_month']:g}",
        starts=day(one["starts"]),
        ends=day(one["ends"]),
        councils=str(one["councils_wanted"] or "any"),
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if one.strip()]

"""What a mail says: plain text, with what is paused, since when, what waits, and what would help."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import fill
from urllib.parse import quote
from uuid import UUID

from services.notifications.domain.mails import PROGRAMME, Place

SUBJECT_NAME = 60
WIDTH = 72


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a subscription; `last` is what its endpoint answered last, in a few words of ours."""

    subscription: str
    name: str
    council: str | None
    why: str
    cause: str | None
    since: datetime
    waiting: int
    oldest: datetime | None
    keep_days: int
    endpoint: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all mails of an installation have in common."""

    sender: str
    public_url: str

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


def message_id(number: UUID, head: Letterhead) -> str:
    """Return the Message-ID of a mail: the same over all tries, so that mail programs show it once."""
    return f"<{number}@{head.domain}>"


def mail(
    facts: Facts, head: Letterhead, *, number: UUID, written: datetime, for_role: Place, name: str, address: str
) -> EmailMessage:
    """Return a mail to one reader; whatever a subscription or a person is called, it has these headers alone."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address("The Partnership", addr_spec=head.sender)
    letter["To"] = Address(one_line(name, 100), addr_spec=address)
    letter["Subject"] = subject(facts)
    letter["Date"] = format_datetime(written)
    letter["Message-ID"] = message_id(number, head)
    letter["Auto-Submitted"] = "auto-generated"
    text = body(facts, head, for_role)
    letter.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    # after the content, which makes all headers of its own kind anew
    letter["Content-Language"] = "en-GB"
    return letter


def subject(facts: Facts) -> str:
    """Return the subject: what happened first, then to what."""
    state = "Paused" if facts.why == "paused" else "Stopped"
    return f"{state}: {one_line(facts.name, SUBJECT_NAME)} gets no events of the Partnership"


def body(facts: Facts, head: Letterhead, for_role: Place) -> str:
    """Return the text of a mail."""
    parts = [
        fill(_opening(facts), WIDTH, break_long_words=False),
        _figures(facts),
        _paused(facts, head) if facts.why == "paused" else _stopped(facts, head),
        fill(_closing(facts, for_role), WIDTH, break_long_words=False),
    ]
    return "\n\n".join(parts) + "\n"


def one_line(text: str, most: int) -> str:
    """Return a text on one line, without what steers a terminal or a mail program, and no longer than that."""
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    short = " ".join(re.split(r"\s+", plain)).strip()
    return short if len(short) <= most else f"{short[: most - 1].rstrip()}…"


def moment(at: datetime) -> str:
    """Return a time as people read it."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _opening(facts: Facts) -> str:
    whose = f"of {facts.council}" if facts.council else "of the Digital Office"
    what = f'The subscription "{one_line(facts.name, 200)}" {whose}'
    if facts.why == "stopped":
        return f"{what} is stopped{_because(facts)}. Nothing more is sent to it."
    return f"{what} is paused{_because(facts)}. Nothing is lost: what it was to get waits, in order."


def _because(facts: Facts) -> str:
    reasons = {
        "failing": ", because its endpoint has not taken what was sent to it",
        "gone": ", because its endpoint answered that it is gone (410)",
        "client-revoked": ", because the client that made it was revoked",
    }
    return reasons.get(facts.cause or "", f" ({facts.cause})" if facts.cause else "")


def _figures(facts: Facts) -> str:
    rows = [("Subscription", facts.subscription)]
    if facts.endpoint:
        rows.append(("Endpoint", facts.endpoint))
    rows.append(("Paused since" if facts.why == "paused" else "Stopped on", moment(facts.since)))
    if facts.last:
        rows.append(("Last answer", facts.last))
    rows.append(("Waiting", f"{facts.waiting:,} event{'' if facts.waiting == 1 else 's'}"))
    if facts.oldest:
        rows.append(("Oldest waiting", f"since {moment(facts.oldest)}"))
        kept = facts.oldest + timedelta(days=facts.keep_days)
        rows.append(("Kept until", f"{moment(kept)} ({facts.keep_days} days)"))
    return "\n".join(f"  {label:<16}{value}" for label, value in rows)


def _paused(facts: Facts, head: Letterhead) -> str:
    return f"""What helps:

1. See what was sent, and what was answered:
   {_page(facts, head)}
2. Mend the endpoint. It has to answer with a 2xx status within 15
   seconds, and nowhere else: a redirect counts as a failure.
3. Then nothing else: one event is tried now and then, and once it is
   taken, all that waits follows in order. To go on at once, resume it
   on that page, or by
   POST {_resume(facts, head)}"""


def _stopped(facts: Facts, head: Letterhead) -> str:
    return f"""If that was not meant, see what was answered:
{_page(facts, head)}
What waited stays for as long as is said above. Once the endpoint takes
events again, let them go on by
POST {_resume(facts, head)}"""


def _resume(facts: Facts, head: Letterhead) -> str:
    return f"{head.public_url}/api/v1/subscriptions/{quote(facts.subscription, safe='')}/resume"


def _page(facts: Facts, head: Letterhead) -> str:
    return f"{head.public_url}/subscriptions/{quote(facts.subscription, safe='')}"


def _closing(facts: Facts, for_role: Place) -> str:
    role = for_role.role.replace("-", " ")
    whose = "the programme" if for_role.council == PROGRAMME else for_role.council
    what = "this pause" if facts.why == "paused" else "this"
    return (
        f"You are told as {role} of {whose}, once for {what}. This mail was written by a program; nobody reads "
        "answers to it. If this role is not yours any more, please tell the Digital Office."
    )

"""What councils says: councils and their codes, membership, adoption, and the clients and keys of tokens."""

from pydantic import BaseModel, ConfigDict

from shared.events.base import Event, Rewound


class CouncilRegistered(Event, about="council", audience="public"):
    """A council entered the register with its live code and those it had before."""

    council: str
    name: str
    gaelic_name: str | None = None
    gss_code: str
    former_gss_codes: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None


class CouncilDetailsChanged(Event, about="council", audience="public"):
    """A council's description changed; the event carries the details as they are now."""

    council: str
    name: str
    gaelic_name: str | None = None
    population: int | None = None
    population_year: int | None = None


class CouncilCodeReplaced(Event, about="council", audience="public"):
    """A council's boundary moved, so its code was retired and another took its place."""

    council: str
    retired_gss_code: str
    gss_code: str
    effective: str


class MembershipStarted(Event, about="council", audience="public", aggregate="membership"):
    """A council is a member of the Partnership, from a date known as well as `certainty` says.

    `certainty` is known, no-later-than or unknown; `effective` is null when no date was found at all.
    """

    council: str
    effective: str | None = None
    certainty: str
    source: str | None = None


class MembershipEnded(Event, about="council", audience="public", aggregate="membership"):
    """A council left the Partnership."""

    council: str
    effective: str


class MembershipCountReported(Event, about="report", audience="public", aggregate="membership-count"):
    """A source said how many councils were members at a date, without naming them all."""

    report: str
    effective: str
    councils: int
    basis: str
    source: str


class AdoptionOpened(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A released deliverable was offered to a council: its adoption line begins, in the state invited."""

    council: str
    deliverable: str
    project: str
    release: str
    state: str
    effective: str
    demonstration: bool = False


class AdoptionMoved(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A council moved its own adoption line to another state."""

    council: str
    deliverable: str
    release: str
    from_state: str
    to_state: str
    reason: str | None = None
    effective: str


class AcknowledgementRequested(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council that adopted a deliverable is asked to acknowledge that it is superseded or withdrawn, since a day.

    `number` counts what a council was asked about one deliverable; `acknowledge_by` is the day by which it should have
    stopped using it, where one was said; `effective` is the day on which it was asked.
    """

    council: str
    deliverable: str
    number: int
    project: str
    state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None
    effective: str
    demonstration: bool = False


class AcknowledgementGiven(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council acknowledged, by a role, and perhaps said from when on it does not use the deliverable any more."""

    council: str
    deliverable: str
    number: int
    by_role: str
    stops_using_on: str | None = None
    effective: str


class AcknowledgementRaised(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """What a council has not acknowledged for so many days rose to a role: its own digital lead, then the programme."""

    council: str
    deliverable: str
    number: int
    level: str
    days: int
    effective: str


class AcknowledgementLapsed(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council has nothing to acknowledge any more: it is `no-longer-adopted`, or it was `asked-anew`."""

    council: str
    deliverable: str
    number: int
    because: str
    effective: str


class CapacityOfRole(BaseModel):
    """How many days of a role's work a council has to give in a month; readers ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str
    days: float


class CapacityGiven(Event, about="council", audience="council", aggregate="capacity", identity=("council", "month")):
    """A council said what it has to give in a month; the event carries all roles of that month as they are now."""

    council: str
    month: str
    given: tuple[CapacityOfRole, ...]
    effective: str


class Commitment(BaseModel):
    """What a council promises to a call: a role's days a month, from when to when."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: str
    days_per_month: float
    starts: str
    ends: str


class CallAnswered(Event, about="council", audience="council", aggregate="call-answer", identity=("call", "council")):
    """A council answered a call: commit, interested or no. The event carries all that it commits as it is now."""

    council: str
    call: str
    project: str
    answer: str
    commitments: tuple[Commitment, ...] = ()
    reason: str | None = None
    effective: str


class CommitmentChanged(
    Event, about="council", audience="council", aggregate="call-answer", identity=("call", "council")
):
    """A council changed what it had committed, for a reason; the event carries all of it as it is now."""

    council: str
    call: str
    project: str
    role: str
    commitments: tuple[Commitment, ...] = ()
    reason: str
    effective: str


class ClientRegistered(Event, about="client", audience="office"):
    """A machine client was registered, for the Office or for one council, with the scopes it may ask for."""

    client: str
    council: str | None = None
    scopes: tuple[str, ...]


class ClientSecretIssued(Event, about="client", audience="office"):
    """A client was given a new secret; the one before stays valid for a while."""

    client: str


class ClientRevoked(Event, about="client", audience="office"):
    """A client may no longer act: every token it holds is refused from now on."""

    client: str


class SigningKeyPublished(Event, about="signing_key", audience="public", aggregate="signing-key"):
    """A key that signs tokens was published; tokens signed with it are good from now on."""

    signing_key: str
    jwk: dict[str, str]


class SigningKeyRetired(Event, about="signing_key", audience="public", aggregate="signing-key"):
    """A signing key is withdrawn; tokens signed with it are refused from now on."""

    signing_key: str


class HistoryRewound(Event, Rewound, about="history", audience="programme"):
    """The database of this service was restored: the events named here are void, and a new epoch begins."""

"""What projects says of what other systems report: how a file ended, and where a report and a person disagree."""

from shared.events.base import Event
from shared.events.marks import Words


class ImportCompleted(Event, about="owner", audience="council", aggregate="import", identity=("import_id",)):
    """A file was checked, and applied whole unless it was a dry run; the event says what it held.

    `owner` is the council whose system sent it, or `office`. Of the `rows`, `new` said what nobody had said, `changed`
    set right what a feed had said before, `known` said what stood already, and `conflicting` said something else than
    what a person had set: those wait as conflicts.
    """

    owner: str
    import_id: str
    kind: str
    dry_run: bool
    rows: int
    new: int
    known: int
    changed: int
    conflicting: int


class ImportRefused(Event, about="owner", audience="council", aggregate="import", identity=("import_id",)):
    """A file came to nothing: nothing of it was applied.

    `because` is `mistakes`, which the import lists with their lines and columns, or `failure` where it could not be
    worked through, though it was tried again and again. `owner` is the council whose system sent it, or `office`.
    """

    owner: str
    import_id: str
    kind: str
    dry_run: bool
    because: str
    errors: int


class ReportConflictFound(
    Event, about="owner", audience="council", aggregate="report-conflict", identity=("conflict",)
):
    """A feed said something else than what a person had set; what stands stays until somebody decides.

    `fact` is what it is about among the facts of its `kind`; `road` is that of the report, event or file. `owner` is
    the council it concerns, or `office`.
    """

    owner: str
    conflict: str
    kind: str
    fact: str
    road: str


class ReportConflictResolved(
    Event, about="owner", audience="council", aggregate="report-conflict", identity=("conflict",)
):
    """It was decided whether what a person had set or what a feed reported is kept, and why.

    `keep` is `standing` or `reported`. A feed that later says what stands has settled it by itself.
    """

    owner: str
    conflict: str
    kind: str
    fact: str
    keep: str
    reason: Words

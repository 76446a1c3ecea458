"""What other systems report: files and how far they have come, where facts came from, and where reports disagree."""

from services.projects.models.base import ProjectsTable
from shared.imports import tables


class ImportRun(ProjectsTable, tables.Run, table=True):
    """A file that somebody sent, and how far it has come."""

    __table_args__ = tables.of_runs()


class ImportChunk(ProjectsTable, tables.Chunk, table=True):
    """A piece of a file as it came in."""


class ImportRow(ProjectsTable, tables.Row, table=True):
    """A fact that a row of a file tells, waiting to be checked and applied."""


class ImportMistake(ProjectsTable, tables.RunMistake, table=True):
    """What is wrong with one place of a file."""


class FactOrigin(ProjectsTable, tables.Origin, table=True):
    """That a feed set what stands of a fact."""


class ReportConflict(ProjectsTable, tables.Disagreement, table=True):
    """A feed said something else than what a person had set."""

    __table_args__ = tables.of_conflicts()


class Submission(ProjectsTable, tables.Submission, table=True):
    """An event that a system submitted, and the answer it got."""

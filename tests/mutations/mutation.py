"""A mutation: one way to break the product on purpose, and the tests that must notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class StaleError(Exception):
    """The product no longer reads as a mutation expects."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One exact replacement in one file; the old text stands there exactly once."""

    file: str
    old: str
    new: str

    def changed(self, root: Path) -> str:
        """Return the file's text with the replacement made."""
        text = (root / self.file).read_text(encoding="utf-8")
        if (times := text.count(self.old)) != 1:
            raise StaleError(f"{self.file} holds this {times} times, not once: {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutation:
    """A break of the product; each of the tests is expected to fail with it."""

    name: str
    edits: Sequence[Edit]
    tests: Sequence[str]

    def apply(self, root: Path) -> None:
        """Break the copy of the product under a folder."""
        for edit in self.edits:
            (root / edit.file).write_text(edit.changed(root), encoding="utf-8")

"""Reads the data files: a file that breaks its own rules is refused before anything is sent."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from deploy.load.rows import Council, MembershipCount, Programme, Project, Projects, RetiredCode


class DataError(Exception):
    """A file of the data is missing or breaks its own rules."""


@dataclass(frozen=True)
class Data:
    councils: list[Council]
    retired_codes: list[RetiredCode]
    counts: list[MembershipCount]
    projects: list[Project]
    programme: Programme

    def slug(self, gss_code: str) -> str:
        """Return the slug of the council with this code, live or retired."""
        for council in self.councils:
            if gss_code == council.gss_code or gss_code in council.former_gss_codes:
                return council.slug
        raise DataError(f"No council in councils.csv has the code {gss_code}.")


T = TypeVar("T")


def read(folder: Path) -> Data:
    """Read all files of the data; raise DataError with file, row and field when one breaks its rules."""
    return Data(
        councils=_rows(folder / "councils.csv", list[Council]),
        retired_codes=_rows(folder / "council_codes_superseded.csv", list[RetiredCode]),
        counts=_rows(folder / "membership_counts.csv", list[MembershipCount]),
        projects=_document(folder / "projects.json", Projects).projects,
        programme=_document(folder / "programme.json", Programme),
    )


def _rows(path: Path, kind: type[T]) -> T:
    lines = list(csv.DictReader(io.StringIO(_text(path), newline="")))
    # the first row after the header stands on line 2
    return _checked(path, kind, lines, lambda loc: f"line {int(loc[0]) + 2}, {'.'.join(map(str, loc[1:]))}")


def _document(path: Path, kind: type[T]) -> T:
    try:
        content = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise DataError(f"{path.name} is not JSON: {error}.") from error
    return _checked(path, kind, content, lambda loc: ".".join(map(str, loc)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path} could not be read: {error.strerror}.") from error


def _checked(path: Path, kind: type[T], content: Any, place: Callable[[tuple[int | str, ...]], str]) -> T:
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        faults = [f"{place(fault['loc'])}: {fault['msg']}" for fault in error.errors()]
        raise DataError(f"{path.name} breaks its own rules at {'; '.join(faults)}.") from error

"""The one place that writes: data on stdout as a table, plain lines, JSON or CSV; messages on stderr."""

import csv
import json
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any

from partnership_cli.values import NONE, at, field, is_plain, named, words

Row = Mapping[str, Any]

NARROWEST = 14
"""A column may be folded to this width; where that is not enough, each record is shown as lines instead."""
GAP = 2


class Form(Enum):
    """How data is shown."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record: where it is found, what its heading says, and whether only a CSV has it."""

    path: str
    heading: str
    csv_only: bool = False


def columns(*shown: str, more: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return columns from `path` or `heading=path`; those in `more` are for CSV alone."""
    return tuple(_column(one, csv_only=False) for one in shown) + tuple(_column(one, csv_only=True) for one in more)


def _column(said: str, *, csv_only: bool) -> Column:
    heading, equals, path = said.partition("=")
    return Column(path, heading, csv_only) if equals else Column(said, named(said), csv_only)


@dataclass(slots=True)
class Show:
    """Where a command's answers go. `out` and `err` are files; a terminal's width decides how a table is laid out."""

    form: Form = Form.TABLE
    quiet: bool = False
    out: IO[str] = sys.stdout
    err: IO[str] = sys.stderr
    begun: bool = False
    """Whether anything was written: what comes first has no empty line before it."""

    @property
    def terminal(self) -> bool:
        return self.out.isatty()

    @property
    def lively(self) -> bool:
        """Whether something that moves, such as a progress bar, may be shown."""
        return self.err.isatty() and not self.quiet and self.form is not Form.PLAIN

    def say(self, sentence: str) -> None:
        """Tell a person something that is no data."""
        if not self.quiet:
            print(sentence, file=self.err, flush=True)

    def listing(self, page: Row, shape: Sequence[Column], *, empty: str = "Nothing found.") -> None:
        """Show a list: `page` is the answer with all its items."""
        rows: list[Row] = page["items"]
        if self.form is Form.JSON:
            self.json(page)
            return
        if self.form is Form.CSV:
            self.csv(rows, shape)
            return
        if rows:
            self._rows(rows, [one for one in shape if not one.csv_only])
        else:
            self.say(empty)
        beside = {key: value for key, value in page.items() if key not in {"items", "next"} and value is not None}
        if beside:
            self._write("" if rows else None)
            self.document(beside)

    def document(self, answer: Row, *, leave_out: Iterable[str] = ("href",), note: str | None = None) -> None:
        """Show one thing: its plain fields as lines, what is inside it under headings."""
        if self.form is Form.JSON:
            self.json(answer)
            return
        kept = {key: value for key, value in answer.items() if key not in set(leave_out)}
        if "version" in kept:
            # of use to programs most: last
            kept["version"] = kept.pop("version")
        if note:
            self._write(note)
            self._write("")
        self._fields(kept)
        self._parts(kept, ())

    def json(self, answer: Any) -> None:
        """Write one JSON document, as the API gave it."""
        self._write(json.dumps(answer, ensure_ascii=False, indent=2))

    def line(self, answer: Any) -> None:
        """Write one JSON object on a line of its own, at once."""
        self._write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
        self.out.flush()

    def csv(self, rows: Iterable[Row], shape: Sequence[Column]) -> None:
        """Write a CSV by RFC 4180, its first line the paths of the fields."""
        writer = csv.writer(self.out, lineterminator="\r\n")
        writer.writerow([one.path for one in shape])
        writer.writerows([field(at(row, one.path)) for one in shape] for row in rows)

    def text(self, line: str) -> None:
        """Write a line of data for people, at once."""
        self._write(line)
        self.out.flush()

    def _rows(self, rows: Sequence[Row], shape: Sequence[Column]) -> None:
        cells = [[_one_line(words(at(row, one.path))) for one in shape] for row in rows]
        headings = [one.heading for one in shape]
        if self.form is Form.PLAIN:
            self._records(headings, cells)
        elif not self.terminal:
            self._aligned(headings, cells)
        elif _least_width(headings, cells) > self._width():
            self._records(headings, cells)
        else:
            self._drawn(headings, cells)

    def _records(self, headings: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        """Show each record as lines: for screen readers, and where a table does not fit."""
        for number, row in enumerate(cells):
            if number:
                self._write("")
            for heading, cell in zip(headings, row, strict=True):
                self._write(f"{heading}: {cell}")

    def _aligned(self, headings: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        """Show a table without lines, cut to nothing."""
        widths = [max(len(one) for one in column) for column in zip(headings, *cells, strict=True)]
        for row in (headings, *cells):
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self._write((" " * GAP).join(padded).rstrip())

    def _drawn(self, headings: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for number, heading in enumerate(headings):
            table.add_column(Text(heading), overflow="fold", no_wrap=number == 0)
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        Console(file=self.out, width=self._width(), highlight=False).print(table)

    def _fields(self, answer: Row) -> None:
        plain = {named(key): _one_line(words(value)) for key, value in answer.items() if _stands_alone(value)}
        said = {name: value for name, value in plain.items() if value != NONE}
        width = 0 if self.form is Form.PLAIN else max((len(name) for name in said), default=0) + 1
        for name, value in said.items():
            self._write(f"{name + ':':<{width}} {value}")
        if empty := [name for name in plain if name not in said]:
            self._write(f"(empty: {', '.join(empty)})")

    def _parts(self, answer: Row, above: Sequence[str]) -> None:
        for key, value in answer.items():
            if _stands_alone(value):
                continue
            heading = [*above, named(key)]
            if isinstance(value, Mapping):
                part = _own(value)
                if any(_stands_alone(one) for one in part.values()):
                    self._heading(heading)
                    self._fields(part)
                self._parts(part, heading)
            else:
                self._heading(heading)
                self._many(value, heading)

    def _many(self, value: Sequence[Any], heading: Sequence[str]) -> None:
        """Show a list of things: as a table where each fits a line, else one after the other."""
        things = [_own(one) if isinstance(one, Mapping) else {"": one} for one in value]
        shape = [Column(path, named(path)) for path in dict.fromkeys(path for one in things for path in one)]
        if all(_fits(one) for thing in things for one in thing.values()):
            self._rows(things, shape)
            return
        for number, thing in enumerate(things):
            if number:
                self._write("")
            self._fields(thing)
            self._parts(thing, heading)

    def _heading(self, names: Sequence[str]) -> None:
        if self.begun:
            self._write("")
        self._write(" - ".join(names).capitalize())

    def _width(self) -> int:
        return shutil.get_terminal_size().columns

    def _write(self, line: str | None) -> None:
        if line is not None:
            self.out.write(line + "\n")
            self.begun = True


def _own(part: Row) -> Row:
    """Return what is inside a thing without what only programs need: the address and version of a resource."""
    return {key: value for key, value in part.items() if "href" not in part or key not in {"href", "version"}}


def _stands_alone(value: Any) -> bool:
    return value in ({}, []) or is_plain(value)


def _fits(value: Any) -> bool:
    """Say whether a value can stand in a cell: a line, or a few named ones."""
    few = 4
    if isinstance(value, Mapping):
        return len(value) <= few and all(is_plain(one) for one in value.values())
    if isinstance(value, list) and all(isinstance(one, Mapping) and "text" in one for one in value):
        return True
    return _stands_alone(value)


def _least_width(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return the width under which a table is no longer readable: its first column whole, others folded."""
    natural = [max(len(one) for one in column) for column in zip(headings, *cells, strict=True)]
    folded = [min(width, NARROWEST) for width in natural[1:]]
    return natural[0] + sum(folded) + GAP * len(folded)


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text or "\t" in text else text

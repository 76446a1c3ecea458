"""How far each deliverable has been taken up, as at a day: a table for a board paper.

    PARTNERSHIP_URL=… python report_adoption.py 2026-11-01

Reports are open to everybody: no client id is needed.
"""

import asyncio
import sys
from datetime import UTC, datetime

from partnership_client import AsyncClient


async def main(as_at: str) -> None:
    """Print one line for each deliverable: how many councils use it, of how many; or why that is not shown."""
    async with AsyncClient.from_env() as client:
        report, programme = await asyncio.gather(
            client.reports.adoption(as_at=as_at), client.reports.programme(as_at=as_at)
        )
    phase = programme.phases.phase.phase if programme.phases.phase else "not recorded"
    print(f"Adoption as at {report.as_at:%-d %B %Y}; the programme's phase: {phase}")
    for line in (*report.deliverables, *report.demonstration.deliverables):
        shown = f"{line.in_use.numerator} of {line.in_use.denominator}" if line.in_use else line.withheld
        print(f"{line.name[:50]:<50}  {shown}{'  (demonstration)' if line.demonstration else ''}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else datetime.now(UTC).date().isoformat()))

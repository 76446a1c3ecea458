"""Where a process spends its time: py-spy watches it from outside, and its samples are summed up as text."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGINT

from deploy.local.nats import program

RATE = 200
LINES = 60
FAILED = "py-spy could not watch the process (it needs the right to trace it: root, or CAP_SYS_PTRACE)"


@asynccontextmanager
async def profiled(pid: int, folder: Path | None, name: str) -> AsyncIterator[None]:
    """Watch a process while this is open; writes NAME.folded (for flame graphs) and NAME.txt (the dearest lines)."""
    if folder is None:
        yield
        return
    folded = folder / f"{name}.folded"
    options = ("--pid", str(pid), "--rate", str(RATE), "--format", "raw", "--output", str(folded))
    watcher = await asyncio.create_subprocess_exec(
        str(program("py-spy")), "record", *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        if watcher.returncode is None:
            watcher.send_signal(SIGINT)
        await watcher.wait()
        text = summary(folded.read_text(encoding="utf-8")) if folded.exists() else FAILED
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def summary(folded: str) -> str:
    """Sum samples up by function: with what it calls, and by itself."""
    whole: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    total = 0
    for line in folded.splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [f"{name})" if (name := frame.rpartition(":")[0]) else frame for frame in stack.split(";")]
        total += int(count)
        alone[frames[-1]] += int(count)
        whole.update(dict.fromkeys(frames, int(count)))
    parts = [f"{total} samples"]
    for title, counted in (("with what it calls", whole), ("by itself", alone)):
        parts.append(f"\n{title}")
        parts += [f"{100 * count / max(total, 1):6.1f} %  {frame}" for frame, count in counted.most_common(LINES)]
    return "\n".join(parts) + "\n"

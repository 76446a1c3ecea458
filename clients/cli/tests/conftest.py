"""The real command, as people start it, and a real system for it to talk to."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from partnership_cli.main import app
from typer.testing import CliRunner

from tests.support.whole import Whole

ROOT = Path(__file__).parents[3]
COMMAND = Path(sys.executable).with_name("partnership")
SOURCES = os.pathsep.join(str(ROOT / "clients" / name / "src") for name in ("python", "cli"))
SECONDS = 60


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


@dataclass
class Partnership:
    """The command with an environment of its own: no terminal, no colours, no settings of whoever runs the tests."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def whole_environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTNERSHIP_")}
        own = {"PARTNERSHIP_CONFIG_DIR": str(self.folder), "PYTHONPATH": SOURCES, "COLUMNS": "100"}
        return kept | own | self.environment

    def __call__(self, *words: str, stdin: str = "") -> Done:
        """Run it to its end; a traceback is never what a person should see."""
        done = subprocess.run(
            [COMMAND, *words],
            input=stdin,
            capture_output=True,
            text=True,
            env=self.whole_environment,
            timeout=SECONDS,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def here(self, *words: str) -> Done:
        """Run it to its end within this process, where its start is not what is looked at: that is much faster."""
        done = CliRunner().invoke(
            app, words, env=self.whole_environment, prog_name="partnership", catch_exceptions=False
        )
        return Done(done.exit_code, done.stdout, done.stderr)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start it, and leave it running."""
        return subprocess.Popen(
            [COMMAND, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.whole_environment,
        )


@pytest.fixture
def alone(tmp_path: Path) -> Partnership:
    """The command of somebody who has not logged in, with no service anywhere near."""
    return Partnership(tmp_path / "settings", {"PARTNERSHIP_URL": "http://127.0.0.1:9"})


@pytest.fixture
def office(system: Whole, tmp_path: Path) -> Partnership:
    """The command of the Office."""
    return client_of(system, tmp_path / "office", system.client_id, system.secret)


def client_of(system: Whole, folder: Path, client: str, secret: str) -> Partnership:
    """Return the command of a client, which the environment names."""
    names = ("PARTNERSHIP_URL", "PARTNERSHIP_CLIENT_ID", "PARTNERSHIP_CLIENT_SECRET")
    return Partnership(folder, dict(zip(names, (system.url, client, secret), strict=True)))

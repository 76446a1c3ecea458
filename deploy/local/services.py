"""The four services as processes of the local stack."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.demo import DemoServer
from deploy.local.nats import NatsServer, answers
from deploy.local.passwords import kept_password
from deploy.local.ports import LOOPBACK, remembered_port
from deploy.local.postgres import PostgresServer
from deploy.local.processes import Process
from deploy.local.servers import Server

NAMES = ("projects", "councils", "notifications", "reporting")
CLIENT = "digital-office"
# what a person has set for another installation must not reach into this one
NOT_HANDED_ON = ("DATABASE_", "NATS_", "PG", "SEALING_", "PARTNERS_", "RELOAD_", "SMTP_", "WEBHOOK_", "PRIVATE_")


@dataclass(frozen=True)
class Surroundings:
    """What the services of one stack share."""

    folder: Path
    public_url: str
    postgres: PostgresServer
    nats: NatsServer
    demo: DemoServer | None = None

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def sealing_key(self) -> Path:
        """Return the file of the key that seals the secrets of webhooks, made at the first start."""
        file = self.folder / "secrets" / "sealing"
        kept_password(file)
        return file


class ServiceProcess(Server):
    """One service: its `serve` process, and its other verbs as steps that end by themselves."""

    def __init__(self, name: str, around: Surroundings) -> None:
        self.name = name
        self._around = around
        ports = around.folder / "ports"
        ports.mkdir(exist_ok=True)
        self.port = remembered_port(ports / name)
        self.process = self._process(name, "serve")

    def ready(self) -> bool:
        return answers(self.port, "/readyz")

    def verb(self, verb: str, *arguments: str | Path) -> Process:
        """Return a step of this service, yet to be spawned."""
        return self._process(f"{self.name}-{verb}", verb, *arguments)

    def _process(self, log: str, *arguments: str | Path) -> Process:
        return Process(
            [sys.executable, "-m", f"services.{self.name}.main", *arguments],
            log=self._around.log(log),
            environment=self._environment(),
            folder=REPOSITORY,
        )

    def _environment(self) -> Mapping[str, str]:
        around = self._around
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_HANDED_ON)}
        return (
            inherited
            | {
                "HOST": LOOPBACK,
                "PORT": str(self.port),
                "PUBLIC_URL": around.public_url,
                "DATABASE_URL": f"postgresql://{self.name}@{LOOPBACK}:{around.postgres.port}/{self.name}",
                "DATABASE_PASSWORD_FILE": str(around.postgres.passwords / self.name),
                "NATS_URL": around.nats.url,
                "NATS_USER": self.name,
                "NATS_PASSWORD_FILE": str(around.nats.password_file(self.name)),
                # the stack of a trial: its day may be moved on, to see what falls due
                "CLOCK_MOVABLE": os.environ.get("CLOCK_MOVABLE", "true"),
                "PYTHONUNBUFFERED": "1",
            }
            | self._of_its_own()
        )

    def _of_its_own(self) -> dict[str, str]:
        """Return what one service is told, and the others are not."""
        if self.name != "notifications":
            return {}
        nats = self._around.nats
        return {
            "SEALING_KEY_FILE": str(self._around.sealing_key()),
            "PARTNERS_FILE": str(nats.partners_file),
            "PARTNERS_PASSWORD_FILE": str(nats.password_file("partners")),
            "RELOAD_PASSWORD_FILE": str(nats.password_file("reload")),
            **(self._around.demo.environment if self._around.demo else {}),
        }

"""The demonstration of the local stack: endpoints for webhooks, and a mail server that shows what it was sent."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local import REPOSITORY
from deploy.local.ports import LOOPBACK, accepts_connections, remembered_port
from deploy.local.processes import Process
from deploy.local.servers import Server

COUNCIL = "fife"
"""The council that is lent a client and invented people, so that there is somebody to try things as."""


class DemoServer(Server):
    """The box of `deploy.demo` on two ports of this machine."""

    name = "The demonstration"

    def __init__(self, folder: Path, site: str, *, log: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = remembered_port(folder / "port")
        self.smtp_port = remembered_port(folder / "smtp-port")
        ports = ["--port", str(self.port), "--smtp-port", str(self.smtp_port)]
        command = [sys.executable, "-m", "deploy.demo", *ports, "--here", self.url, "--site", site]
        self.process = Process(command, log=log, folder=REPOSITORY)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def ready(self) -> bool:
        return accepts_connections(self.port) and accepts_connections(self.smtp_port)

    @property
    def environment(self) -> Mapping[str, str]:
        """What notifications is told, so that it sends here: endpoints of this machine alone, and its mails."""
        return {
            "WEBHOOK_HTTP": "true",
            "PRIVATE_TARGETS": json.dumps({"*": [f"{LOOPBACK}/32:{self.port}"]}),
            # who tries things does not wait for minutes: what takes a while takes a twentieth of it
            "TIME_SCALE": "0.05",
            "SMTP_HOST": LOOPBACK,
            "SMTP_PORT": str(self.smtp_port),
            "SMTP_SECURITY": "none",
            "SMTP_FROM": "partnership@demonstration.example",
        }

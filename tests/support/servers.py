"""The servers that tests run against: addresses in the environment, else containers when asked for, else the wheels."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local.nats import CONFIGURATION, PARTNERS, USERS, NatsServer
from deploy.local.places import temporary_folder
from deploy.local.postgres import SUPERUSER, PostgresServer


@dataclass(slots=True)
class Servers:
    """A PostgreSQL server, reached as superuser, and a NATS server with the passwords of its users."""

    postgres_dsn: str
    nats_url: str
    nats_passwords: dict[str, str] = field(default_factory=dict)
    partners_file: Path | None = None
    """Where the NATS server looks for the accounts of partners, if that is on this machine."""
    websocket_url: str | None = None

    def dsn(self, database: str) -> str:
        """Return the address of one database on the server."""
        return urlunsplit(urlsplit(self.postgres_dsn)._replace(path=f"/{database}"))


@contextmanager
def servers(*, containers: bool) -> Iterator[Servers]:
    """Provide both servers for a whole test run."""
    if "TEST_POSTGRES_DSN" in os.environ:
        yield Servers(
            os.environ["TEST_POSTGRES_DSN"],
            os.environ["TEST_NATS_URL"],
            {user: os.environ[f"TEST_NATS_{user.upper()}_PASSWORD"] for user in USERS},
        )
    elif containers:
        with _containers() as found:
            yield found
    else:
        with _wheels() as found:
            yield found


@contextmanager
def _wheels() -> Iterator[Servers]:
    with temporary_folder() as folder:
        # no test cuts the power, and a crash keeps what was written: syncing would only make them slow
        postgres = PostgresServer(folder / "postgres", settings={"fsync": "off", "max_connections": "200"})
        nats = NatsServer(folder / "nats")
        try:
            postgres.spawn()
            nats.spawn()
            postgres.wait_ready()
            nats.wait_ready()
            yield Servers(
                postgres.dsn("postgres", SUPERUSER),
                nats.url,
                dict(nats.passwords),
                nats.partners_file,
                nats.websocket_url,
            )
        finally:
            nats.stop()
            postgres.stop()


@contextmanager
def _containers() -> Iterator[Servers]:
    from testcontainers.core.container import DockerContainer
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy

    password = "for-tests-only"
    passwords = dict.fromkeys(USERS, password)
    with temporary_folder() as folder:
        (folder / "nats.conf").write_bytes(CONFIGURATION.read_bytes())
        (folder / "passwords.conf").write_text(
            "".join(f'{user.upper()}_PASSWORD: "{password}"\n' for user in USERS), encoding="utf-8"
        )
        _readable(folder)
        partners = folder / PARTNERS
        partners.parent.mkdir(mode=0o755)
        partners.touch(mode=0o644)
        postgres = (
            DockerContainer("postgres:17-alpine")
            .with_env("POSTGRES_PASSWORD", password)
            .with_exposed_ports(5432)
            .waiting_for(LogMessageWaitStrategy("ready to accept connections", times=2))
        )
        nats = (
            DockerContainer("nats:2.12-alpine")
            .with_volume_mapping(str(folder), "/etc/partnership", "ro")
            .with_command("-c /etc/partnership/nats.conf -sd /tmp/store -a 0.0.0.0 -p 4222 -m 8222")
            .with_env("NATS_WEBSOCKET", "127.0.0.1:8443")
            .with_exposed_ports(4222)
            .waiting_for(LogMessageWaitStrategy("Server is ready"))
        )
        with postgres, nats:
            yield Servers(
                f"postgresql://postgres:{password}@{postgres.get_container_host_ip()}:{postgres.get_exposed_port(5432)}/postgres",
                f"nats://{nats.get_container_host_ip()}:{nats.get_exposed_port(4222)}",
                passwords,
            )


def _readable(folder: Path) -> None:
    """Let the container's own user read what it is given."""
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)

"""The PostgreSQL server of the local stack and of the tests, from the programs in a wheel."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from deploy.local import REPOSITORY
from deploy.local.accounts import unprivileged_account
from deploy.local.passwords import kept_password
from deploy.local.places import postgres_places
from deploy.local.ports import LOOPBACK, remembered_port
from deploy.local.processes import Process
from deploy.local.servers import START_SECONDS, Server, StartFailedError
from deploy.local.waiting import TookTooLongError, wait_until

DATABASES = ("projects", "councils", "notifications", "reporting")
SUPERUSER = "postgres"
SETTINGS = {
    "listen_addresses": LOOPBACK,
    # no socket file: nothing on this machine comes in without a password
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
# what the first start after a crash may say while the last backends of before are still on their way out
STILL_LEAVING = ("pre-existing shared memory block", "could not bind", "lock file")


class PostgresRefusedError(Exception):
    """PostgreSQL would not do what it was told as its superuser."""


class PostgresServer(Server):
    """A PostgreSQL server with its data and its superuser's password in a folder.

    As root it runs under a user of its own, and its data may have to go elsewhere (see places).
    """

    name = "PostgreSQL"

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        passwords: Path | None = None,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        folder = folder.resolve()
        self._account = unprivileged_account()
        places = postgres_places(folder, self._account)
        folder.mkdir(parents=True, exist_ok=True)
        self.programs = places.programs
        self.home = places.home
        self.port = port or remembered_port(folder / "port")
        self.passwords = passwords or folder / "passwords"
        self._data = self.home / "data"
        options = {"port": str(self.port), **SETTINGS, **(settings or {})}
        self.process = Process(
            [
                self.programs / "postgres",
                *("-D", self._data),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            log=log or folder / "postgres.log",
            folder=self.home,
            account=self._account,
            # both mean a fast shutdown: end the sessions, write everything, no waiting for clients
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def dsn(self, database: str, user: str | None = None, password: str | None = None) -> str:
        """Return an address for asyncpg; without a user that of the database's own role."""
        user = user or database
        secret = password if password is not None else self.password(user)
        return f"postgresql://{quote(user)}:{quote(secret, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    def password(self, role: str) -> str:
        return kept_password(self.passwords / ("superuser" if role == SUPERUSER else role))

    def spawn(self) -> None:
        """Start it and return at once; the very first time its data folder is made before."""
        if not self._data.exists():
            self._make_cluster()
        self.process.spawn()

    def wait_ready(self) -> None:
        """Return once it serves; patient with what a crash has left behind."""
        try:
            wait_until(self._started, "the last of a former PostgreSQL to leave", seconds=START_SECONDS)
        except TookTooLongError as error:
            raise StartFailedError(self.name, str(error), self.process) from error
        super().wait_ready()

    def _started(self) -> bool:
        if self.process.running:
            return self.ready()
        if not any(sign in self.process.log_tail(5) for sign in STILL_LEAVING):
            return True
        self.process.spawn()
        return False

    def ready(self) -> bool:
        """Tell whether it says so itself, in the last line of its pid file, as `pg_ctl -w` reads it."""
        try:
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"  # noqa: PLR2004

    def provide_databases(self) -> None:
        """Make the roles and databases of the four services, or bring their passwords up to date."""
        for database in DATABASES:
            self.password(database)
        self._run(["sh", REPOSITORY / "deploy/postgres/databases.sh", self.passwords])

    def run_sql(self, statements: str, *, database: str = "postgres") -> str:
        """Run statements as the superuser and return what they answer, bare."""
        options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
        return self._run(
            [self.programs / "psql", *options, "--username", SUPERUSER, "--dbname", database],
            statements=statements,
        )

    def identity(self) -> str:
        """Name this very cluster with its very databases: one that was dropped and made again has another name."""
        return self.run_sql(
            "select system_identifier, (select string_agg(oid::text, ',' order by oid) from pg_database) "
            "from pg_control_system()"
        )

    def wipe(self) -> None:
        """Kill it and lose all of its data."""
        self.kill()
        gone = self.home / "data.gone"
        shutil.rmtree(gone, ignore_errors=True)
        # its last backends may still write for a moment: into a folder that is no longer the data
        self._data.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _run(self, command: list[str | Path], *, statements: str = "") -> str:
        done = subprocess.run(
            [str(part) for part in command],
            input=statements,
            check=False,
            capture_output=True,
            text=True,
            env=os.environ
            | {
                "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
                "PGHOST": LOOPBACK,
                "PGPORT": str(self.port),
                "PGPASSWORD": self.password(SUPERUSER),
            },
        )
        if done.returncode != 0:
            raise PostgresRefusedError(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def _make_cluster(self) -> None:
        """Make the data folder whole or not at all: under another name first."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        first_password = self.home / "first-password"
        first_password.touch(mode=0o600)
        first_password.write_text(self.password(SUPERUSER), encoding="ascii")
        if self._account:
            for place in (draft, first_password):
                os.chown(place, self._account.uid, self._account.gid)
        initdb = Process(
            [
                self.programs / "initdb",
                *("--pgdata", draft, "--username", SUPERUSER, "--pwfile", first_password),
                *("--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
            ],
            log=self.process.log,
            folder=self.home,
            account=self._account,
        )
        initdb.spawn()
        wait_until(lambda: not initdb.running, "PostgreSQL's data folder to be made", seconds=60)
        first_password.unlink()
        if initdb.exit_code != 0:
            raise StartFailedError(self.name, "its data folder could not be made.", initdb)
        draft.rename(self._data)

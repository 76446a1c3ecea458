"""What a service is told from outside: addresses, credentials and clocks, from the environment or secret files."""

from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The environment of one service. A secret may stand in a file named by `<NAME>_FILE` instead."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str = "postgresql://127.0.0.1:5432/partnership"
    database_password: str | None = None
    database_password_file: Path | None = None
    database_pool_size: int = Field(default=10, ge=2, le=200)

    nats_url: str = "nats://127.0.0.1:4222"
    nats_user: str | None = None
    nats_password: str | None = None
    nats_password_file: Path | None = None
    partners_file: Path | None = None
    """Where the broker finds the accounts of partners; unset, this installation lets none onto the broker itself."""
    partners_password: str | None = None
    partners_password_file: Path | None = None
    """Of the NATS user `partners`, who makes their durables."""
    reload_password: str | None = None
    reload_password_file: Path | None = None
    """Of the NATS user `reload`, who lets the broker read its configuration again."""
    broker_urls: str = ""
    """Where partners reach the broker, comma separated; by WebSocket through the gateway when unset."""
    stream_replicas: int = Field(default=1, ge=1, le=5)
    stream_max_bytes: int = Field(default=2 * 1024**3, gt=0)
    duplicate_window: float = Field(default=3600, gt=0)

    idempotency_days: float = Field(default=7, gt=0)
    """For how long a repeated request gets its first answer again; what the API promises is a week."""

    streams_per_client: int = Field(default=20, ge=1)
    """How many live streams of events one client may have open at once, in one process."""

    sealing_key: str | None = None
    sealing_key_file: Path | None = None
    """With what the secrets of webhooks are sealed before they are kept; without it there are no webhooks."""

    webhook_seconds: float = Field(default=15, gt=0, le=300)
    """How long an endpoint has for its whole answer, from the first look at its name on."""

    agreement_tries_per_minute: int = Field(default=10, ge=1)
    """How often a minute one client may have endpoints asked whether they agree; twice that often for one host."""

    webhook_http: bool = False
    """Whether webhooks may go to http:// addresses (port 80), in clear text."""

    webhook_proxy: str | None = None
    """The proxy through which webhooks leave, as http://proxy.example:3128; private targets are reached without it."""

    webhook_proxy_resolves: bool = False
    """Whether the proxy is given hosts by name, and itself keeps webhooks out of private networks."""

    webhook_ca_file: Path | None = None
    """More authorities whose certificates endpoints may have, beside those that the system trusts."""

    private_targets: dict[str, list[str]] = Field(default_factory=dict)
    """Private networks that webhooks may go to, by council (`office` and `*` too): {"fife": ["10.1.0.0/16:8443"]}."""

    subscriptions_per_council: int = Field(default=50, ge=1)
    """How many subscriptions one council may have, and the Office; those that ended do not count."""

    smtp_host: str | None = None
    """The mail server that mails are handed to; without one, none are sent."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_ca_file: Path | None = None
    """Certificates to trust instead of the system's, where the mail server has one of its own making."""
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_password_file: Path | None = None
    smtp_from: str = Field(default="partnership@localhost", pattern=r"^[^@\s<>\",;:]+@[A-Za-z0-9.-]+$")
    smtp_timeout: float = Field(default=20, gt=0)
    """How many seconds the mail server has for each answer; a whole mail has a minute."""

    webhooks_in_flight: int = Field(default=128, ge=1, le=2000)
    """How many webhooks one worker has on their way at once, beside those that wait for slow endpoints."""

    webhooks_per_endpoint: int = Field(default=8, ge=1, le=100)
    """How many webhooks one worker has on their way to one endpoint, each of another aggregate."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = "http://localhost:8080"

    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"
    otel_exporter_otlp_endpoint: str | None = None

    clock_movable: bool = False
    """Whether operators may move the day on, for demonstrations and tests; business dates and timers follow it."""

    time_scale: float = Field(default=1.0, gt=0)
    """Multiplies every period and delay of the machinery, so that tests need not wait them out."""

    @model_validator(mode="after")
    def _files_can_be_read(self) -> Self:
        files = (
            self.database_password_file,
            self.nats_password_file,
            self.partners_password_file,
            self.reload_password_file,
            self.sealing_key_file,
            self.smtp_password_file,
            self.smtp_ca_file,
            self.webhook_ca_file,
        )
        for path in files:
            if path is not None and not path.is_file():
                raise ValueError(f"the secret file {path} does not exist")
        return self

    @model_validator(mode="after")
    def _no_password_goes_unencrypted(self) -> Self:
        if self.smtp_user is not None and self.smtp_security == "none":
            raise ValueError("SMTP_USER needs SMTP_SECURITY starttls or tls: a password is not sent in the open")
        return self

    @cached_property
    def dsn(self) -> str:
        """Return the database address with its password, for asyncpg."""
        password = _secret(self.database_password, self.database_password_file)
        if password is None:
            return self.database_url
        parts = urlsplit(self.database_url)
        place = parts.netloc.rpartition("@")[2]
        user = (parts.username or "").partition(":")[0]
        return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password, safe='')}@{place}"))

    @cached_property
    def nats_servers(self) -> list[str]:
        return [url.strip() for url in self.nats_url.split(",") if url.strip()]

    @cached_property
    def nats_secret(self) -> str | None:
        return _secret(self.nats_password, self.nats_password_file)

    @cached_property
    def sealing_secret(self) -> str | None:
        return _secret(self.sealing_key, self.sealing_key_file)

    @cached_property
    def smtp_secret(self) -> str | None:
        return _secret(self.smtp_password, self.smtp_password_file)

    @cached_property
    def partners_secret(self) -> str | None:
        return _secret(self.partners_password, self.partners_password_file)

    @cached_property
    def reload_secret(self) -> str | None:
        return _secret(self.reload_password, self.reload_password_file)

    @cached_property
    def partner_servers(self) -> list[str]:
        """Return the addresses at which partners reach the broker."""
        given = [url.strip() for url in self.broker_urls.split(",") if url.strip()]
        return given or [f"{self.public_url.replace('http', 'ws', 1)}/nats"]

    def scaled(self, seconds: float) -> float:
        """Return a period of the machinery in this process's time."""
        return seconds * self.time_scale


def _secret(value: str | None, file: Path | None) -> str | None:
    if value is not None:
        return value
    return file.read_text(encoding="utf-8").strip() if file else None

"""Turning a template into a page: plain HTML, complete without a script, that loads nothing from anywhere else."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.reporting.domain import words
from services.reporting.domain.adoption import Share
from services.reporting.pages.assets import ADDRESSES
from services.reporting.queries import shapes

MILLION = 1_000_000

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Vary": "Accept",
}
"""What a browser may do with a page: show it, style it, send its form back to us, and nothing else."""


def page(template: str, **values: Any) -> bytes:
    """Return a page."""
    return _environment.get_template(template).render(**values).encode()


def first_upper(text: str) -> str:
    """Return a text with a capital at its start, and the rest as it is."""
    return text[:1].upper() + text[1:]


def site(address: str) -> str:
    """Return whose page an address is, for a link that says where it leads."""
    return urlsplit(address).netloc.removeprefix("www.")


def percent(share: Share) -> int | None:
    """Return a share in whole percent, for a bar; None where there is nothing to take it of, or less than it."""
    if not share.denominator or share.numerator > share.denominator:
        return None
    return round(100 * share.numerator / share.denominator)


def pounds(amount: int, basis: str | None) -> str:
    """Return a sum as its source means it: a lower bound is 'more than'."""
    whole, rest = divmod(amount, MILLION)
    figure = f"£{whole} million" if whole and not rest else f"£{amount:,}"
    return f"More than {figure}" if "lower bound" in (basis or "") else figure


def grouping(key: str | None) -> str:
    """Return what a grouping of portfolios is called: themes-2016 is Themes of 2016."""
    name, _, year = (key or "").rpartition("-")
    return f"{first_upper(name.replace('-', ' '))} of {year}" if name and year.isdecimal() else first_upper(key or "")


def sources(
    programme: shapes.Programme,
    phases: shapes.PhasesReport,
    releases: shapes.ReleasesReport,
    membership: shapes.MembershipReport,
) -> list[str]:
    """Return every address that a page's figures come from, each once."""
    found = [one.source for one in (*programme.phases.before, *programme.phases.expected)]
    found += [programme.phases.phase.source] if programme.phases.phase else []
    for group in (phases.partnership, phases.neighbouring):
        found += [portfolio.source for portfolio in group.portfolios]
    found += [release.source for release in releases.releases]
    found += [member.source for member in membership.members]
    found += [report.source for report in (membership.reported, *membership.also_reported) if report]
    return list(dict.fromkeys(address for address in found if address))


def _made() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "in_words": words.in_words,
        "when": words.when_in_words,
        "day": words.day_in_words,
        "said": words.state_in_words,
        "councils": words.councils_in_words,
        "first_upper": first_upper,
        "grouping": grouping,
        "site": site,
        "percent": percent,
    }
    environment.globals |= {"asset": ADDRESSES.__getitem__, "pounds": pounds, "NOT_RECORDED": words.NOT_RECORDED}
    return environment


_environment = _made()

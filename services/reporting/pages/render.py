"""What the pages of reporting are rendered with: their templates, and how figures, places and sources are written."""

from pathlib import Path
from urllib.parse import urlsplit

from services.reporting.domain import words
from services.reporting.domain.adoption import Share
from services.reporting.queries import shapes
from shared.pages.rendering import Home, Pages, first_upper

MILLION = 1_000_000


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


PAGES = Pages(
    Path(__file__).parent,
    assets="/assets",
    home=Home("/", "The programme at a glance", "Projects and releases are listed on the page about the programme."),
    filters={
        "in_words": words.in_words,
        "when": words.when_in_words,
        "day": words.day_in_words,
        "said": words.state_in_words,
        "councils": words.councils_in_words,
        "grouping": grouping,
        "site": site,
        "percent": percent,
    },
    values={"pounds": pounds, "NOT_RECORDED": words.NOT_RECORDED},
)

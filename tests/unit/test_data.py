"""The data files keep their promises: keys, references, dates, no person or late joiner named, demonstration marked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.load.data import Data, DataError, read
from shared.values import first_day, last_day

FOLDER = Path(__file__).parents[2] / "deploy" / "data"
PERSON = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor) [A-Z]"  # a title and a name
    r"|[\w.+-]+@[\w-]+\.\w"  # an e-mail address
    r"|(?<!\w)(\+44|0)[\d ]{9,}\d"  # a telephone number
)


@pytest.fixture(scope="module")
def data() -> Data:
    return read(FOLDER)


def test_all_councils_projects_and_retired_codes_are_there(data: Data) -> None:
    assert len(data.councils) == 32
    assert len(data.projects) == 30
    assert len([project for project in data.projects if project.programme == "adjacent"]) == 7
    assert len(data.retired_codes) == 18
    assert sum(len(project.deliverables) for project in data.projects) == 71
    assert sum(len(project.benefits) for project in data.projects) == 8


def test_every_key_is_written_once_and_means_one_thing(data: Data) -> None:
    keys = list(_keys(data))

    assert sorted(keys) == sorted(set(keys))
    assert all(re.fullmatch(r"[a-z0-9-]{1,80}", key) for key in keys)


def test_live_and_retired_codes_use_up_the_whole_range(data: Data) -> None:
    live = {council.gss_code for council in data.councils}
    retired = {row.superseded_code for row in data.retired_codes}

    assert live | retired == {f"S120000{number:02}" for number in range(1, 51)}
    assert not live & retired


def test_the_retired_codes_of_a_council_are_those_of_its_area(data: Data) -> None:
    of_area = {(row.superseded_code, row.current_gss_code, row.area_name) for row in data.retired_codes}
    of_council = {
        (code, council.gss_code, council.area_name) for council in data.councils for code in council.former_gss_codes
    }

    assert of_council == of_area


def test_a_council_is_found_by_its_live_and_by_its_retired_code(data: Data) -> None:
    assert data.slug("S12000047") == data.slug("S12000015") == "fife"
    with pytest.raises(DataError, match="S12000999"):
        data.slug("S12000999")


def test_every_council_a_project_names_exists_under_that_name(data: Data) -> None:
    names = {council.gss_code: council.name for council in data.councils}

    for project in data.projects:
        for council in [*project.lead_councils, *project.participants.councils]:
            assert names[council.gss_code] == council.name


def test_a_gaelic_name_is_only_given_where_the_councils_own_name_is_gaelic(data: Data) -> None:
    named = {council.slug: council.gaelic_name for council in data.councils if council.gaelic_name}

    assert named == {"eilean-siar": "Comhairle nan Eilean Siar"}


def test_every_placement_names_a_project_and_a_portfolio_and_stays_within_its_dates(data: Data) -> None:
    projects = {project.id for project in data.projects}
    portfolios = {portfolio.key: portfolio for portfolio in data.programme.portfolios}

    for placement in data.programme.placements:
        portfolio = portfolios[placement.portfolio]
        assert placement.project in projects
        assert first_day(placement.from_) >= first_day(portfolio.from_)
        assert placement.to == portfolio.to


def test_every_theme_and_portfolio_of_a_project_is_a_placement(data: Data) -> None:
    names = {portfolio.key: portfolio.name for portfolio in data.programme.portfolios}
    placed = sorted((placement.project, names[placement.portfolio]) for placement in data.programme.placements)

    assert placed == sorted(
        (project.id, name) for project in data.projects for name in (project.theme, project.portfolio) if name
    )


def test_a_placement_is_marked_as_our_reading_exactly_where_the_notes_say_so(data: Data) -> None:
    ours = {(place.project, place.portfolio) for place in data.programme.placements if place.reading_of_ours}

    assert ours == {
        ("digital-maturity", "digital-leadership-and-skills-2019"),
        ("digital-leadership-elected-members", "digital-leadership-and-skills-2019"),
        ("digital-telecare", "digital-services-2016"),
    }


def test_every_portfolio_belongs_to_a_grouping_and_has_its_dates(data: Data) -> None:
    groupings = {grouping.key: (grouping.from_, grouping.to) for grouping in data.programme.groupings}

    for portfolio in data.programme.portfolios:
        assert groupings[portfolio.grouping] == (portfolio.from_, portfolio.to)


def test_no_date_ends_before_it_starts(data: Data) -> None:
    spans = [(project.dates.start, project.dates.end) for project in data.projects]
    spans += [(portfolio.from_, portfolio.to) for portfolio in data.programme.portfolios]
    spans += [(placement.from_, placement.to) for placement in data.programme.placements]

    for start, end in spans:
        assert start is None or end is None or first_day(start) <= last_day(end)


def test_what_a_release_holds_exists_and_stands_in_one_release_only(data: Data) -> None:
    known = {deliverable.key for project in data.projects for deliverable in project.deliverables}
    held = [item.deliverable for release in data.programme.releases for item in release.contents]

    assert set(held) <= known
    assert len(held) == len(set(held))


def test_release_one_is_closed_with_the_deliverables_of_gdpr_readiness(data: Data) -> None:
    release = next(release for release in data.programme.releases if release.key == "release-one")
    project = next(project for project in data.projects if project.id == "gdpr-readiness")

    assert release.closed_on == "2018-02"
    assert [item.deliverable for item in release.contents] == [item.key for item in project.deliverables]
    assert len(release.contents) == 13
    assert all(item.ready for item in release.contents)


def test_a_release_whose_history_was_not_found_holds_nothing(data: Data) -> None:
    unrecorded = [release for release in data.programme.releases if not release.history_recorded]

    assert [release.key for release in unrecorded] == ["release-three", "release-four"]
    assert all(not release.contents and release.closed_on is None for release in unrecorded)


def test_demonstration_is_marked_named_so_and_open(data: Data) -> None:
    demonstration = [release for release in data.programme.releases if release.demonstration]
    ready = [item.ready for release in demonstration for item in release.contents]

    assert [release.key for release in demonstration] == ["demonstration-release", "demonstration-next"]
    assert all("not a real release" in release.name and release.closed_on is None for release in demonstration)
    assert (ready.count(True), ready.count(False)) == (12, 3)
    assert [release.source for release in demonstration] == [None, None]


def test_everything_that_is_not_demonstration_has_a_source(data: Data) -> None:
    assert all(project.sources for project in data.projects)
    assert all(release.source for release in data.programme.releases if not release.demonstration)


def test_no_late_joiner_is_named(data: Data) -> None:
    membership = data.programme.membership

    assert (membership.councils, membership.joined, membership.certainty) == ("all", "2019-10-01", "no-later-than")


def test_the_programmes_phases_are_its_own_and_the_one_to_come_is_expected(data: Data) -> None:
    phases = [(phase.phase, phase.starts, phase.expected) for phase in data.programme.phases]

    assert phases == [("build", "2016-10", False), ("embedding", "2018-02", False), ("operationalise", "2019", True)]


def test_the_precision_of_a_count_is_that_of_its_date(data: Data) -> None:
    for count in data.counts:
        assert count.date_precision == {4: "year", 7: "month", 10: "day"}[len(count.as_of)]
        assert 0 < count.councils <= 32


def test_a_benefit_has_a_type_only_where_its_class_says_so(data: Data) -> None:
    words = {"cost-avoidance": r"\bcost avoidance\b", "qualitative": r"\bqualitative\b"}

    for benefit in (benefit for project in data.projects for benefit in project.benefits):
        says = [kind for kind, word in words.items() if re.search(word, benefit.class_)]
        assert ([benefit.type] if benefit.type else []) == says


def test_the_only_amount_is_a_lower_bound_combined_over_the_councils(data: Data) -> None:
    amounts = [benefit for project in data.projects for benefit in project.benefits if benefit.amount_gbp is not None]

    assert [(benefit.key, benefit.amount_gbp) for benefit in amounts] == [("gdpr-combined-cost-avoided", 1_000_000)]
    assert amounts[0].basis == "estimate; lower bound; combined over 30 councils"


def test_the_templates_say_that_they_are_our_own(data: Data) -> None:
    templates = {lifecycle.key: lifecycle for lifecycle in data.programme.lifecycles}

    assert set(templates) == {"service", "collaboration"}
    assert data.programme.project_lifecycle == "service"
    assert [phase.key for phase in templates["service"].phases] == ["discovery", "alpha", "beta", "live"]
    for template in templates.values():
        assert "no record of how the project was run" in template.description
        assert "heartbeat" not in template.description.lower()
        assert all(phase.products and phase.gate.criteria for phase in template.phases)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_no_person_is_named_or_can_be_reached(name: str) -> None:
    assert PERSON.search((FOLDER / name).read_text(encoding="utf-8")) is None


def test_a_file_that_breaks_its_rules_is_refused_with_its_row_and_field(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    counts = tmp_path / "membership_counts.csv"
    counts.write_text(counts.read_text(encoding="utf-8").replace(",2016-10-25,", ",25 October,"), encoding="utf-8")

    with pytest.raises(DataError, match=r"membership_counts\.csv .* at line 6, as_of: .*2018-02-25"):
        read(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"councils\.csv could not be read: No such file"):
        read(tmp_path)


def _keys(data: Data) -> Iterator[str]:
    for project in data.projects:
        yield project.id
        yield from (deliverable.key for deliverable in project.deliverables)
        yield from (benefit.key for benefit in project.benefits)
    yield from (council.slug for council in data.councils)
    yield from (count.key for count in data.counts)
    for named in (data.programme.portfolios, data.programme.lifecycles, data.programme.releases):
        yield from (row.key for row in named)

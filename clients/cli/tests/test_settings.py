"""Profiles and secrets: what is kept where, what wins, and that a secret goes nowhere else."""

from pathlib import Path

import pytest
from partnership_cli import settings
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.settings import Profile

OFFICE = Profile("default", "https://one.example", "digital-office", "s3cret")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep profiles in a folder of the test's own, and know nothing from the environment."""
    for name in (settings.URL, settings.CLIENT, settings.SECRET, settings.PROFILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(settings.FOLDER, str(tmp_path / "partnership"))
    return tmp_path / "partnership"


def test_a_profile_is_kept_and_its_secret_is_its_owners_alone(folder: Path) -> None:
    settings.keep(OFFICE)
    assert settings.chosen(None) == OFFICE
    assert "s3cret" not in (folder / "config.toml").read_text()
    assert (folder / "secrets" / "default").stat().st_mode & 0o777 == 0o600
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700


def test_the_last_one_logged_in_with_is_used_unless_another_is_named() -> None:
    settings.keep(OFFICE)
    fife = Profile("fife", "https://two.example", "fife-feed", "other")
    settings.keep(fife)
    assert settings.chosen(None) == fife
    assert settings.chosen("default") == OFFICE


def test_the_environment_is_taken_whole_so_that_no_secret_goes_to_another_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.keep(OFFICE)
    monkeypatch.setenv(settings.URL, "https://elsewhere.example")
    assert settings.chosen(None) == Profile("environment", "https://elsewhere.example")
    assert settings.chosen("default") == OFFICE, "a profile that is named wins"


def test_the_secret_of_a_profile_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.keep(Profile("default", "https://one.example", "digital-office"))
    monkeypatch.setenv(settings.SECRET, "from-outside")
    assert settings.chosen(None).secret == "from-outside"


def test_a_secret_that_others_may_read_is_refused_with_what_helps(folder: Path) -> None:
    settings.keep(OFFICE)
    (folder / "secrets" / "default").chmod(0o644)
    with pytest.raises(StoppedError, match="Others may read") as refused:
        settings.chosen(None)
    assert refused.value.exits is Exit.NOT_ALLOWED
    assert "chmod 600" in (refused.value.hint or "")


def test_a_profile_that_is_not_there_names_those_that_are() -> None:
    settings.keep(OFFICE)
    with pytest.raises(StoppedError, match="no profile 'fif'") as refused:
        settings.chosen("fif")
    assert refused.value.exits is Exit.USAGE
    assert "default" in (refused.value.hint or "")


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", "", "Ü", "two words"])
def test_a_name_that_would_lead_elsewhere_is_no_profile(name: str) -> None:
    with pytest.raises(StoppedError, match="no name for a profile"):
        settings.keep(Profile(name, "https://one.example"))
    with pytest.raises(StoppedError, match="no name for a profile"):
        settings.forget(name)


def test_forgetting_takes_the_secret_too_and_another_profile_is_used(folder: Path) -> None:
    settings.keep(Profile("fife", "https://two.example", "fife-feed", "other"))
    settings.keep(OFFICE)
    assert settings.forget("default")
    assert not settings.forget("default")
    assert [one.name for one in (folder / "secrets").iterdir()] == ["fife"]
    assert settings.chosen(None).name == "fife"


def test_settings_that_cannot_be_read_say_so(folder: Path) -> None:
    folder.mkdir()
    (folder / "config.toml").write_text("use = [")
    with pytest.raises(StoppedError, match="cannot be read"):
        settings.chosen(None)


def test_an_address_with_quotes_and_backslashes_comes_back_as_it_was() -> None:
    odd = Profile("odd", 'https://one.example/"quoted"\\path-ü', "x")
    settings.keep(odd)
    assert settings.read().profiles["odd"] == odd

"""What the local stack decides: whose a folder or a port is, where PostgreSQL goes, when to try again."""

import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from deploy.local.accounts import Account, may_enter, may_read
from deploy.local.claim import LOCK, FolderRefusedError, claimed, prepare, running, stop_running
from deploy.local.leftovers import end_leftovers
from deploy.local.passwords import kept_password, write_privately
from deploy.local.places import name_of, postgres_places, temporary_folder
from deploy.local.ports import PortTakenError, free_port, hold, is_free, remembered_port
from deploy.local.processes import Process
from deploy.local.steps import Follower, StepFailedError, run_steps
from deploy.local.supervisor import LONGEST_PAUSE, pause_before
from deploy.local.waiting import TookTooLongError, happens, wait_until
from deploy.local.welcome import curl_lines, welcome

STRANGER = Account("stranger", 54321, 54321)


def test_a_port_is_remembered_as_long_as_nobody_takes_it(tmp_path: Path) -> None:
    port = remembered_port(tmp_path / "port")
    assert remembered_port(tmp_path / "port") == port
    with socket.create_server(("127.0.0.1", port)):
        assert remembered_port(tmp_path / "port") != port


def test_a_file_that_holds_no_port_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("no number", encoding="ascii")
    assert (tmp_path / "port").read_text(encoding="ascii") != str(remembered_port(tmp_path / "port"))
    assert int((tmp_path / "port").read_text(encoding="ascii")) > 0


def test_a_held_port_is_refused_to_the_next_stack_and_free_afterwards() -> None:
    port = free_port()
    with hold(port):
        assert not is_free(port)
        with pytest.raises(PortTakenError, match=f"Port {port} cannot be used"):
            hold(port)
    assert is_free(port)


def test_a_port_that_is_taken_on_the_ipv6_side_alone_is_not_free() -> None:
    try:
        other = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with other:
        assert not is_free(other.getsockname()[1])


def test_a_folder_in_use_is_refused_with_the_process_that_uses_it(tmp_path: Path) -> None:
    with claimed(tmp_path, "http://localhost:1"):
        found = running(tmp_path)
        assert found is not None
        assert (found.pid, found.url) == (os.getpid(), "http://localhost:1")
        with pytest.raises(FolderRefusedError, match=rf"process {os.getpid()}, http://localhost:1"):
            claimed(tmp_path, "http://localhost:2").__enter__()
    assert running(tmp_path) is None


def test_what_a_killed_stack_left_in_the_lock_file_is_no_claim(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text(f'{{"pid": {os.getpid()}, "url": "http://localhost:1"}}', encoding="utf-8")
    assert running(tmp_path) is None
    assert stop_running(tmp_path) is None
    with claimed(tmp_path, "http://localhost:2"):
        assert running(tmp_path) is not None


def test_nothing_runs_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert running(tmp_path / "nowhere") is None


def test_a_folder_with_something_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(FolderRefusedError, match="not ours"):
        prepare(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_folder_of_ours_is_taken_again(tmp_path: Path) -> None:
    prepare(tmp_path / "data")
    (tmp_path / "data" / "logs").mkdir()
    prepare(tmp_path / "data")


def test_a_password_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "projects"
    password = kept_password(file)
    assert kept_password(file) == password
    assert len(password) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_private_file_is_private_also_where_an_open_one_stood(tmp_path: Path) -> None:
    file = tmp_path / "passwords.conf"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o644)
    write_privately(file, "new")
    assert (file.read_text(encoding="utf-8"), stat.S_IMODE(file.stat().st_mode)) == ("new", 0o600)


def test_one_closed_folder_on_the_way_keeps_another_user_out() -> None:
    with temporary_folder() as folder:
        inner = folder / "open"
        inner.mkdir()
        inner.chmod(0o755)
        (inner / "file").touch(mode=0o644)
        assert may_enter(inner, STRANGER)
        assert may_read(inner / "file", STRANGER)
        folder.chmod(0o700)
        assert not may_enter(inner, STRANGER)
        assert not may_read(inner / "file", STRANGER)
        assert may_enter(inner, Account("owner", folder.stat().st_uid, folder.stat().st_gid))
        folder.chmod(0o755)


def test_postgresql_stays_in_a_folder_that_its_user_may_enter() -> None:
    with temporary_folder() as folder:
        places = postgres_places(folder / "data" / "postgres", STRANGER, elsewhere=folder / "elsewhere")
        assert places.home == folder / "data" / "postgres"
        assert may_enter(places.home, STRANGER)
        assert may_read(places.programs / "postgres", STRANGER)


def test_postgresql_goes_elsewhere_when_its_user_may_not_enter() -> None:
    with temporary_folder() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        places = postgres_places(closed / "data" / "postgres", STRANGER, elsewhere=folder / "elsewhere")
        assert places.home.parent == folder / "elsewhere"
        assert may_enter(places.home, STRANGER)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert not (closed / "data").exists()


def test_no_two_paths_share_a_name() -> None:
    paths = ["/root/a-b", "/root/a/b", "/root/A-b", "/" + "long/" * 40 + "a", "/" + "long/" * 40 + "b"]
    names = {name_of(Path(path)) for path in paths}
    assert len(names) == len(paths)
    assert all(len(name) < 80 for name in names)
    assert name_of(Path("/root/a-b")).startswith("root-a-b-")


def test_what_keeps_ending_is_started_again_later_each_time_but_never_given_up() -> None:
    pauses = [pause_before(endings) for endings in range(1, 40)]
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_failed_step_is_named_and_not_those_that_were_stopped_for_it(tmp_path: Path) -> None:
    steps = {
        "The long one": Process(["sleep", "60"], log=tmp_path / "long"),
        "The bad one": Process(["sh", "-c", "echo what went wrong; exit 3"], log=tmp_path / "bad"),
    }
    with pytest.raises(StepFailedError, match=r"The bad one failed \(exit code 3\)") as failure:
        run_steps(steps, seconds=10, heed=lambda: None)
    assert failure.value.log_tail == "what went wrong"
    assert not any(step.running for step in steps.values())


def test_a_step_that_does_not_end_is_ended(tmp_path: Path) -> None:
    endless = Process(["sleep", "60"], log=tmp_path / "log")
    with pytest.raises(StepFailedError, match=r"The endless one was not done after 0\.1 s"):
        run_steps({"The endless one": endless}, seconds=0.1, heed=lambda: None)
    assert not endless.running


def test_steps_are_ended_when_the_person_gives_up(tmp_path: Path) -> None:
    endless = Process(["sleep", "60"], log=tmp_path / "log")

    def give_up() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_steps({"The endless one": endless}, seconds=10, heed=give_up)
    assert not endless.running


def test_a_follower_hands_on_whole_lines_that_are_new(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"of last time\n")
    heard: list[str] = []
    follower = Follower(log, heard.append)
    with log.open("ab") as file:
        file.write(b"first\nsec")
    follower.catch_up()
    assert heard == ["first"]
    with log.open("ab") as file:
        file.write(b"ond\n")
    follower.catch_up()
    assert heard == ["first", "second"]


def test_another_program_that_got_an_old_process_id_is_left_alone(tmp_path: Path) -> None:
    said: list[str] = []
    with subprocess.Popen(["sleep", "60"]) as other:
        (tmp_path / "nats.pid").write_text(f"{other.pid}\n", encoding="ascii")
        end_leftovers(tmp_path, said.append)
        assert other.poll() is None
        other.kill()
    assert said == []
    assert list(tmp_path.iterdir()) == []


def test_waiting_ends_at_its_deadline_and_says_what_for() -> None:
    assert happens(lambda: True, within=0)
    assert not happens(lambda: False, within=0.01)
    with pytest.raises(TookTooLongError, match=r"Waited 0\.01 s for the moon\."):
        wait_until(lambda: False, "the moon", seconds=0.01)


@pytest.mark.parametrize("space", ["", " "])
def test_the_line_that_gets_a_token_finds_it_in_the_answer(space: str) -> None:
    line = curl_lines("http://localhost:1", "digital-office", "secret").splitlines()[0]
    pick = line.split(" | ", 1)[1].removesuffix(")")
    answer = f'{{"token_type":"Bearer","access_token":{space}"ey.Jh-b_G","expires_in":900,"scope":"a b"}}'
    picked = subprocess.run(["sh", "-c", pick], input=answer, capture_output=True, text=True, check=True)
    assert picked.stdout.strip() == "ey.Jh-b_G"


def test_the_closing_text_gives_address_client_and_three_lines_to_try() -> None:
    text = welcome("http://localhost:8081", "digital-office", "s3cret", Path("/data"))
    assert "http://localhost:8081/\n" in text
    assert "s3cret" in text
    assert text.count("curl -s") == 3

"""Runs the end-to-end tests against the compose stack, which it brings up under its own name and takes down again."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BUILD, UP, LOAD, TESTS, DOWN = 900, 300, 300, 900, 120  # deadlines in seconds


def main() -> int:
    """Return the exit code of pytest, or 1 when the stack did not come up."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ |= {
        "COMPOSE_PROJECT_NAME": f"partnership-test-{secrets.token_hex(3)}",
        "PORT": str(port),
        "PUBLIC_URL": url,
        "CLOCK_MOVABLE": "true",
    }
    signal.signal(signal.SIGTERM, stop)
    try:
        bring_up()
        code = run_tests(url)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, RuntimeError) as failure:
        print(f"The compose stack did not come up: {failure}", flush=True)
        code = 1
    except BaseException:
        take_down(show_logs=False)
        raise
    take_down(show_logs=code != 0)
    return code


def bring_up() -> None:
    say("Building the images")
    compose("build", "--quiet", deadline=BUILD)
    say("Starting the stack")
    compose("up", "--detach", "--wait", "--wait-timeout", str(UP), "--quiet-pull", deadline=UP + 30)
    say("Waiting for the data to be loaded")
    loader = output("docker", "compose", "ps", "--all", "--quiet", "load")
    code = output("docker", "wait", loader, deadline=LOAD)
    if code != "0":
        raise RuntimeError(f"the loading step ended with exit code {code}")


def run_tests(url: str) -> int:
    say("Running the tests against it")
    show_secret = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "cat", "load", "/run/client/digital-office")
    environment = os.environ | {
        "PARTNERSHIP_URL": url,
        "PARTNERSHIP_CLIENT_ID": "digital-office",
        "PARTNERSHIP_CLIENT_SECRET": output("docker", "compose", *show_secret),
    }
    command = [sys.executable, "-m", "pytest", "tests/end_to_end", "tests/compose", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=TESTS).returncode


def take_down(*, show_logs: bool) -> None:
    if show_logs:
        print_logs()
    say("Taking the stack down")
    compose("down", "--volumes", "--remove-orphans", "--rmi", "local", "--timeout", "10", deadline=DOWN)


def print_logs() -> None:
    """Print what the containers say that failed, or, when none did, the four services."""
    lines = output("docker", "compose", "ps", "--all", "--format", "json").splitlines()
    containers = [json.loads(line) for line in lines]
    failed = [c["Service"] for c in containers if c["ExitCode"] != 0 or c["Health"] == "unhealthy"]
    names = failed or ["projects", "councils", "notifications", "reporting"]
    compose("ps", "--all", deadline=60)
    compose("logs", "--no-color", "--tail", "80", *names, deadline=60)


def compose(*arguments: str, deadline: float) -> None:
    subprocess.run(["docker", "compose", "--progress", "quiet", *arguments], cwd=ROOT, check=True, timeout=deadline)


def output(*command: str, deadline: float = 60) -> str:
    done = subprocess.run(command, cwd=ROOT, check=True, timeout=deadline, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def say(sentence: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {sentence}", flush=True)


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main())

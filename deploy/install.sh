#!/bin/sh
# Installs the locked dependencies into .venv, with the uv of this machine or one of our own in .tools.
# Arguments are handed on to `uv sync`, such as `--group bench` for what is not installed by default.
set -eu
cd "$(dirname "$0")/.."
uv_wanted=0.13.9

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

is_new_enough() { # is_new_enough PYTHON: 3.11 or later
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
for candidate in .venv/bin/python python3 python3.11 python3.12 python3.13 python3.14; do
    if is_new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "Python 3.11 or later is needed. $(
    if command -v python3 >/dev/null 2>&1; then
        echo "The python3 of this machine is $(python3 -c 'import platform; print(platform.python_version())')."
    else
        echo "There is no python3 on this machine."
    fi
) A newer one may stand beside it under its own name, such as python3.12."

# a uv on the PATH is taken when it really runs and knows our lock file; an older one is left alone
uv=uv
if ! uv --version 2>/dev/null | "$python" -c '
import re, sys
found = re.match(r"uv (\d+)\.(\d+)", sys.stdin.read())
sys.exit(not found or tuple(map(int, found.groups())) < (0, 8))'; then
    uv=.tools/bin/uv
    if [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$uv_wanted" ]; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || fail \
            "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"
        echo "Installing uv $uv_wanted into .tools"
        "$python" -m venv --clear .tools
        .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_wanted" || fail \
            "uv could not be installed; what pip says is above."
    fi
fi

echo "Installing the locked dependencies into .venv"
unset VIRTUAL_ENV
UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never "$uv" sync --frozen --quiet --compile-bytecode --python "$python" "$@" || fail \
    "The dependencies could not be installed; what uv says is above."

#!/usr/bin/env bash
# Installs everything that the checks need, the browser included, and runs them all: format, lint, types, tests.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements-dev.txt

if ! command -v "${STEEPEST_CHROMIUM:-chromium}" >/dev/null && ! command -v chromium-browser google-chrome >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq chromium >/dev/null
fi

.venv/bin/ruff format --check .
.venv/bin/ruff check .
.venv/bin/pyright

# The mathematics on all cores, then the browser, twice at most, for each has a server beside it. A filter such as
# `-k name` may leave one of the two empty.
filter="$*"
run() { .venv/bin/pytest "$@" || { [ $? = 5 ] && [ -n "$filter" ]; }; }
run -m "not browser" -n auto "$@"
run -m browser -n 2 --dist loadfile "$@"

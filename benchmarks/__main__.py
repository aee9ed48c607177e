"""`python -m benchmarks` measures everything and prints one table; `python -m benchmarks core` only that part."""

import argparse
import importlib
import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.lines import Line

PARTS = ("core", "data", "stage", "crowd", "glass", "space", "panels", "strangers", "startup", "lecture")
HEADINGS = ("what", "median", "also", "target", "how")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; none: all")
    chosen = parser.parse_args().parts or PARTS
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"there is no part called {', '.join(sorted(unknown))}")
    print(header(), flush=True)
    lines = [line for part in chosen for line in importlib.import_module(f"benchmarks.{part}").measure()]
    print(table(lines))
    print(f"\nLoad average at the end: {_load()}.")


def header() -> str:
    """Machine, versions, load: what the numbers depend on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "numpy", "plotly", "sympy"))
    return "\n".join(
        [
            f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()}; "
            "server and browser share it; graphics in software unless the browser finds a card.",
            f"Versions: Python {platform.python_version()}, {packages}, {_browser()}.",
            f"Load average at the start: {_load()}. Medians over repeats; “missed” marks a target out of reach.",
            "",
        ]
    )


def table(lines: list[Line]) -> str:
    """The lines as Markdown."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS)]
    for line in lines:
        target = f"{line.target} (**missed**)" if line.missed else line.target
        rows.append((line.what, line.typical, line.also, target, line.how))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"


def _browser() -> str:
    names = (os.environ.get("STEEPEST_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if path is None:
        return "no Chromium"
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return " ".join(told[:2]) or "Chromium of unknown version"


def _load() -> str:
    return ", ".join(f"{one:.2f}" for one in os.getloadavg())


if __name__ == "__main__":
    main()

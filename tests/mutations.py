"""Whether the tests notice a wrong rule: `python -m tests.mutations` breaks each in every declared way.

Each mutant is made in a copy of the package; the tests of its rule then run there up to the first failure. Prints a
table; ends with 1 if a mutant survives. Names of rules as arguments: only theirs.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("optimizers", "sympy_lock.py", "pyproject.toml", "tests/losses.py", "tests/data")
SUITE = tuple(
    f"tests/test_optimizers_{part}.py"
    for part in ("second", "golden", "identities", "proof", "run", "search", "algebra", "schedules")
)
WITHOUT_NAMES = "identities or search or algebra"  # tests that concern a rule without naming it
PATIENCE = 120.0  # seconds; a mutant whose tests do not end by then is noticed, too


def check(mutant: Mutant, root: Path = ROOT) -> str:
    """The mutated text of its file; ValueError where an old text does not stand there exactly once."""
    text = (root / mutant.file).read_text(encoding="utf-8")
    for old, _ in mutant.edits:
        if text.count(old) != 1:
            raise ValueError(f"{mutant.file} has {text.count(old)} times, not once: {old!r} ({mutant.says})")
    for old, new in mutant.edits:
        text = text.replace(old, new, 1)
    return text


@contextmanager
def copy() -> Iterator[Path]:
    """A folder with the optimizers and their tests, and with nothing else."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        (folder / "tests").mkdir()
        for part in (*NEEDED, *SUITE):
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / part, folder / part)
        yield folder


def tried(mutant: Mutant, folder: Path) -> str:
    """The test that notices the mutant, made in such a copy; "" if none does."""
    path = folder / mutant.file
    original = path.read_text(encoding="utf-8")
    path.write_text(check(mutant, folder), encoding="utf-8")
    try:
        if mutant.file.endswith("schedules.py"):
            return failure(folder, SUITE[-1:])
        first = failure(folder, SUITE[:2], mutant.rule)  # most are noticed there: the other files need not be read
        return first or failure(folder, SUITE[2:-1], f"{mutant.rule} or {WITHOUT_NAMES}")
    finally:
        path.write_text(original, encoding="utf-8")


def failure(folder: Path, files: tuple[str, ...], chosen: str = "") -> str:
    """The first test that fails there; "" if all pass. RuntimeError if they do not even begin."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *files]
    own = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            [*command, *(("-k", chosen) if chosen else ())],
            cwd=folder,
            env=os.environ | own,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "(no end)"
    if ran.returncode == 0:
        return ""
    noticed = re.search(r"^FAILED tests/test_optimizers_(.*?)(?: - .*)?$", ran.stdout, re.MULTILINE)
    if ran.returncode != 1 or noticed is None:
        raise RuntimeError(f"The tests did not run:\n{ran.stdout}{ran.stderr}")
    return noticed[1]


def results(mutants: tuple[Mutant, ...], jobs: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and the test that notices it, in their order. RuntimeError if a test fails without any mutant."""
    with ExitStack() as stack:
        folders: SimpleQueue[Path] = SimpleQueue()
        for _ in range(jobs):
            folders.put(stack.enter_context(copy()))

        def work(mutant: Mutant) -> str:
            folder = folders.get()
            try:
                return tried(mutant, folder)
            finally:
                folders.put(folder)

        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        stack.callback(pool.shutdown, cancel_futures=True)
        yield from zip(mutants, pool.map(work, mutants), strict=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("rules", nargs="*", metavar="rule", help="ids of optimizers and schedules; none: all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time")
    given = parser.parse_args()
    if unknown := set(given.rules) - {mutant.rule for mutant in MUTANTS}:
        parser.error(f"there is no mutant of {', '.join(sorted(unknown))}")
    mutants = tuple(mutant for mutant in MUTANTS if not given.rules or mutant.rule in given.rules)
    for mutant in mutants:
        check(mutant)
    with copy() as folder:
        if failing := failure(folder, SUITE):
            raise RuntimeError(f"Without any mutant, this fails already: {failing}")
    survivors = 0
    print("| rule | slip | noticed by |\n| --- | --- | --- |")
    for mutant, noticed in results(mutants, given.jobs):
        survivors += not noticed
        print(f"| {mutant.rule} | {mutant.says} | {noticed or '**nothing**'} |", flush=True)
    print(f"\n{len(mutants)} mutants, {survivors} survived.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())

"""Declared maxima bind everywhere: in what the server takes, and in what it keeps."""

import importlib
import re
import tomllib

from experiments import limits
from surfaces.formula import limits as formula
from tests.test_layers import ROOT


def test_the_server_takes_no_more_than_is_declared():
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]
    assert server["maxUploadSize"] * 1_000_000 == limits.OWN_BYTES
    assert server["maxWidgetStateSize"] * 1_000_000 > limits.OWN_BYTES


def test_the_readme_lists_what_is_declared():
    _, table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Limits\n")
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table.partition("\n## ")[0], re.MULTILINE))
    declared = {
        "a race": (limits.RACERS, limits.STEPS[1]),
        "a swarm": (limits.SWARM[1], limits.SWARM_SAMPLES),
        "a map": (limits.GRID[-1],),
        "a formula": (
            formula.LENGTH,
            formula.DEGREE,
            int(formula.EXPONENT),
            formula.WORKERS,
            int(formula.SECONDS),
            formula.MEMORY // 2**20,
        ),
        "own samples": (limits.OWN_ROWS, limits.OWN_BYTES // 1_000_000, limits.DATA_IN_LINK),
        "a link; a question over HTTP": (limits.LINK, limits.QUESTION),
        "work for all visitors at once": (limits.QUICK, limits.LONG, limits.SWARMS, limits.WAITING, formula.WAITING),
    }
    told = {row: tuple(int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", text)) for row, text in rows.items()}
    del told["of"]
    assert told == declared


FOLDERS = ("optimizers", "surfaces", "experiments", "figures", "components", "ui")
CLOSED = {  # caches without a bound, whose arguments are few by declaration
    "components.racers.symbol": "the symbols of declared hyperparameters",
    "experiments.update.source": "the listed optimizers",
    "surfaces.batch.error": "two kinds of errors, three orders",
    "surfaces.regression.error_tree": "two kinds of errors",
    "ui.lesson.text_of": "the lessons",
}


def caches():
    """Every cached function of the project by its name, with the number of its results that are kept."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if name == "ui.frame":  # it runs when it is imported: it is the visitors' script
                continue
            module = importlib.import_module(name)
            holders = [module, *(one for one in vars(module).values() if isinstance(one, type))]
            for one in (thing for holder in holders for thing in vars(holder).values()):
                if hasattr(one, "cache_parameters") and one.__module__ == module.__name__:
                    takes = one.__wrapped__.__code__.co_argcount
                    yield f"{one.__module__}.{one.__qualname__}", one.cache_parameters()["maxsize"], takes


def test_every_cache_is_bounded():
    found = list(caches())
    assert len(found) > 20
    without = {name for name, most, takes in found if most is None and takes}
    assert without == set(CLOSED)
    assert all(most <= 4096 for _, most, _ in found if most is not None)


def test_nothing_else_caches():
    """Streamlit's own caches have no bound unless they are told one; there are none."""
    for folder in (*FOLDERS, "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            assert "st.cache_" not in path.read_text(encoding="utf-8"), path

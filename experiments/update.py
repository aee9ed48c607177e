"""One update told twice: its equations as symbols, and each line with the numbers of this very step.

The numbers come from evaluating the displayed equations; `tests/test_explain.py` holds them to what `step` recorded.
"""

import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import cache

from experiments import typeset
from experiments.record import Array, Record
from optimizers import Optimizer, proof

BLANK = re.compile(
    r"(?P<sign>[-+] |\\times )?(?P<left>\\left\()?"
    + proof.BLANK.format(r"(?P<name>\w+)")
    + r"(?P<right>\\right\))?(?P<power>\^)?"
)
SHORT = 2  # mentions of a matrix (begin and end) in what still leaves room for the result beside it


@dataclass(frozen=True)
class Line:
    """One line of an update: what it does in words, `symbol = rule`, and this step's numbers, "" before the first."""

    says: str
    symbol: str
    rule: str
    filled: str  # the rule with numbers in the place of symbols; "" for what a search found
    result: str

    @property
    def latex(self) -> str:
        """All of it, one below the other at the equals sign; what is short enough side by side."""
        numbers = [text for text in (self.filled, self.result) if text]
        if self.filled.count("matrix") <= SHORT and "cases" not in self.filled:
            numbers = [" = ".join(numbers)] if numbers else []
        rows = [f"{self.symbol} &= {self.rule}", *(f"&= {text}" for text in numbers)]
        return r"\begin{aligned} " + r" \\[0.4em] ".join(rows) + r" \end{aligned}"


@dataclass(frozen=True)
class Update:
    """The update that led to step t; t = 0: none has run."""

    t: int
    lines: tuple[Line, ...]
    values: dict[str, Array]  # every quantity by name


def update(record: Record, step: int) -> Update:
    """The update that led to `step`; after a divergence the one that diverged."""
    t = min(step, record.steps if record.diverged_at is None else record.diverged_at)
    known = values(record, t) if t else {}
    return Update(t, tuple(_line(line, known, record.optimizer) for line in proof.lines(record.optimizer)), known)


def values(record: Record, t: int) -> dict[str, Array]:
    """Every quantity of update t = 1, 2, ..., from the displayed equations at the point and state before it."""
    return proof.quantities(
        record.optimizer,
        record.seen(t),
        record.theta[None, t - 1],
        record.states[t - 1],
        record.states[t],
        float(record.rate[t - 1]),
        t,
    )


def _line(line: proof.Line, known: dict[str, Array], optimizer: Optimizer) -> Line:
    rule = line.latex.removeprefix(f"{line.symbol} = ")
    filled = result = ""
    if known:
        exact = {"t", "base_lr", *proof.settings(optimizer), *(["lr"] if known["lr"] == optimizer.lr else [])}
        texts = {
            name: typeset.quantity(known[name], typeset.EXACT if name in exact else typeset.DIGITS)
            for name in line.needs
        }
        if line.compute:
            filled = BLANK.sub(lambda found: _fill(found, texts), line.blank)
        result = typeset.quantity(known[line.name])
    return Line(line.equation.says, line.symbol, rule, filled, result)


def _fill(found: re.Match[str], texts: dict[str, str]) -> str:
    """A number in the place of a symbol, in brackets where its own sign or power would be misread."""
    text = texts[found["name"]]
    sign, left, right, power = (found[part] or "" for part in ("sign", "left", "right", "power"))
    matrix = "matrix" in text
    if matrix and left and right:  # it has brackets of its own
        left = right = ""
    if not left and ((text.startswith("-") and (sign or power)) or ("10^" in text and not matrix and power)):
        text = rf"\left({text}\right)"
    return sign + left + text + right + power


def seen_as(record: Record) -> str:
    """What the racer's loss is, where it is not the surface's own."""
    shared = record.conditions
    words = [f"over a batch of {shared.batch:,} samples"] if shared.batch else []
    words += [f"noise σ = {shared.noise:g}"] if shared.noise else []
    words += [f"norm clipped at {shared.clip:g}"] if shared.clip else []
    return " and ".join(words)


@cache
def source(rule: type[Optimizer]) -> str:
    """The Python that ran: the `step` of a rule, as it stands in its file."""
    return textwrap.dedent(inspect.getsource(rule.step))


def sources(optimizer: Optimizer) -> tuple[tuple[str, str], ...]:
    """Name and `step` of the rule and, inside a wrapper, of what it goes around."""
    inner = sources(optimizer.inner) if optimizer.inner else ()
    return ((optimizer.name, source(type(optimizer))), *inner)

"""The catalogue: what is known of every optimizer, schedule and surface, from their own declarations, ready to show."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from experiments import link, typeset
from experiments.experiment import Experiment, first_look
from experiments.presets import preset_of
from experiments.stories import OPTIMIZER_STORIES, SCHEDULE_STORIES
from experiments.stories.story import Limit, Story
from optimizers import OPTIMIZERS, SCHEDULES, Hyper, Optimizer, Schedule, latex_lines
from surfaces import GROUPS, PROBLEMS, SURFACES, Fit, Param, Surface, fit
from surfaces.critical_points import CriticalPoint, CriticalPoints, critical_points_of

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
RULES: Mapping[str, type[Optimizer] | type[Schedule]] = {**OPTIMIZERS, **SCHEDULES}
FEW = 4  # points of a kind that are listed; of more only the number is told, and the lowest minima
SAME = 1e-9  # losses that differ by less are one
ROOT = re.compile(r"sqrt\((\d+)\)")
MINUS = str.maketrans("-", "−")


@dataclass(frozen=True)
class Setting:
    symbol: str  # LaTeX, as are the numbers
    default: str
    low: str
    high: str
    help: str


@dataclass(frozen=True)
class Limiting:
    """What a rule becomes with these settings, as LaTeX: `of` are those of the other."""

    settings: tuple[str, ...]
    name: str
    of: tuple[str, ...]
    when: str


@dataclass(frozen=True)
class Entry:
    """One card."""

    id: str
    name: str
    family: str
    paper: str
    year: str  # "" for what nobody has published
    differs: str  # where other codes do otherwise
    text: str  # what it is for
    claim: str  # what its race shows
    query: str  # of the link to that race; "" for what nobody has written about yet
    equations: tuple[str, ...]  # LaTeX
    settings: tuple[Setting, ...]
    becomes: tuple[Limiting, ...] = ()
    critical: tuple[str, ...] = ()  # a sentence for each kind of critical points


def families(part: str) -> tuple[str, ...]:
    """What the entries of a part can be filtered by, in their order."""
    return tuple(dict.fromkeys(entry.family for entry in PARTS[part]() if entry.family))


def found(part: str, family: str | None = None, words: str = "") -> tuple[Entry, ...]:
    """The entries of a part that belong to a family, and whose id, name or paper holds every one of the words.

    One that is called exactly so comes first.
    """
    held = (e for e in PARTS[part]() if family in (None, e.family) and _holds(e, words))
    return tuple(sorted(held, key=lambda e: e.name.casefold() != words.strip().casefold()))


def _holds(entry: Entry, words: str) -> bool:
    text = f"{entry.id} {entry.name} {entry.paper}".casefold()
    return all(word in text for word in words.casefold().split())


@lru_cache(maxsize=1)
def optimizers() -> tuple[Entry, ...]:
    return tuple(
        _rule(o(), OPTIMIZER_STORIES.get(name), o.family, o.source(), latex_lines(o()))
        for name, o in OPTIMIZERS.items()
    )


@lru_cache(maxsize=1)
def schedules() -> tuple[Entry, ...]:
    return tuple(_rule(s(), SCHEDULE_STORIES.get(name), s.family, s.source, s().latex) for name, s in SCHEDULES.items())


def _rule(
    rule: Optimizer | Schedule, story: Story | None, family: str, source: str, equations: tuple[str, ...]
) -> Entry:
    paper, differs = _source(source)
    return Entry(
        id=rule.id,
        name=rule.name,
        family=family,
        paper=paper,
        year=_year(paper),
        differs=differs,
        text=story.problem if story else "",
        claim=story.claim if story else "",
        query=link.text(story.experiment) if story else "",
        equations=equations,
        settings=_settings(rule.hypers().values()),
        becomes=tuple(_limiting(rule, limit) for limit in story.becomes) if story else (),
    )


@lru_cache(maxsize=1)
def surfaces() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            id=s.id,
            name=s.name,
            family=s.group,
            paper=_sentence(s.source),
            year=_year(s.source),
            differs="",
            text=s.teaches,
            claim=preset_of(s).shows,
            query=link.text(first_look(s.id)),
            equations=(s.symbolic_latex,),
            settings=_settings(s.params),
            critical=_least(s) if isinstance(s, Fit) else _critical(critical_points_of(s)),
        )
        for s in map(surface_of, (*sorted(SURFACES, key=lambda name: GROUPS.index(SURFACES[name].group)), *PROBLEMS))
    )


def race_of(part: str, entry_id: str) -> Experiment | None:
    """The race of a card; None if nobody has written about it yet."""
    if part == "surfaces":
        return first_look(entry_id)
    story = (OPTIMIZER_STORIES | SCHEDULE_STORIES).get(entry_id)
    return story.experiment if story else None


def surface_of(entry_id: str) -> Surface:
    """The surface of a card: a listed one, or the loss of a listed set of samples."""
    return SURFACES[entry_id] if entry_id in SURFACES else fit(PROBLEMS[entry_id])


PARTS = {"optimizers": optimizers, "schedules": schedules, "surfaces": surfaces}


def _source(text: str) -> tuple[str, str]:
    paper, _, differs = text.partition("Differs:")
    return _sentence(paper), _sentence(differs)


def _sentence(text: str) -> str:
    text = text.strip().removesuffix(".")
    return text[:1].upper() + text[1:]


def _year(paper: str) -> str:
    years = YEAR.findall(paper)
    return years[0] if years else ""


def _settings(declared: Iterable[Hyper | Param]) -> tuple[Setting, ...]:
    return tuple(Setting(h.latex, _number(h.default), _number(h.low), _number(h.high), h.help) for h in declared)


def _number(value: float) -> str:
    return typeset.latex(float(value), typeset.EXACT)


def _limiting(rule: Optimizer | Schedule, limit: Limit) -> Limiting:
    other = RULES[limit.into]
    name = "the rule inside" if isinstance(rule.inner, other) else other.name
    return Limiting(_equal(rule, limit.settings), name, _equal(other, limit.with_), limit.when)


def _equal(
    rule: Optimizer | Schedule | type[Optimizer] | type[Schedule], values: Mapping[str, float]
) -> tuple[str, ...]:
    """Settings as equations; without ε, which only keeps a divisor above zero."""
    hypers = rule.hypers()
    return tuple(f"{hypers[name].latex} = {_number(value)}" for name, value in values.items() if name != "eps")


def _critical(points: CriticalPoints) -> tuple[str, ...]:
    counts = Counter(p.kind for p in points.points)
    said = [_kind(kind, number, [p for p in points.points if p.kind == kind]) for kind, number in counts.items()]
    if points.curves:
        said.append("whole curves of points without slope")
    if not points.complete:
        said.append(f"{points.found} points without slope in all; the lowest {len(points.points)} are counted here")
    return tuple(said)


NAMES = {
    "minimum": ("minimum", "minima"),
    "maximum": ("maximum", "maxima"),
    "saddle": ("saddle", "saddles"),
    "degenerate": ("flat point", "flat points"),
    "kink": ("kink", "kinks"),
}


def _kind(kind: str, number: int, points: list[CriticalPoint]) -> str:
    one, many = NAMES[kind]
    if number > FEW:
        lowest = [p for p in points if p.value <= points[0].value + SAME] if kind == "minimum" else []
        named = ", ".join(_height(p) for p in lowest[:FEW])
        return f"{number} {many}" + (f", lowest {named}" if named else "")
    listed = ", ".join(_height(p) for p in points)
    return f"{one if number == 1 else many} {listed}"


def _least(loss: Fit) -> tuple[str, ...]:
    """The losses of samples are convex."""
    ((x, y),) = loss.minima
    minimum = CriticalPoint(x, y, float(loss.value((x, y))), "minimum")
    return (f"minimum {_height(minimum, 'L')}", "no other: the loss is convex")


def _height(point: CriticalPoint, letter: str = "f") -> str:
    """f(x, y) = value: exactly where that is proved, else in three digits."""
    places = point.exact or (_short(point.x), _short(point.y))
    shown = point.exact is not None or all(_is_short(c) for c in (point.x, point.y))
    equal = "=" if shown and _is_short(point.value) else "≈"
    return ROOT.sub(r"√\1", f"{letter}({', '.join(places)}) {equal} {_short(point.value)}").translate(MINUS)


def _short(value: float) -> str:
    if abs(value) < 5e-4:
        return "0"
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return text.translate(MINUS)


def _is_short(value: float) -> bool:
    """Whether three digits say all of it, but for rounding."""
    return abs(float(_short(value).replace("−", "-")) - value) <= 1e-9 * max(1.0, abs(value))

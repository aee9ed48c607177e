"""The title of a surface whose formula the visitor types: the field, how it was read, the map and the ranges.

A fragment of its own: while somebody types only this runs.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from components.formula_box import formula_box
from experiments import own_formula
from experiments.experiment import Experiment
from experiments.limits import FORMULA
from experiments.own_formula import FormulaRefused
from surfaces import FormulaError, TypedSurface
from surfaces.formula import typeset
from surfaces.formula.nodes import Call, Node, parts
from surfaces.formula.pool import POOL
from surfaces.formula.reader import read
from ui import state
from ui.title import picker, typeset_title

DECISIONS = "1/2x is x/2 · −x² is −(x²) · 2^3^2 is 2^(3^2) · e is Euler’s number · xy is x·y · a, b, c are dials"
EDGES = {
    "abs": "|u| has slope 0 where u = 0",
    "sign": "sign has slope 0 everywhere",
    "max": "max takes the slope of its first part where both are equal",
    "min": "min takes the slope of its first part where both are equal",
}
KINDS = {"minimum": "minimum", "kink": "minimum", "maximum": "maximum", "saddle": "saddle", "degenerate": "flat point"}
PLURAL = {"minimum": "minima", "maximum": "maxima", "saddle": "saddles", "flat point": "flat points"}
TICKET = 64  # characters


@dataclass
class Draft:
    """What stands in the field, and what was said of it. Kept in the session's memory only."""

    of: str = ""  # the text of the surface while this was typed
    text: str = ""
    error: FormulaError | None = None
    told: int = 0  # the serial of the browser's report that was taken last
    focus: int = 0  # times that the field was to be focused


def draft(surface: TypedSurface) -> Draft:
    """The session's draft; begun anew when the surface has another formula."""
    one: Draft = st.session_state.setdefault("formula_draft", Draft())
    if one.of != surface.text:
        one.of = one.text = surface.text
        one.error = None
    return one


def begin() -> None:
    """Make the formula of the present surface the visitor's own, to be edited."""
    found = own_formula.text_of(state.experiment().surface)
    if found is not None:
        state.change(lambda e: own_formula.with_formula(e, found[0]))
        surface = state.experiment().surface
        if isinstance(surface, TypedSurface):
            draft(surface).focus += 1


@st.fragment
def title() -> None:
    """The list of surfaces, the formula as it was read, the field, and what can be set beside it."""
    surface = state.experiment().surface
    if state.surface_changed() or state.page_is_behind() or not isinstance(surface, TypedSurface):
        st.rerun()
    one = draft(surface)
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        picker(surface, begin)
        typeset_title(_as_read(one, surface))
    with st.container(horizontal=True, key="own_formula"):
        error = one.error
        said = error and {"message": error.message, "start": error.start, "end": error.end, "fixes": error.fixes}
        formula_box(
            {
                "text": surface.text,
                "draft": one.text,
                "said": said,
                "told": one.told,
                "focus": one.focus,
                "notes": f"{_blank(surface)}{_found(surface)}{_edges(surface.reading.node)}",
                "decisions": DECISIONS,
            },
            on_draft=_take_draft,
            on_apply=_take_apply,
        )
        _settings(surface)


def _as_read(one: Draft, surface: TypedSurface) -> str:
    """How the draft was read, or, where it cannot be, the formula of the surface."""
    if one.error is not None or one.text == surface.text:
        return surface.symbolic_latex
    return f"f(x, y) = {typeset.latex(read(one.text))}"


def _blank(surface: TypedSurface) -> str:
    share = own_formula.undefined(surface)
    if share == 1:
        return "Not defined on this map, with these values. "
    return "Not defined where the map is blank. " if share else ""


def _found(surface: TypedSurface) -> str:
    counts = Counter(KINDS[kind] for _, _, kind in surface.found)
    words = [f"{n} {kind if n == 1 else PLURAL[kind]}" for kind in PLURAL if (n := counts[kind])]
    where = " × ".join(f"[{low:g}, {high:g}]" for low, high in surface.bounds).replace("-", "−")
    return f"Found in {where}: {', '.join(words)}; there may be more. " if words else ""


def _edges(node: Node) -> str:
    used = _functions(node)
    words = [text for name, text in EDGES.items() if name in used]
    return f"{'; '.join(words)}. " if words else ""


def _functions(node: Node) -> set[str]:
    own = {node.function} if isinstance(node, Call) else set()
    return own.union(*(_functions(part) for part in parts(node)))


def _take_draft() -> None:
    """A report of the field: what stands in it now. Everything in it is a stranger's."""
    sent = _sent("draft")
    surface = state.experiment().surface
    if sent is None or not isinstance(surface, TypedSurface):
        return
    one = draft(surface)
    one.text, one.told, one.error = sent["text"], sent["serial"], None
    try:
        read(one.text)
    except FormulaError as error:
        one.error = error


def _take_apply() -> None:
    """The wish to see the surface of what stands in the field."""
    sent = _sent("apply")
    surface = state.experiment().surface
    if sent is None or not isinstance(surface, TypedSurface):
        return
    one = draft(surface)
    one.told = sent["serial"]
    try:
        changed = own_formula.with_formula(state.experiment(), sent["text"], sent["ticket"])
    except FormulaRefused as refused:
        one.text, one.error = sent["text"], refused.error
        return
    state.change(lambda _: changed)


def _sent(name: str) -> dict[str, Any] | None:
    sent = state.sent("formula_box", name)
    if not isinstance(sent, dict) or not isinstance(sent.get("text"), str) or not isinstance(sent.get("serial"), int):
        return None
    ticket = sent.get("ticket")
    text = sent["text"][: FORMULA + 1]  # the reader refuses it, in words
    return {"text": text, "serial": sent["serial"], "ticket": ticket if isinstance(ticket, str) else ""}


def _settings(surface: TypedSurface) -> None:
    """The ends of the map and of the dials."""
    opened = st.popover("Map", key="own_map", type="tertiary", on_change="rerun", width="content")
    if not opened.open:
        return
    with opened:
        (left, right), (bottom, top) = surface.bounds
        ends = [left, right, bottom, top]
        for pair in ((0, 1), (2, 3)):
            for column, i in zip(st.columns(2), pair, strict=True):
                with column:
                    _end(own_formula.ENDS[i], f"map_end_{i}", ends[i], lambda e, v, i=i: _with_end(e, i, v))
        for p in surface.params:
            for column, (name, value, which) in zip(
                st.columns(2), ((f"{p.name} from", p.low, 0), (f"{p.name} to", p.high, 1)), strict=True
            ):
                with column:
                    key = f"range_{p.name}_{which}"
                    _end(name, key, value, lambda e, v, p=p, which=which: _with_range(e, p.name, which, v))


def _with_end(e: Experiment, i: int, value: object) -> Experiment:
    if not isinstance(e.surface, TypedSurface):
        return e  # a field that is gone: its last word comes after the surface
    ends: list[object] = [end for pair in e.surface.bounds for end in pair]
    if ends[i] == value:
        return e
    ends[i] = value
    return own_formula.with_bounds(e, ends)


def _with_range(e: Experiment, name: str, which: int, value: object) -> Experiment:
    for p in e.surface.params:
        ends: list[object] = [p.low, p.high]
        if p.name == name and isinstance(e.surface, TypedSurface) and ends[which] != value:
            ends[which] = value
            return own_formula.with_range(e, name, *ends)
    return e


def _end(label: str, name: str, value: float, change: Callable[[Experiment, Any], Experiment]) -> None:
    st.number_input(
        label,
        step=0.5,
        format="%g",
        **state.bound(name, value, state.edits(change)),
    )


async def stop(request: Request) -> Response:
    """Give up the work of that ticket, which only the browser that asked for it knows."""
    ticket = bytearray()
    async for part in request.stream():
        ticket += part
        if len(ticket) > TICKET:
            return Response(status_code=413)
    await run_in_threadpool(POOL.stop, ticket.decode("ascii", "replace"))
    return Response(status_code=204)

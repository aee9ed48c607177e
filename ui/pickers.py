"""The controls beside the stage, in the order of use: surface, racers, conditions."""

from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

import streamlit as st

from components import racers as racers_component
from experiments import experiment as edit
from experiments import typeset, wording
from experiments.experiment import CONSTANT, Experiment
from experiments.presets import preset_of
from optimizers import Schedule
from surfaces import Fit, TypedSurface
from ui import own_formula, state
from ui.formulas import aligned
from ui.title import picker, typeset_title


def surface() -> None:
    """The surface's name, which opens the list, and its formula."""
    chosen = state.experiment().surface
    if isinstance(chosen, TypedSurface):
        own_formula.title()
        return
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        picker(chosen, own_formula.begin)
        typeset_title(chosen.symbolic_latex)
        if not isinstance(chosen, Fit):
            st.button("Edit", key="edit_formula", type="tertiary", help="Edit this formula", on_click=own_formula.begin)
        if not edit.is_first_look(state.experiment()):
            st.button(
                "Preset",
                key="preset",
                type="tertiary",
                help=preset_of(chosen).shows,
                on_click=lambda: state.change(edit.with_preset),
            )


def title() -> None:
    """The surface's name and formula, where there is none to choose."""
    shown = state.experiment().surface
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.html(f'<b class="steepest-title">{escape(shown.name)}</b>', width="content")
        typeset_title(shown.symbolic_latex)


def racers() -> None:
    racers_component.racers(state.experiment())


def rates() -> None:
    """The schedules that run, as equations with the numbers of their racers: the strip draws them."""
    e = state.experiment()
    timed = [racer for racer in e.racers if racer.on and racer.schedule != CONSTANT]
    if not timed:
        return
    with st.container(key="rates"):
        for racer in timed:
            lines = _filled(racer.schedule, racer.optimizer.lr, e.steps)
            st.markdown(f"{wording.label(racer, e)}: its rate after $t$ updates\n\n{aligned(lines)}")


@lru_cache(maxsize=256)
def _filled(schedule: Schedule, lr: float, steps: int) -> tuple[str, ...]:
    return schedule.filled(lr, steps, lambda number: typeset.latex(number, typeset.EXACT))


def conditions() -> None:
    """The line that says what is the same for all; it opens what can be set there."""
    e = state.experiment()
    with st.container(horizontal=True, vertical_alignment="center", key="conditions_line"):
        st.markdown(wording.conditions(e))
        opened = st.popover("Change", key="conditions", type="tertiary", on_change=state.stays, width="content")
    if not opened.open:
        return
    with opened:
        if not isinstance(e.surface, TypedSurface):
            st.markdown(preset_of(e.surface).shows if edit.is_first_look(e) else e.surface.teaches)
        left, right = st.columns(2)
        first, second = (f"Start {typeset.plain(name)}" for name in e.surface.coordinates)
        with left:
            _number(first, "start_x", e.start[0], lambda e, v: edit.with_start(e, v, e.start[1]))
        with right:
            _number(second, "start_y", e.start[1], lambda e, v: edit.with_start(e, e.start[0], v))
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            _number("Steps", "steps", e.steps, edit.with_steps)
        with right:
            _one_rate(e)
        shared = e.conditions
        left, middle, right = st.columns(3)
        with left:
            _number("Gradient noise σ", "noise", shared.noise, edit.with_noise)
        with middle:
            _number("Seed", "seed", shared.seed, edit.with_seed)
        with right:
            _number("Clip at norm, 0: off", "clip", shared.clip, edit.with_clip)


def _one_rate(e: Experiment) -> None:
    st.toggle(
        "One η for all",
        help="Every η dial moves all of them.",
        **state.bound("one_rate", e.one_rate, state.edits(edit.with_one_rate)),
    )


def _number(label: str, name: str, value: float, change: Callable[[Experiment, Any], Experiment]) -> None:
    """A field without ends of its own: Streamlit would only colour what is beyond them; a refusal has words."""
    step = 1 if isinstance(value, int) else 0.01
    st.number_input(
        label,
        step=step,
        format=None if isinstance(value, int) else "%g",
        **state.bound(name, value, state.edits(change)),
    )

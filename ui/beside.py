"""The mathematics beside the picture: switches under the stage, and the panels that they open.

A fragment of its own: while the player plays or a hand drags nothing runs here, and when both rest only this does.
"""

from dataclasses import replace
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from components.follow import follow
from experiments import experiment as edit
from experiments import link
from experiments.experiment import PANELS, Experiment, Racer
from experiments.limits import RACERS, Refused, read_number, read_whole
from experiments.record import followed, record
from experiments.wording import label
from figures.palette import RACERS as COLOURS
from figures.palette import THEMES
from optimizers.run import watched
from ui import equations_panel, numbers_panel, state, taylor_panel, traces_panel
from ui.quick import answered
from ui.tickets import with_ticket
from ui.view import View
from ui.work import Late, patient

EM = (8, 64)  # pixels
NAMES = {"equations": "Equations", "taylor": "Taylor", "numbers": "Numbers", "traces": "Traces"}


@st.fragment
def panels() -> None:
    """The switches and whatever they have opened."""
    opened = state.experiment().panels
    e, racer = _followed()
    view, late, why = None, None, "No racer is on. Switch one on, and its mathematics appears here."
    try:
        with watched(patient()):
            view = _view(e, racer) if opened and racer else None
    except Late:
        late = racer and {"link": _link(e, racer), "slot": racer.slot}
        why = "This run takes long. Its mathematics appears here when it has been computed and the player rests."
    with st.container(horizontal=True, vertical_alignment="center", key="switches"):
        _switches(opened)
        if view:
            _whose(view)
    if opened:
        with st.container(key="open_panels"):
            if view:
                _show(view, opened)
            else:
                st.markdown(why)
    one = state.session()
    known = {key: getattr(one.standing, key) for key in ("step", "chosen", "theme", "em")}
    known |= {"loads": one.loads, "serial": one.answer.get("serial")}
    follow({"open": list(opened), "told": one.standing.told, "view": known, "late": late}, on_view=_take)
    state.run_ends()


def _switches(opened: tuple[str, ...]) -> None:
    st.pills(
        "Panels",
        PANELS,
        format_func=lambda name: NAMES[name],
        selection_mode="multi",
        label_visibility="collapsed",
        **state.bound("panels", list(opened), state.edits(edit.with_panels)),
    )


def _whose(view: View) -> None:
    colour = COLOURS[view.theme][view.slot]
    st.html(
        f'<p class="steepest-followed"><span style="background:{colour}"></span>'
        f"<b>{view.name}</b>step {view.step} of {view.record.steps}</p><p>Pause, and it follows.</p>"
    )


def _show(view: View, opened: tuple[str, ...]) -> None:
    if "traces" in opened:
        traces_panel.show(view)
    both = "equations" in opened and "taylor" in opened
    left, right = st.columns(2, gap="large") if both else (st.container(), st.container())
    if "equations" in opened:
        with left:
            equations_panel.show(view)
    if "taylor" in opened:
        with right:
            taylor_panel.show(view, wide=not both)
    if "numbers" in opened:
        numbers_panel.show(view)


def _followed() -> tuple[Experiment, Racer | None]:
    """The settled experiment, and the racer that the panels are about."""
    one = state.session()
    e = one.experiment if one.settled or one.published is None else one.published
    return e, followed(e, one.standing.chosen)


def _view(e: Experiment, racer: Racer) -> View:
    one = state.session()
    return View(
        name=label(racer, e),
        slot=racer.slot,
        record=record(e, racer),
        step=min(one.standing.step, e.steps),
        theme=one.standing.theme or st.context.theme.type or THEMES[0],
        em=one.standing.em,
    )


def _link(e: Experiment, racer: Racer) -> str:
    """The link of what one racer's record needs, and of nothing else."""
    return with_ticket(link.text_to_compute(replace(e, racers=(racer,), circle=None, swarm=None)), e.surface)


async def recorded(request: Request) -> Response:
    """Answer {"link"} when the record of its racer has been computed, and is kept for the session that waits for it."""
    return await answered(request, _record, tells=True)


def _record(experiment: Experiment, _question: dict[str, Any]) -> dict[str, Any]:
    racer = followed(experiment, None)
    return {"count": record(experiment, racer).count if racer else 0}


def _take() -> None:
    """A report of the browser. Everything in it is a stranger's; what cannot be read changes nothing."""
    sent = state.sent("follow", "view")
    if not isinstance(sent, dict):
        return
    one = state.session()
    one.standing = replace(one.standing, told=one.standing.told + 1)
    chosen, theme = sent.get("chosen"), sent.get("theme")
    try:
        one.standing = replace(
            one.standing,
            step=read_whole(sent.get("step"), 0, one.experiment.steps, "Step"),
            chosen=None if chosen is None else read_whole(chosen, 0, RACERS - 1, "Chosen racer"),
            theme=theme if theme in THEMES else None,
            em=read_number(sent.get("em"), *EM, "The size of text"),
        )
    except Refused:
        return

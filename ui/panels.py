"""What a page shows of the present experiment."""

from dataclasses import replace
from typing import Any

import streamlit as st

from components import stage as stage_component
from components import swarm as swarm_component
from experiments import link, race
from experiments import swarm as crowd
from experiments.edits import edited
from experiments.experiment import Experiment, Racer
from experiments.link_keys import VIEW
from optimizers.run import watched
from ui import state
from ui.tickets import with_ticket
from ui.work import Late, patient

ON_STAGE = tuple(key for key in VIEW if key != "panels")  # they have their own place on the page


@st.fragment
def stage() -> None:
    """Mount the stage with the race of the present experiment.

    A fragment of its own: while a hand drags only this runs. What the rest of the page shows catches up when an edit
    settles that concerns it. The link goes first: the browser sends its next edit when it has seen the answer to this.
    """
    state.publish_link()
    if state.surface_changed():
        st.rerun()  # the ground stands outside this fragment: it travels once per surface
    one = state.session()
    e = one.experiment
    message = _race(e)
    if one.veiled:
        message |= {"runs": [], "circle": None}
        e = replace(e, step=0)
    message |= {"loads": one.loads, "answer": one.answer, "link": _quick_link(e)}
    message["view"] = {key: getattr(e, key) for key in ON_STAGE}
    stage_component.stage(message, on_edit=_take)
    if state.page_is_behind():
        st.rerun()
    state.run_ends()


def _race(e: Experiment) -> dict[str, Any]:
    """The race; where it takes long what there is of it: the page asks for the rest, and this session stays free."""
    runs: list[tuple[Racer, race.Run]] = []
    try:
        with watched(patient()):
            for one in race.one_by_one(e):
                runs.append(one)
            return stage_component.race_message(e, runs) | {"late": False}
    except Late:
        return stage_component.race_message(replace(e, circle=None), runs) | {"late": True}


def _quick_link(e: Experiment) -> str | None:
    """The link by which a moving hand may ask for paths; None where it must not show them yet."""
    return None if state.session().veiled else with_ticket(link.text(e), e.surface)


def swarm() -> None:
    """Mount the swarm of the present experiment, if it has one whose racer runs."""
    e = state.experiment()
    racer = crowd.racer_of(e)
    if racer is None:
        swarm_component.swarm({})
    else:
        swarm_component.swarm({"link": with_ticket(link.text_to_compute(e), e.surface), "slot": racer.slot})


def notes() -> None:
    """What the last link or edit could not do, in a place that is kept: else what is open below would close."""
    with st.container(key="notes"):
        if state.session().notes:
            st.warning("  \n".join(escaped(note) for note in state.session().notes), icon="⚠️")


def _take() -> None:
    """An edit of the hand, from the stage or the cards. Everything in it is a stranger's.

    On the picture of an older link it means nothing any more.
    """
    sent = state.sent("stage", "edit")
    if not isinstance(sent, dict) or sent.get("loads") != state.session().loads:
        return
    at = sent.get("at")
    state.change(lambda e: edited(e, sent), settled=sent.get("settled") is True, at=at if isinstance(at, str) else "")
    state.session().answer = {"serial": sent.get("serial"), "restart": sent.get("restart") is True}


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, whatever a stranger wrote into it."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|$~:" else c for c in text)

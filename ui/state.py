"""A visitor's session: one experiment, what there is to say about it, and its link.

The link in the address bar always shows the settled experiment, so reload, copy and the browser's back just work.
While something is being dragged only the session's experiment changes; the link follows when the hand rests.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from experiments import experiment as edit
from experiments import link, link_keys
from experiments.experiment import Experiment
from experiments.limits import QUESTION, Refused
from surfaces import Fit, Surface
from surfaces.samples import Data

UNDER_WAY = 5.0  # seconds in which the browser may not have heard of a link
EMBEDDING = ("embed", "embed_options")  # what Streamlit keeps of an address for itself


@dataclass(frozen=True)
class Standing:
    """Where the player stood when it last rested, as the link or the browser said."""

    step: int = 0
    chosen: int | None = None
    theme: str | None = None  # None: the browser has not said
    em: float = 16.0  # the size of the page's text, in pixels
    told: int = 0  # reports of the browser taken so far


@dataclass
class Session:
    """All that the server remembers of a visitor."""

    experiment: Experiment
    notes: tuple[str, ...]  # what the last edit or link could not do
    link: dict[str, list[str]]  # what this session last read from or wrote to the address bar
    sender: dict[str, list[str]] | None = None  # the address from which this run's edit came
    wrote: float = 0.0  # when it last wrote there, in seconds of a clock
    loads: int = 0  # links followed so far: a new one resets the player
    published: Experiment | None = None  # the experiment that the link shows
    drawn: Surface | None = None  # the surface whose ground the browser has
    settled: bool = True  # whether the hand rests
    shown: object = None  # what the page outside the stage shows
    answer: dict[str, object] = field(default_factory=dict)  # to the browser's last edit: its serial, restart
    standing: Standing = Standing()  # what the panels follow
    scene: str | None = None  # of a lesson: the one that is on stage
    veiled: bool = False  # of a lesson: whether the paths wait for a prediction


def session() -> Session:
    return st.session_state.session


def experiment() -> Experiment:
    return session().experiment


def follow_link(scenes: Mapping[str, Callable[[], Experiment]] | None = None) -> None:
    """Take the experiment from the address bar, if the address is not the one that this session wrote.

    The browser may send an edit before it has heard of the link after the last one: the address from which an edit
    comes is no news, unless the visitor has gone back to it. On the page of a lesson the address may name one of its
    scenes; the first stands for none.
    """
    params = _address()
    shown = link.without_view(params)
    before: Session | None = st.session_state.get("session")
    if before is not None and (shown == before.link or (shown == before.sender and not _went_back())):
        return
    if before is not None and _went_back() and time.monotonic() - before.wrote < UNDER_WAY:
        _say_again()  # lest the news of the link before take its place
    scene = None
    if scenes:
        asked = next(iter(params.get("scene", ())), "")
        scene = asked if asked in scenes else next(iter(scenes))
    if "surface" in params or not scenes or scene is None:
        experiment, notes = link.decode(params, kept=own_samples()) if params else (edit.default(), ())
    else:
        experiment, notes = scenes[scene](), ()
    st.session_state.session = Session(
        experiment,
        notes,
        link=shown,
        loads=before.loads + 1 if before else 1,
        published=experiment,
        standing=Standing(experiment.step or 0, experiment.chosen),
        scene=scene,
    )


def _address() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def _went_back() -> bool:
    """Whether this run comes from the browser's back or forward; Streamlit tells so in no other place."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def _say_again() -> None:
    """Write the address of this run to the letter: Streamlit's page takes another spelling of it for another address,
    and that for a new entry of the browser's history, after which there is no way forward."""
    run = get_script_run_ctx()
    assert run is not None
    news = ForwardMsg()
    news.page_info_changed.query_string = run.query_string
    run.enqueue(news)


def _read(search: str) -> dict[str, list[str]]:
    found = parse_qs(search.removeprefix("?")[:QUESTION], keep_blank_values=True)
    return {key: values for key, values in found.items() if key not in EMBEDDING}


def own_samples() -> Data | None:
    """The visitor's own samples, where they are too long for a link."""
    return st.session_state.get("own_samples")


def reopen(scenes: Mapping[str, Callable[[], Experiment]]) -> None:
    """The scene on stage as it opened, whatever was done with it."""
    stays()
    one = session()
    if one.scene is not None:
        one.experiment, one.notes, one.settled = scenes[one.scene](), (), True
        one.loads += 1


def stays() -> None:
    """The visitor did something that leads nowhere else: the address from which it comes is no news."""
    session().sender = link.without_view(_address())


def change(how: Callable[[Experiment], Experiment], settled: bool = True, at: str | None = None) -> None:
    """Replace the experiment by `how(experiment)`; a refusal leaves it as it is and says why.

    `at` is the query string of the address from which the edit comes, where that may not be the one of this run.
    """
    one = session()
    one.sender = link.without_view(_address() if at is None else _read(at))
    try:
        one.experiment, one.notes = how(one.experiment), ()
    except Refused as refused:
        one.notes = (str(refused),)
    one.settled = settled


def bound(name: str, value: object, take: Callable[[Any], None]) -> dict[str, Any]:
    """Key and callback of a field that shows this value of the session and gives `take` what the visitor makes of it.

    After another link it is another field, and the old one's callback does nothing: a report of the browser may be
    under way with the value that the old page had, and Streamlit takes that for a choice of the visitor.
    """
    loads = session().loads
    key = name if loads == 1 else f"{name}_{loads}"
    st.session_state[key] = value

    def changed() -> None:
        if session().loads == loads:
            take(st.session_state[key])

    return {"key": key, "on_change": changed}


def edits(how: Callable[[Experiment, Any], Experiment]) -> Callable[[Any], None]:
    """What a field does whose value goes into the experiment."""
    return lambda value: change(lambda e: how(e, value))


def sent(component: str, event: str) -> Any:
    """What a component said when its callback is called; None where its part of the page is gone.

    Its word may have been under way meanwhile: Streamlit hands it on all the same, and has forgotten the rest.
    """
    return st.session_state.get(component, {}).get(event)


def surface_to_draw() -> Surface:
    """The present surface, now sent to the browser."""
    session().drawn = experiment().surface
    return experiment().surface


def surface_changed() -> bool:
    """Whether the surface is no longer the one whose ground the browser has."""
    return session().drawn != experiment().surface


def page_is_shown() -> None:
    """Remember what the page outside the stage now shows."""
    session().shown = _outside()


def page_is_behind() -> bool:
    """Whether a settled edit concerns what the page outside the stage shows: cards, fields, messages."""
    return session().settled and session().shown != _outside()


def run_ends() -> None:
    """The edit that brought this run is taken: from now on an address that is not the session's is followed."""
    session().sender = None


def _outside() -> object:
    one = session()
    e = one.experiment
    if isinstance(e.surface, Fit):  # the scatter plot holds the batches
        return e, one.notes
    fields = e.start if e.swarm or st.session_state.get("conditions") else None  # are there only while they are open
    return e.racers, e.steps, e.conditions, e.swarm, e.one_rate, edit.is_first_look(e), one.notes, fields


def publish_link() -> None:
    """Write the settled experiment into the address bar; one entry of the browser's history per settled edit."""
    one = session()
    if not one.settled or one.experiment == one.published:
        return
    shown = link.without_view(link.encode(one.experiment)) | ({"scene": [one.scene]} if one.scene else {})
    one.published = one.experiment
    if shown != one.link:  # how it is looked at, the browser writes itself
        one.link, one.wrote = shown, time.monotonic()
        view = {key: values for key, values in _address().items() if key in link_keys.VIEW}
        st.query_params.from_dict(one.link | view)

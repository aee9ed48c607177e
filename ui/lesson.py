"""The page of a lesson: the stage with one of its scenes, and beside it a question, a prediction, and what to try."""

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from components.circle import circle
from components.lesson import lesson as lesson_component
from components.stage import ground
from experiments import lesson as texts
from experiments.derivations import DERIVATIONS
from experiments.experiment import Experiment
from experiments.lesson import Lesson, Prediction
from experiments.scenes import LESSONS
from ui import beside, data_picker, panels, pickers, state
from ui.caching import ground_message

PAGES = Path(__file__).resolve().parents[1] / "pages"
BACK = "b"  # the key that leads back to the scene's start
Extra = Callable[[Experiment], None]


@cache
def text_of(lesson_id: str) -> Lesson:
    return texts.read(lesson_id)


def show(
    lesson_id: str, picture: Extra | None = None, under: Extra | None = None, numbers: Extra | None = None
) -> None:
    """The whole page. `picture` stands above the prediction, `under` below the stage, `numbers` below the scenes."""
    one = text_of(lesson_id)
    scenes = {name: LESSONS[lesson_id][name] for name in one.scenes}
    state.follow_link(scenes)
    prediction = next((p for p in one.predictions if p.scene == state.session().scene), None)
    guess = _guesses().get((one.id, prediction.scene)) if prediction else None
    state.session().veiled = prediction is not None and guess is None
    state.page_is_shown()
    ground(ground_message(state.surface_to_draw()))
    stage, side = st.columns([7, 3], gap="medium")
    with stage:
        pickers.title()
        panels.stage()
        if under:
            under(state.experiment())
    with side, st.container(key="lesson_text"):
        with st.container(key="lesson_head"):
            _head(one)
            panels.notes()
        if picture:
            picture(state.experiment())
        if prediction:
            _predict(one, prediction, guess)
        _scene(one)
        circle()
        _tries(one)
        if numbers:
            numbers(state.experiment())
        if not state.session().veiled:
            pickers.racers()
            pickers.conditions()
            data_picker.samples()
        with st.expander("Mathematics"):
            st.markdown(_typeset(one))
        with st.expander("Slips you may have met"):
            st.markdown(one.slips)
        with st.container(key="remember"):
            st.markdown(one.remember)
    if not state.session().veiled:
        beside.panels()
        panels.swarm()
    lesson_component(len(_guesses()))


def _guesses() -> dict[tuple[str, str], int]:
    """What was predicted in this tab, by lesson and scene: the number of the option."""
    return st.session_state.setdefault("guesses", {})


def _head(one: Lesson) -> None:
    names = list(LESSONS)
    place = names.index(one.id)
    onward = names[place + 1] if place + 1 < len(names) else None
    links = '<a href="course">← Course</a><a href="./">Race</a>'
    if onward:
        links += f'<a href="{onward}">Next: {escape(text_of(onward).title)} →</a>'
    st.html(f'<nav class="steepest-lesson-top" aria-label="Lessons">{links}</nav>')
    st.header(one.title, anchor=False)
    st.markdown(one.question)


def _predict(one: Lesson, prediction: Prediction, guess: int | None) -> None:
    with st.container(key="prediction"):
        st.markdown(prediction.asks)
        if guess is None:
            for number, option in enumerate(prediction.options):
                st.button(
                    option,
                    key=f"option_{number}",
                    width="stretch",
                    on_click=_guess,
                    args=(one.id, prediction.scene, number),
                )
            st.caption("Predict first: the run starts with your choice.")
            return
        st.html(f'<p class="steepest-guess">Predicted: <b>{escape(prediction.options[guess])}</b></p>')
        with st.container(key="answer"):
            verdict = (
                "✓ So it is." if guess == prediction.right else f"✗ It is: {prediction.options[prediction.right]}."
            )
            st.markdown(f"**{verdict}** {prediction.answer}")


def _guess(lesson_id: str, scene: str, number: int) -> None:
    """A prediction is made: the paths may be seen, and the run starts."""
    _guesses()[lesson_id, scene] = number
    state.stays()
    state.session().loads += 1


def _scene(one: Lesson) -> None:
    """What to look at in the scene on stage."""
    shown = next((t for t in one.tries if t.scene == state.session().scene), None)
    if shown:
        with st.container(key="scene"):
            st.markdown(f"**{shown.title}.** {shown.text}")


def _tries(one: Lesson) -> None:
    """The scenes as links, and the way back to the start of this one."""
    with st.container(horizontal=True, key="tries"):
        if one.predictions:
            _link(one.id, one.predictions[0].scene, "Prediction")
        for each in one.tries:
            _link(one.id, each.scene, each.title)
        st.button(
            "Back to the start",
            key="back",
            shortcut=BACK,
            on_click=state.reopen,
            args=(LESSONS[one.id],),
            type="tertiary",
        )


def _link(lesson_id: str, scene: str, title: str) -> None:
    here = "here" if scene == state.session().scene else f"to_{scene}"
    with st.container(key=here):
        st.page_link(str(PAGES / f"{lesson_id}.py"), label=title, query_params={"scene": scene})


def _typeset(one: Lesson) -> str:
    """The mathematics, with the lines of its derivation in their places."""
    text = one.mathematics
    for name, line in DERIVATIONS[one.id]().items():
        text = text.replace(f"{{{{{name}}}}}", f"\n$$\n{line.latex}\n$$\n")
    return text

"""The data beside the stage of a lesson and of the race, and what the lesson on scaling shows of them below."""

import streamlit as st

from components.fit import fit
from experiments import noise_ball
from experiments import scalings as scaled
from experiments.experiment import Experiment
from experiments.typeset import html, latex
from experiments.wording import SCALES
from figures.bell import bell
from figures.curves import PLAIN
from figures.palette import RACERS, THEMES
from figures.sketch import drawing
from surfaces import Fit
from ui import state
from ui.panels import escaped as escape_text

EM = 16.0  # pixels, of the page's text


def samples() -> None:
    """The samples of the present race, if it has any."""
    if isinstance(state.experiment().surface, Fit):
        with st.container(key="samples"):
            scatter(state.experiment())


def scatter(e: Experiment) -> None:
    """The samples with the models of the racers; where a swarm runs, its noise ball in theory and as measured."""
    fit(e, None if state.session().veiled else noise_ball.of_swarm(e))


def scalings(e: Experiment) -> None:
    """Below the stage: three losses of the same data side by side."""
    if not isinstance(e.surface, Fit) or state.session().veiled:
        return
    slot = e.racers[0].slot if e.racers else 0
    colours = RACERS["light"][slot], RACERS["dark"][slot]
    cards = "".join(_card(one, e, colours) for one in scaled.scalings(e.surface, e.steps))
    says = f"The same samples in three scales, {e.steps} steps each at half of the largest stable rate."
    st.html(f'<div class="steepest-scalings"><p>{says}</p><div>{cards}</div></div>')


def statistics(e: Experiment) -> None:
    """The bell curve over the feature, and what is called what."""
    if not isinstance(e.surface, Fit) or state.session().veiled:
        return
    told = scaled.statistics(e.surface)
    with st.container(key="statistics"):
        st.plotly_chart(
            bell(e.surface.data.features[:, 0], st.context.theme.type or THEMES[0], EM),
            height=round(10 * EM),
            theme=None,
            config=PLAIN,
            alt="The feature under the bell curve of its mean and standard deviation.",
        )
        inside = " and ".join(f"{100 * share:.0f} %" for share in told.within)
        name = escape_text(e.surface.data.names[0])
        st.caption(f"{name}: of these {len(e.surface.data):,} values, {inside} lie there.")
        st.markdown(_statistics(told))


def _card(one: scaled.Scaled, e: Experiment, colours: tuple[str, str]) -> str:
    here = isinstance(e.surface, Fit) and one.surface.scaling == e.surface.scaling
    picture = drawing(one.surface, [(*colours, one.theta)])
    return (
        f"<figure{' class=here' if here else ''}>{picture}<figcaption><b>{SCALES[one.surface.scaling]}</b>"
        f"<span>κ = {html(one.condition, 3)}</span><span>2/λmax = {html(one.stable, 2)}</span>"
        f"<span>{_percent(one.left)} to go</span></figcaption></figure>"
    )


def _percent(share: float) -> str:
    return "0 %" if share < 5e-4 else "—" if share != share else f"{100 * share:.1f} %"


def _statistics(told: scaled.Statistics) -> str:
    """The definitions with the numbers of these data."""
    mean, spread = r"\textstyle\frac1n \sum", r"\operatorname{Var}"
    lines = [
        rf"{spread} x &= {mean} (x_i - \bar x)^2 = {latex(told.variance)}, \quad \bar x = {latex(told.mean)}",
        rf"\sigma &= \sqrt{{{spread} x}} = {latex(told.deviation)}",
        rf"\operatorname{{MSE}}(\bar y) &= {mean} (\bar y - y_i)^2 = {latex(told.error_of_mean)} = {spread} y",
    ]
    if told.error_of_model is not None:
        lines.append(rf"\operatorname{{MSE}}(\hat y) &= {mean} (\hat y_i - y_i)^2 = {latex(told.error_of_model)}")
    body = r" \\[0.3em] ".join(lines)
    return f"$$\n\\begin{{aligned}} {body} \\end{{aligned}}\n$$"

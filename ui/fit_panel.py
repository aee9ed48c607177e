"""The data beside the stage of a lesson."""

import streamlit as st

from components.fit import fit
from experiments import noise_ball
from experiments.experiment import Experiment, Racer, conditions_of
from experiments.swarm import cloud
from experiments.typeset import html
from surfaces import Fit
from ui import state


def scatter(e: Experiment) -> None:
    """The samples with the models of the racers; where a swarm runs, the noise ball in theory and as measured."""
    racer = next((r for r in e.racers if e.swarm and r.slot == e.swarm.slot and r.on), None)
    ball = _ball(e, racer) if racer and not state.session().veiled else None
    fit(e, ball)
    if ball and racer and isinstance(e.surface, Fit):
        found = noise_ball.measured(cloud(e, racer), e.surface)
        measured = f"the swarm's, over its last quarter: <b>{html(found, 3)}</b>" if found else "the swarm has left it"
        st.html(
            f"<p>Noise ball (dashed): distance to the minimum, root mean square. "
            f"Theory, at this rate for ever: <b>{html(ball, 3)}</b>; {measured}.</p>"
        )


def _ball(e: Experiment, racer: Racer) -> float | None:
    """The radius in theory: of gradient descent on batches drawn with replacement."""
    shared = conditions_of(e, racer)
    drawn = shared.batch and shared.drawing == "replaced" and isinstance(e.surface, Fit)
    if not drawn or racer.optimizer.id != "gradient_descent":
        return None
    assert isinstance(e.surface, Fit)
    return noise_ball.radius(e.surface, racer.optimizer.lr, shared.batch)

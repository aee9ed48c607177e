"""The race: choose a surface and optimizers, and watch them descend."""

import streamlit as st

from components.stage import ground
from ui import beside, panels, pickers, state
from ui.caching import ground_message

state.follow_link()
ground(ground_message(state.surface_to_draw()))


@st.fragment
def race() -> None:
    if state.surface_changed():
        st.rerun()  # the ground stands outside this fragment: it travels once per surface
    stage, side = st.columns([7, 3], gap="medium")
    with stage:
        pickers.surface()
        panels.stage()
        beside.panels()
    with side:
        panels.notes()
        pickers.racers()
        pickers.conditions()
    state.publish_link()


race()

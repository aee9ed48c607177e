"""The race: choose a surface and optimizers, and watch them descend."""

import streamlit as st

from components.stage import ground
from ui import beside, data_picker, fit_panel, panels, pickers, state
from ui.caching import ground_message

state.follow_link()
state.page_is_shown()
ground(ground_message(state.surface_to_draw()))


stage, side = st.columns([7, 3], gap="medium")
with stage:
    pickers.surface()
    panels.stage()
    beside.panels()
with side:
    panels.notes()
    fit_panel.samples()
    pickers.racers()
    pickers.conditions()
    pickers.rates()
    data_picker.samples()
panels.swarm()

"""The pages without a browser: they run, hold their controls, and answer bad links in words."""

import pytest
from streamlit.testing.v1 import AppTest

from experiments import experiment as edit
from surfaces import PROBLEMS, SURFACES


def page(conditions_open=False, **params) -> AppTest:
    app = AppTest.from_file("../ui/frame.py", default_timeout=30)
    if conditions_open:
        app.session_state["conditions"] = True
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def test_the_first_screen_runs():
    app = page()
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="surface").value == "bounded_saddle"
    assert len(app.selectbox(key="surface").options) == 1 + len(SURFACES) + len(PROBLEMS)  # 1: one's own
    assert "y^{4}" in app.markdown[0].value


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_opens(surface):
    app = page(surface=surface)
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="surface").value == surface


def test_choosing_a_surface_takes_its_start_and_writes_the_link():
    app = page()
    app.selectbox(key="surface").select("himmelblau").run()
    assert not app.exception
    experiment = app.session_state["session"].experiment
    assert experiment.surface.id == "himmelblau"
    assert app.query_params["surface"] == "himmelblau"


def test_start_and_steps_are_fields():
    app = page(conditions_open=True)
    app.number_input(key="start_y").set_value(-0.5).run()
    assert app.session_state["session"].experiment.start == (1.6, -0.5)
    app.number_input(key="steps").set_value(60).run()
    experiment = app.session_state["session"].experiment
    assert experiment.steps == 60
    assert app.query_params["steps"] == "60"


def test_an_edit_from_a_page_that_has_not_heard_of_the_last_link_is_no_way_back():
    app = page(conditions_open=True)
    app.number_input(key="start_y").set_value(-0.5).run()
    app.query_params.clear()  # as the browser had it before
    app.number_input(key="start_x").set_value(1.0).run()
    assert app.session_state["session"].experiment.start == (1.0, -0.5)
    assert app.query_params["start"] == "1.0 -0.5"
    app.query_params.clear()  # without an edit it is the browser's back
    app.run()
    assert app.session_state["session"].experiment.start == (1.6, 0.001)


def test_how_it_is_looked_at_stays_in_the_link_when_the_race_changes():
    app = page(conditions_open=True, surface="himmelblau", camera="2 0.5 0.75", view="3d")
    app.number_input(key="start_y").set_value(-0.5).run()
    assert app.query_params["camera"] == "2 0.5 0.75"
    assert app.query_params["view"] == "3d"


def test_one_rate_for_all_is_a_switch():
    app = page(conditions_open=True, racer=["gradient_descent lr~0.3", "adam"])
    app.toggle(key="one_rate").set_value(True).run()
    experiment = app.session_state["session"].experiment
    assert [r.optimizer.lr for r in experiment.racers] == [0.3, 0.3]
    assert app.query_params["rates"] == "one"


def test_a_changed_race_offers_the_surfaces_own():
    app = page()
    assert "preset" not in [button.key for button in app.button]
    app = page(surface="himmelblau", start="1 1", noise="0.5")
    app.button(key="preset").click().run()
    assert app.session_state["session"].experiment == edit.first_look("himmelblau")
    assert "preset" not in [button.key for button in app.button]


def test_a_refused_field_keeps_everything_and_says_why():
    app = page(conditions_open=True)
    app.number_input(key="start_y").set_value(1e9).run()
    assert "outside its range" in app.warning[0].value
    assert app.session_state["session"].experiment.start == (1.6, 0.001)
    assert app.number_input(key="start_y").value == 0.001
    app.number_input(key="start_y").set_value(1.0).run()
    assert not app.warning


def test_a_bad_link_is_answered_in_words():
    app = page(surface="nowhere", start="nan 1", racer=["adam lr~9e99", "nobody"])
    assert not app.exception
    text = app.warning[0].value
    for part in ("nowhere", "nan", "lr", "nobody"):
        assert part in text


def test_a_strangers_text_is_shown_as_text():
    app = page(surface="[click](http://evil) ![x](y) $x$ <b>")
    assert r"\[click\]\(http\:" in app.warning[0].value


def test_a_listed_formula_becomes_ones_own():
    app = page(surface="ravine")
    app.button(key="edit_formula").click().run()
    assert not app.exception
    assert app.query_params["formula"] == "a*y^2/2 + x^2/2"
    assert app.selectbox(key="surface").value == "formula"
    app.selectbox(key="surface").set_value("bowl").run()
    assert not app.exception
    assert "formula" not in app.query_params
    app.selectbox(key="surface").set_value("formula").run()
    assert app.query_params["formula"] == "x^2/2 + y^2/2"


def test_a_formula_opens_from_its_link_with_every_panel():
    app = page(formula="x^2 + a*max(y, 0)^2 + abs(y)", panels="equations taylor numbers traces", step="5")
    assert not app.exception
    assert not app.warning
    assert "max" in app.markdown[0].value


def interrupted() -> None:
    """A page whose run after an edit ends once the link has been written: another one was asked for meanwhile."""
    import streamlit as st

    from experiments import experiment as edit
    from ui import state

    state.follow_link()
    st.button("edit", on_click=lambda: state.change(lambda e: edit.with_steps(e, 77)))
    state.publish_link()


def test_back_is_followed_though_the_run_of_the_edit_did_not_end(monkeypatch):
    app = AppTest.from_function(interrupted).run()
    app.button[0].click().run()
    assert app.query_params["steps"] == "77"
    app.query_params.clear()
    app.run()  # one that has not heard of the link yet
    assert (app.session_state["session"].loads, app.session_state["session"].experiment.steps) == (1, 77)
    app.query_params.clear()
    monkeypatch.setattr("ui.state._went_back", lambda: True)
    app.run()
    assert (app.session_state["session"].loads, app.session_state["session"].experiment.steps) == (2, 120)

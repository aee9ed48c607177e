"""Losses of data on the pages, without a browser: every set opens, and what cannot be read loses nothing."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from experiments.data_edits import fit_of
from experiments.limits import OWN_ROWS
from surfaces import PROBLEMS, SURFACES


def page(**params) -> AppTest:
    app = AppTest.from_file("../ui/frame.py", default_timeout=30)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def experiment(app):
    return app.session_state["session"].experiment


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_set_opens_from_the_list_and_by_link(name):
    for app in (page(surface=name), page()):
        app.selectbox(key="surface").select(name).run()
        assert not app.exception
        assert not app.warning
        assert fit_of(experiment(app)).problem.id == name
        assert f"n = {len(fit_of(experiment(app)).data)}" in app.markdown[0].value


def test_scale_sum_batch_and_order_are_controls_and_travel_in_the_link():
    app = page(surface="line20")
    app.number_input(key="batch").set_value(4).run()
    app.selectbox(key="drawing").select("replaced").run()
    app.number_input(key="batch_seed").set_value(7).run()
    app.toggle(key="total").set_value(True).run()
    app.segmented_control(key="scaling").set_value("minmax").run()
    assert not app.exception
    e = experiment(app)
    assert (e.conditions.batch, e.conditions.drawing, e.conditions.seed) == (4, "replaced", 7)
    assert (fit_of(e).scaling, fit_of(e).total) == ("minmax", True)
    assert app.query_params["batch"] == "4"
    assert app.query_params["surface"] == "line20 scaling~minmax sum"
    app.selectbox(key="surface").select("bowl").run()
    assert not app.exception
    assert experiment(app).surface == SURFACES["bowl"]


def paste(app, text):
    app.text_area(key="own_text").set_value(text).run()
    return app.button(key="own_use").click().run()


def test_pasted_samples_are_the_surface_and_stay_in_the_link():
    app = paste(page(surface="line20"), "hours,points\n1,52\n2,55\n4,64\n5,70\n5,70")
    assert not app.exception
    assert not app.warning
    e = experiment(app)
    assert fit_of(e).data.names == ("hours", "points")
    assert any("1 of the 5 samples repeat" in caption.value for caption in app.caption)
    again = page(**{key: app.query_params[key] for key in ("v", "surface", "data", "racer")})
    assert fit_of(experiment(again)).data == fit_of(e).data
    assert not again.warning


def test_many_samples_stay_in_the_tab_through_the_browsers_back():
    rows = np.random.default_rng(0).normal(size=(3000, 2))
    app = paste(page(surface="line20"), "\n".join(f"{a:.6f} {b:.6f}" for a, b in rows))
    assert not app.exception
    loaded = fit_of(experiment(app))
    assert len(loaded.data) == 3000
    there = {key: app.query_params[key] for key in app.query_params}
    assert len("".join(map(str, there.values()))) < 400
    app.query_params["surface"] = "bowl"
    app.run()
    app.query_params.clear()
    for key, value in there.items():
        app.query_params[key] = value
    app.run()
    assert experiment(app).surface == loaded
    elsewhere = page(**there)
    assert "stayed in the tab" in elsewhere.warning[0].value
    assert not elsewhere.exception


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,2\n1,3\n1,4", "All values of x are the same"),
        ("1,2\n2,two\n3,4", "“two” is not a number"),
        ("1,2\n2,\n3,4", "empty cell"),
        ("1,2\n2,1e12\n3,4", "too large"),
        ("1,2\n" * (OWN_ROWS + 1), "more than 20,000"),
        ("", "nothing to read"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(text, says):
    app = page(surface="line20", batch="4")
    before = experiment(app)
    paste(app, text)
    assert not app.exception
    shown = app.warning[0].value.replace("\\", "")
    assert says in shown
    assert experiment(app) == before
    assert app.text_area(key="own_text").value == text

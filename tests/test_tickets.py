"""Samples that are too long for a link: questions over HTTP name them by a ticket, and nobody else can."""

import gc
import json

import numpy as np
import pytest
import streamlit as st

from components.stage import ground_key, race_message
from experiments import data_edits, link, own_data
from experiments import experiment as edit
from experiments.limits import LINK
from experiments.race import race
from surfaces import Fit
from tests.posting import posted
from ui import tickets
from ui.quick import quick_race
from ui.tickets import MARK, with_ticket, without_ticket


@pytest.fixture
def own(monkeypatch):
    """A race on samples that stay in their tab, in a session of its own."""
    monkeypatch.setattr(st, "session_state", State())
    rows = np.random.default_rng(0).normal(size=(500, 2)).tolist()
    data = own_data.read("\n".join(f"{a},{b}" for a, b in rows)).data
    return data_edits.with_data(edit.first_look("line20"), data)


class State(dict):
    __setattr__ = dict.__setitem__
    __getattr__ = dict.__getitem__


def asked(query: str) -> dict:
    body = {"link": query, "edits": [{"op": "start", "x": 0.25, "y": 1.5}], "ground": "none"}
    return json.loads(bytes(posted(quick_race, json.dumps(body).encode()).body))


def test_a_hand_is_answered_by_the_race_on_the_samples(own):
    query = with_ticket(link.text(own), own.surface)
    e = edit.with_start(own, 0.25, 1.5)
    got = asked(query)
    assert got["race"] == json.loads(json.dumps(race_message(e, race(e))))
    assert got["ground"]["key"] == ground_key(own.surface)


@pytest.mark.parametrize("change", [lambda q: q.partition(MARK)[0], lambda q: q[:-1], lambda q: q + "x"])
def test_without_the_ticket_nobody_gets_them(own, change):
    got = asked(change(with_ticket(link.text(own), own.surface)))
    assert got["race"]["ground"] == ground_key(edit.default().surface)


def test_a_ticket_stays_the_samples_and_each_set_has_its_own(own):
    first, again = (with_ticket(link.text(own), own.surface) for _ in range(2))
    assert first == again
    assert len(first.partition(MARK)[2]) > 40
    other = data_edits.with_data(own, own_data.read("1,2\n2,3\n" * 400 + "4,5").data)
    assert with_ticket(link.text(other), other.surface).partition(MARK)[2] != first.partition(MARK)[2]
    st.session_state.clear()  # another visitor with the same samples
    assert with_ticket(link.text(own), own.surface) != first


def test_it_ends_with_the_samples(own):
    data = own_data.read("1,2\n2,3\n" * 300 + "4,6").data
    tickets._samples["one"] = data
    assert without_ticket(f"v=1{MARK}one") == ("v=1", data)
    del data
    gc.collect()
    assert without_ticket(f"v=1{MARK}one") == ("v=1", None)


def test_what_fits_into_a_link_needs_none(own):
    for e in (edit.default(), data_edits.with_data(own, own_data.read("1,2\n2,3\n4,6").data)):
        assert isinstance(e.surface, Fit) or e == edit.default()
        assert with_ticket(link.text(e), e.surface) == link.text(e)


def test_a_link_of_many_pieces_is_read():
    assert link.parse("&a=1" * (LINK // 4)) == (edit.default(), ())

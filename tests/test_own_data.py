"""A visitor's own samples: whatever cannot be read is refused in words, and what can be travels in the link."""

import numpy as np
import pytest

from experiments import data_edits, link, own_data
from experiments import experiment as edit
from experiments.limits import DATA_IN_LINK, OWN_BYTES, OWN_ROWS, Refused
from experiments.race import race
from surfaces import Fit, fit

GOOD = {
    "commas": "1,2\n2,3.5\n3,4",
    "header": "hours,points\n1,2\n2,3.5\n3,4",
    "semicolons and decimal commas": "1;2\n2;3,5\n3;4",
    "tabs": "1\t2\n2\t3,5\n3\t4\n",
    "spaces": "1 2\n2   3.5\n\n3 4",
    "quoted": '"1","2"\n"2","3.5"\n"3","4"',
    "exponents": "1e0,20e-1\n2,3.5\n3,4",
    "bytes with a mark": "\ufeff1,2\n2,3.5\n3,4".encode(),
    "windows": "1,2\r\n2,3.5\r\n3,4\r\n",
}
BAD = {
    "nothing": ("", "nothing to read"),
    "blank": ("\n \n", "nothing to read"),
    "words": ("1,2\nmany,3\n3,4", "Line 2: “many” is not a number"),
    "missing": ("1,2\n2,\n3,4", "Line 2 has an empty cell"),
    "one column": ("1\n2\n3", "one column"),
    "three columns": ("1,2,3\n4,5,6\n7,8,9", "3 columns"),
    "ragged": ("1,2\n2,3\n3,4,5", "Line 3 has 3 columns"),
    "nan": ("1,2\nnan,3\n3,4", "not a finite number"),
    "infinite": ("1,2\n2,inf\n3,4", "not a finite number"),
    "huge": ("1,2\n2,1e300\n3,4", "too large"),
    "underscores": ("1,2\n1_0,3\n3,4", "not a number"),
    "constant feature": ("5,1\n5,2\n5,3", "All values of x are the same"),
    "constant target": ("1,5\n2,5\n3,5", "All values of y are the same"),
    "too few": ("1,2\n2,3", "At least three"),
    "too many": ("1,2\n" * (OWN_ROWS + 1), "more than 20,000"),
    "50 MB": (b"1,2\n" * 13_000_000, "50.0 MB|52.0 MB"),
    "no text": (bytes(range(128, 256)), "not text"),
    "code": ("__import__('os').system('true'),1\n1,2\n2,3", "not a number|columns|Line"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_paste_is_read(name):
    data = own_data.read(GOOD[name]).data
    assert data.features[:, 0].tolist() == [1, 2, 3]
    assert data.target.tolist() == [2, 3.5, 4]
    assert data.names == (("hours", "points") if name == "header" else ("x", "y"))


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_in_words(name):
    text, says = BAD[name]
    if name == "code":
        with pytest.raises(Refused, match=says):
            own_data.read(f"1,2\n{text}")
        return
    with pytest.raises(Refused, match=says):
        own_data.read(text)


def test_names_that_are_no_plain_words_are_left_out():
    assert own_data.read("<b>,y$\n1,2\n2,3\n3,5").data.names == ("x", "y")


def test_samples_that_repeat_are_kept_and_told():
    reading = own_data.read("1,2\n1,2\n3,4\n5,5")
    assert len(reading.data) == 4
    assert "1 of the 4 samples repeat" in reading.notes[0]


def test_a_target_of_zero_and_one_is_a_logistic_regression():
    reading = own_data.read("1,0\n2,1\n3,0\n4,1")
    assert "logistic" in reading.notes[0]
    assert fit(own_data.problem(reading.data)).kind == "logistic"


def own(text) -> edit.Experiment:
    return edit.opened(fit(own_data.problem(own_data.read(text).data)))


def test_few_samples_travel_in_the_link_and_run_the_same_race():
    e = data_edits.with_batch(own("hours,points\n0.1,2\n2.25,3\n3,5.125\n4,4"), 2)
    back, notes = link.parse(link.text(e))
    assert notes == ()
    assert back == e
    for (_, one), (_, other) in zip(race(e), race(back), strict=True):
        assert one.trajectory.theta.tobytes() == other.trajectory.theta.tobytes()


def test_many_stay_in_the_tab():
    rng = np.random.default_rng(0)
    e = own("\n".join(f"{a},{b}" for a, b in rng.normal(size=(500, 2)).tolist()))
    params = link.encode(e)
    assert isinstance(e.surface, Fit)
    assert len(params["data"][0]) < 40
    assert link.decode(params, kept=e.surface.data) == (e, ())
    elsewhere, (note,) = link.decode(params)
    assert "stayed in the tab" in note
    assert elsewhere.surface == edit.default().surface


@pytest.mark.parametrize(
    "data", [[], [""], ["1 2 3"], ["1 2 1 3 1 4"], ["a b c d"], ["nan 1 2 3 4 5"], ["1 " * 2 * DATA_IN_LINK], ["tab x"]]
)
def test_a_hostile_link_is_answered_in_words(data):
    e, notes = link.decode({"surface": ["own"], "data": data, "steps": ["60"]})
    assert notes
    assert e.surface == edit.default().surface


def test_samples_in_a_link_cannot_be_larger_than_a_link_may_be():
    assert DATA_IN_LINK < OWN_BYTES
    e, notes = link.decode({"surface": ["own"], "data": ["1 2 " * 3000]})
    assert "long" in notes[0]
    assert e == edit.default()


@pytest.mark.parametrize("word", ["batch", "drawing", "axis"])
def test_a_formula_has_no_samples(word):
    value = {"batch": "4", "drawing": "replaced", "axis": "epochs"}[word]
    e, (note,) = link.decode({"surface": ["bowl"], word: [value]})
    assert "no samples" in note
    assert e == edit.first_look("bowl")
    with pytest.raises(Refused):
        data_edits.with_scaling(e, "zscore")

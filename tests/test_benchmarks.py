"""The benchmarks still run against today's app. How fast, is for them to say: nothing here asserts a time."""

import pytest

from benchmarks import core
from benchmarks.__main__ import HEADINGS, header, table
from benchmarks.lines import Line, against
from optimizers import OPTIMIZERS


def test_core_measures_every_optimizer():
    lines = core.measure(steps=3, starts=5, repeats=1)
    assert {line.what for line in lines} >= {f"{o.name}, a step" for o in OPTIMIZERS.values()}


def test_table_is_markdown_and_marks_a_missed_target():
    text = table([Line("a", "3 ms", "–", "once", **against(3, 2, "ms")), Line("b", "1", "–", "once")]).splitlines()
    assert [row.count("|") for row in text] == [len(HEADINGS) + 1] * 4
    assert "missed" in text[2]
    assert "missed" not in text[3]


@pytest.mark.parametrize(("value", "least", "missed"), [(1, False, False), (3, False, True), (1, True, True)])
def test_targets_compare_the_right_way(value, least, missed):
    assert against(value, 2, "ms", least)["missed"] is missed


def test_header_names_machine_versions_and_load():
    assert all(word in header() for word in ("cores", "Python", "streamlit", "Load average"))


@pytest.mark.browser
def test_stage_and_startup_measure_the_running_app(server, browser):
    from benchmarks import crowd, glass, lecture, stage, startup, strangers

    lines = stage.playing(server, browser, racers=2, steps=20, plays=1)
    lines += stage.editing(server, browser, racers=2, steps=20, clicks=2, moves=10)
    lines += crowd.appearing(server, browser, runs=50, steps=20, times=2)
    lines += glass.opening(server, browser, racers=2, steps=20, repeats=2)
    lines += startup.starting(browser, repeats=1)
    lines += strangers.beside_a_flood(server, browser, racers=2, steps=20, moves=10, rounds=1, warm=1000)
    lines += lecture.opening(2, within=0.1, racers=2, steps=20, kept=1)
    assert not any("nan" in line.typical for line in lines), lines
    sent, again = (next(line for line in lines if word in line.what) for word in ("messages to", "sent again"))
    assert (sent.typical, again.typical) == ("0", "0")


@pytest.mark.browser
def test_space_and_panels_measure_the_running_app(server, browser):
    from benchmarks import panels, space

    lines = space.turning(server, browser, racers=2, steps=20, seconds=0.3)
    lines += panels.following(server, browser, racers=2, steps=20, acts=1)
    assert not any("nan" in line.typical for line in lines), lines
    assert [line.what for line in lines if "→ the panels" in line.what]

"""Links: what goes in comes out, and a stranger's text never breaks anything."""

import math
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import experiment as edit
from experiments import link
from experiments.limits import LINK, SPEEDS, STEPS
from experiments.race import descent, race, run_one
from experiments.settings import settings, value, with_inner, with_setting
from optimizers import OPTIMIZERS, SCHEDULES
from surfaces import SURFACES


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_survives_the_link(surface):
    experiment = edit.first_look(surface)
    assert link.parse(link.text(experiment)) == (experiment, ())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_setting_of_every_optimizer_survives_the_link(optimizer):
    changed = OPTIMIZERS[optimizer]()
    for path, hyper in settings(changed).items():
        middle = (hyper.low + hyper.high) / 2
        changed = with_setting(changed, path, math.floor(middle) if hyper.whole else middle)
    experiment = replace(edit.default(), racers=(edit.Racer(optimizer=changed, slot=5, on=False),))
    assert link.parse(link.text(experiment)) == (experiment, ())


def test_a_wrapper_carries_its_inner_one():
    wrapped = with_setting(with_inner(OPTIMIZERS["lookahead"](), "adam"), "inner.beta1", 0.5)
    experiment = replace(edit.default(), racers=(edit.Racer(optimizer=wrapped, slot=0),))
    assert "inner%7Eadam" in link.text(experiment) or "inner~adam" in link.text(experiment)
    assert link.parse(link.text(experiment)) == (experiment, ())


@given(
    x=st.floats(-2, 2),
    y=st.floats(-2, 2),
    steps=st.integers(*STEPS),
    step=st.none() | st.integers(0, 1),
    speed=st.sampled_from(SPEEDS),
    lr=st.floats(1e-4, 1.0),
    strip=st.sampled_from(edit.STRIPS),
    panels=st.sets(st.sampled_from(edit.PANELS)),
)
def test_the_link_is_exact(x, y, steps, step, speed, lr, strip, panels):
    experiment = edit.with_rate_for_all(edit.with_steps(edit.with_start(edit.default(), x, y), steps), lr)
    experiment = replace(experiment, step=step, speed=speed, strip=strip, chosen=2)
    experiment = edit.with_panels(experiment, sorted(panels))
    assert link.parse(link.text(experiment)) == (experiment, ())


@given(
    camera=st.none() | st.lists(st.integers(-49999, 49999), min_size=6, max_size=6, unique=True),
    length=st.sampled_from([3, 6]),
    view=st.none() | st.sampled_from(edit.VIEWS),
    height=st.sampled_from(edit.HEIGHTS),
)
def test_how_it_is_looked_at_in_3d_survives_the_link(camera, length, view, height):
    eye = None if camera is None else tuple(number / 1000 for number in camera[:length])
    experiment = replace(edit.default(), camera=eye, view=view, height=height)
    if eye is None or math.dist(eye[:3], eye[3:] or (0, 0, 0)) > 0.02:
        assert link.parse(link.text(experiment)) == (experiment, ())


def test_the_camera_is_no_part_of_what_is_computed():
    params = link.encode(replace(edit.default(), camera=(1.0, -1.0, 1.0), view="3d", height="linear"))
    assert link.without_view(params) == link.without_view(link.encode(edit.default()))


def test_the_same_link_gives_the_same_tracks():
    text = link.text(edit.with_start(edit.default(), 0.1 + 0.2, -1 / 3))
    one, two = (race(link.parse(text)[0]) for _ in range(2))
    run_one.cache_clear()
    descent.cache_clear()
    three = race(link.parse(text)[0])
    for (_, a), (_, b), (_, c) in zip(one, two, three, strict=True):
        tracks = [run.trajectory.theta.astype(np.float32).tobytes() for run in (a, b, c)]
        assert tracks[0] == tracks[1] == tracks[2]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_setting_of_every_schedule_survives_the_link(schedule):
    changed = SCHEDULES[schedule]()
    if changed.inner is not None:
        changed = with_inner(changed, "cosine")
    for path, hyper in settings(changed).items():
        middle = (hyper.low + hyper.high) / 2
        changed = with_setting(changed, path, math.floor(middle) if hyper.whole else middle)
    wrapped = with_setting(with_inner(OPTIMIZERS["sam"](), "adam"), "inner.beta1", 0.5)
    experiment = replace(edit.default(), racers=(edit.Racer(optimizer=wrapped, slot=0, schedule=changed, on=False),))
    assert link.parse(link.text(experiment)) == (experiment, ())


def test_the_conditions_survive_the_link():
    experiment = edit.with_clip(edit.with_seed(edit.with_noise(edit.default(), 0.1 + 0.2), 7), 2.5)
    assert link.parse(link.text(experiment)) == (experiment, ())


@pytest.mark.parametrize("kind", edit.KINDS)
def test_a_swarm_survives_the_link(kind):
    experiment = edit.with_swarm(edit.default(), 3, kind, 2000)
    assert link.parse(link.text(experiment)) == (experiment, ())


def test_a_full_race_fits_into_a_link():
    experiment = edit.default()
    experiment = replace(experiment, racers=())
    for _ in range(8):
        experiment = edit.added(experiment, "lookahead")
        racer = experiment.racers[-1]
        racer = replace(racer, optimizer=with_inner(racer.optimizer, "adamw"), on=False)
        for path in settings(racer.optimizer):
            hyper = settings(racer.optimizer)[path]
            number = hyper.low + 1 if hyper.whole else hyper.low + (hyper.high - hyper.low) / 3
            racer = replace(racer, optimizer=with_setting(racer.optimizer, path, number))
        experiment = replace(experiment, racers=(*experiment.racers[:-1], racer))
    assert len(link.text(experiment)) <= LINK
    assert link.parse(link.text(experiment)) == (experiment, ())


GOOD = {
    "v": "1",
    "surface": "ravine kappa~25.0",
    "start": "1.5 -0.5",
    "steps": "77",
    "racer": ["adam lr~0.1 beta1~0.8", "momentum off"],
    "step": "12",
    "speed": "2",
}


def with_piece(key, text):
    return urlencode({**GOOD, key: text}, doseq=True)


BAD = [
    ("surface", "no_such_surface"),
    ("surface", "ravine kappa~1e308"),
    ("surface", "ravine kappa~-1"),
    ("surface", "ravine kappa~nan"),
    ("surface", "ravine nosuch~3"),
    ("surface", "__import__('os').system('true')"),
    ("start", "nan 1"),
    ("start", "1e308 -1e308"),
    ("start", "inf 0"),
    ("start", "1"),
    ("start", "one two"),
    ("steps", "0"),
    ("steps", "1000000000"),
    ("steps", "12.5"),
    ("steps", "-3"),
    ("steps", "many"),
    ("racer", "nobody"),
    ("racer", "adam lr~1e308"),
    ("racer", "adam lr~-1e308"),
    ("racer", "adam lr~nan"),
    ("racer", "adam lr~text"),
    ("racer", "adam __class__~1"),
    ("racer", "adam slot~99"),
    ("racer", "adam inner~momentum"),
    ("racer", "lookahead inner~sam"),
    ("racer", "lookahead k~2.5"),
    ("racer", ["adam"] * 500),
    ("racer", "adam schedule~nothing"),
    ("racer", "adam schedule~cosine final~2"),
    ("racer", "adam schedule~cosine inner~step"),
    ("swarm", "0 starts 1e9"),
    ("swarm", "7 starts 10"),
    ("swarm", "0 flies 10"),
    ("swarm", ""),
    ("swarm", "0 starts 10 more"),
    ("rates", "two"),
    ("circle", "nan"),
    ("line", "-1"),
    ("arrows", "0"),
    ("axis", "years"),
    ("model", "9 1"),
    ("noise", "-1"),
    ("noise", "nan"),
    ("seed", "1.5"),
    ("clip", "1e308"),
    ("step", "-1"),
    ("step", "78"),
    ("speed", "3"),
    ("speed", "nan"),
    ("chosen", "8"),
    ("strip", "everything"),
    ("view", "4d"),
    ("camera", "1 2"),
    ("camera", "1 2 3 4"),
    ("camera", "1 2 nan"),
    ("camera", "1e308 0 0"),
    ("camera", "0 0 0"),
    ("camera", "1 1 1 1 1 1"),
    ("camera", "one two three"),
    ("height", "depth"),
    ("panels", "everything"),
    ("panels", "taylor <b>"),
    ("v", "99"),
]


@pytest.mark.parametrize(("key", "text"), BAD)
def test_bad_input_gets_a_message_and_keeps_everything_else(key, text):
    good, nothing = link.parse(urlencode(GOOD, doseq=True))
    assert nothing == ()
    experiment, notes = link.parse(with_piece(key, text))
    if key == "racer" and isinstance(text, list):
        assert len(notes) == 1
        assert len(experiment.racers) == 8 or "characters" in notes[0]
        return
    assert len(notes) >= 1
    assert all(len(note) < 300 for note in notes)
    if key == "surface" and not text.startswith("ravine"):
        assert experiment.surface == edit.default().surface
    elif key != "surface":
        assert experiment.surface == good.surface
    if key != "steps":
        assert experiment.steps == good.steps
    if key != "racer":
        assert experiment.racers == good.racers
    if key != "start" and key != "surface":
        assert experiment.start == good.start
    for _, run in race(experiment):
        alive = run.trajectory.diverged_at[0]
        assert np.isfinite(run.trajectory.theta[: alive if alive >= 0 else None]).all()


def test_of_two_racers_in_one_slot_the_later_one_moves_and_is_told():
    experiment, notes = link.parse("racer=adam+slot~1&racer=momentum&racer=sam+slot~1")
    assert [(r.optimizer.id, r.slot) for r in experiment.racers] == [("adam", 1), ("momentum", 0), ("sam", 2)]
    assert len(notes) == 2


def test_a_huge_link_is_refused_with_a_message():
    experiment, notes = link.parse("surface=" + "a" * 100_000)
    assert experiment == edit.default()
    assert "100,008 characters" in notes[0]
    experiment, notes = link.decode({"surface": ["a" * 100_000]})
    assert experiment == edit.default()
    assert len(notes) == 1


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "strip", "chosen", "view", "camera", "height", "x"]), st.lists(st.text(), max_size=9)
    )
)
def test_no_text_whatever_raises(params):
    experiment, _ = link.decode(params)
    assert link.parse(link.text(experiment)) == (experiment, ())


def test_a_setting_reads_back_what_was_set():
    adam = with_setting(OPTIMIZERS["adam"](), "lr", "0.25")
    assert value(adam, "lr") == 0.25

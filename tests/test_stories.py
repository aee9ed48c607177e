"""The catalogue's sentences: every number in them is measured here again, every limit is run beside what it becomes."""

import re

import numpy as np
import pytest

from experiments import link
from experiments.conditions import Conditions
from experiments.stories import OPTIMIZER_STORIES, SCHEDULE_STORIES
from optimizers import OPTIMIZERS, SCHEDULES, run
from surfaces import SURFACES

STORIES = OPTIMIZER_STORIES | SCHEDULE_STORIES
NUMBER = re.compile(r"(about )?(−?\d+(?:\.\d+)?)(?![\d/])")  # not the 2 of a limit 2/κ
ABOUT = 0.05  # what "about" allows, as a part of the number
every_story = pytest.mark.parametrize("name", STORIES)
LIMITS = [(name, limit) for name, story in STORIES.items() for limit in story.becomes]


def test_there_is_one_for_every_optimizer_and_schedule_and_no_other():
    assert list(OPTIMIZER_STORIES) == list(OPTIMIZERS)
    assert list(SCHEDULE_STORIES) == list(SCHEDULES)


@every_story
def test_what_it_claims_is_measured(name):
    story = STORIES[name]
    stated = NUMBER.findall(story.claim)
    assert stated
    for (about, number), measured in zip(stated, story.numbers(), strict=True):
        half_a_digit = 0.5 * 10.0 ** -len(number.partition(".")[2])
        said = float(number.replace("−", "-"))
        assert measured == pytest.approx(said, rel=ABOUT if about else 1e-9, abs=half_a_digit), number


@every_story
def test_its_race_shows_it_beside_another(name):
    racers = STORIES[name].experiment.racers
    assert len(racers) == 2
    raced = {r.optimizer.id for r in racers} | {r.schedule.id for r in racers}
    assert name in raced
    assert racers[0] != racers[1]


@every_story
def test_the_link_leads_to_the_race(name):
    experiment = STORIES[name].experiment
    text = link.text(experiment)
    assert len(text) <= 400
    assert link.parse(text) == (experiment, ())


@every_story
def test_it_is_told_in_a_few_words(name):
    story = STORIES[name]
    assert 30 <= len(story.problem) <= 130
    assert 60 <= len(story.claim) <= 220
    assert story.problem.endswith(".")
    assert story.claim.endswith(".")


every_limit = pytest.mark.parametrize(
    ("name", "limit"), LIMITS, ids=[f"{name} to {limit.into}" for name, limit in LIMITS]
)


def path(optimizer_id, settings, surface, noise=0.0, steps=80):
    loss = Conditions(noise=noise, seed=1).around(SURFACES[surface])
    return run(OPTIMIZERS[optimizer_id](**settings), loss, [[2.0, -1.5], [-0.7, 0.4], [0.3, 1.2]], steps).theta


def factors(schedule_id, settings):
    schedule = SCHEDULES[schedule_id](**settings)
    return np.array([schedule(t, 80) for t in range(80)])


@every_limit
def test_in_its_limit_it_is_the_other(name, limit):
    if name in SCHEDULES:
        np.testing.assert_allclose(factors(name, limit.settings), factors(limit.into, limit.with_), atol=1e-12)
    else:
        one = path(name, limit.settings, "ravine", noise=0.3)
        np.testing.assert_allclose(one, path(limit.into, limit.with_, "ravine", noise=0.3), rtol=1e-9, atol=1e-9)
        assert np.abs(np.diff(one, axis=0)).max() > 1e-3


@every_limit
def test_short_of_its_limit_it_is_not(name, limit):
    """With its own defaults it is another rule, unless it is the same with any settings.

    On a tilted bowl, for on a straight one Adam cannot tell a penalty from a steeper loss.
    """
    if name in SCHEDULES:
        assert np.abs(factors(name, {}) - factors(limit.into, limit.with_)).max() > 0.01
    else:
        one, other = path(name, {}, "booth", steps=200), path(limit.into, limit.with_, "booth", steps=200)
        assert np.allclose(one, other, rtol=0, atol=1e-6) == (not limit.settings)

"""The pictures on the cards: their lines are the runs and the rates of the race that the card leads to."""

import base64
import re

import numpy as np
import pytest

from experiments import catalogue
from experiments.race import race
from figures.miniature import MARGIN, _until_it_leaves, paths, rates
from figures.palette import DASHES
from figures.sketch import spots

LINE = re.compile(r"-webkit-mask: url\(data:image/svg\+xml;base64,([^)]*)\)")
CARDS = [(part, e.id) for part in ("optimizers", "surfaces") for e in catalogue.PARTS[part]()]


def drawn(html: str) -> list[tuple[np.ndarray, str]]:
    """Points and dashes of the lines over the picture; those beside the names come after them."""
    texts = [base64.b64decode(found).decode() for found in LINE.findall(html)]
    points = [re.search(r'points="([^"]*)"', text) for text in texts]
    dashes = [re.search(r'stroke-dasharray="([^"]*)"', text) for text in texts]
    return [
        (np.array([pair.split(",") for pair in p[1].split()], dtype=float), d[1])
        for p, d in zip(points, dashes, strict=True)
        if p and d
    ]


def names(html: str) -> list[str]:
    return re.findall(r"</span>([^<]*)</li>", html)


@pytest.mark.parametrize(("part", "name"), CARDS)
def test_the_lines_are_the_runs(part, name):
    shown = catalogue.race_of(part, name)
    assert shown is not None
    html = paths(shown)
    ran = race(shown)
    lines = drawn(html)
    assert len(lines) == 2 * len(ran)
    assert len(set(names(html))) == len(names(html)) == len(ran)
    for (points, dash), (racer, run) in zip(lines, ran, strict=False):
        own = _until_it_leaves(np.array(spots(shown.surface, run.trajectory.theta[:, 0])))
        np.testing.assert_allclose(points[[0, -1]], own[[0, -1]], atol=0.051)
        apart = np.abs(own[:, None] - points).max(axis=2).min(axis=1)
        assert apart.max() <= 0.45  # of 100: each point of the run is drawn, or lies on one that is
        assert dash.split() == [f"{pixels / 2:g}" for pixels in DASHES[racer.slot]]
    assert len(html) < 80_000


@pytest.mark.parametrize("name", [e.id for e in catalogue.PARTS["schedules"]()])
def test_the_curves_are_the_recorded_rates(name):
    shown = catalogue.race_of("schedules", name)
    assert shown is not None
    html = rates(shown)
    known = [run.trajectory.lr for _, run in race(shown)]
    highest = max(lr.max() for lr in known)
    for (points, _), lr in zip(drawn(html), known, strict=False):
        at = np.interp(points[:, 0], np.linspace(0, 100, shown.steps), lr)
        height = (75 - MARGIN - points[:, 1]) / (75 - 2 * MARGIN) * highest
        steep = np.abs(np.diff(lr)).max()  # places are rounded to a part of an update
        np.testing.assert_allclose(height, at, atol=0.002 * highest + steep * 0.2)
    assert len(set(names(html))) == len(known)


def test_a_line_ends_where_it_leaves_the_picture_for_good():
    points = np.array([[1.0, 1.0], [50.0, 80.0], [2.0, 2.0], [50.0, 90.0], [-70.0, 2.0], [np.nan, 1.0]])
    np.testing.assert_array_equal(_until_it_leaves(points), points[:4])
    np.testing.assert_array_equal(_until_it_leaves(points[[0, 1, 2, 5]]), points[:3])
    np.testing.assert_array_equal(_until_it_leaves(points[:3]), points[:3])

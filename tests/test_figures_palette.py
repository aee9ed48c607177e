"""What the palette promises: contrast with the ground, colours told apart by all eyes, an even and quiet ground."""

import itertools
import re

import numpy as np
import pytest

from figures import palette

# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6), 1291: severity 1.0, for linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanope": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranope": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanope": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# The least distance in OKLab, times 100, of any two of the first four racers, and of any two of all eight.
# About 2 is just noticeable side by side.
APART = {"normal": (15.0, 11.0), "protanope": (11.0, 6.0), "deuteranope": (13.0, 8.0), "tritanope": (9.5, 6.0)}

themes = pytest.mark.parametrize("theme", palette.THEMES)


def linear(colour: str) -> np.ndarray:
    assert re.fullmatch("#[0-9a-f]{6}", colour)
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """Ottosson 2020, from linear RGB."""
    to_lms = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(to_lab) @ np.cbrt(np.array(to_lms) @ rgb)


def seen(colour: str, vision: str) -> np.ndarray:
    return 100 * oklab(np.clip(VISION[vision] @ linear(colour), 0, 1))


def closest(colours, vision: str) -> float:
    pairs = itertools.combinations([seen(colour, vision) for colour in colours], 2)
    return min(float(np.linalg.norm(a - b)) for a, b in pairs)


@themes
def test_every_racer_stands_out_from_the_ground_and_the_paper(theme):
    grounds = [colour for _, colour in palette.GROUND[theme]] + [palette.PAPER[theme]]
    for racer, ground in itertools.product(palette.RACERS[theme], grounds):
        assert contrast(racer, ground) >= 3.0, (racer, ground)


@themes
@pytest.mark.parametrize("vision", VISION)
def test_racers_are_told_apart(theme, vision):
    first_four, all_eight = APART[vision]
    assert closest(palette.RACERS[theme][:4], vision) >= first_four
    assert closest(palette.RACERS[theme], vision) >= all_eight


def test_a_slot_has_the_same_hue_in_both_themes():
    for name, light, dark in zip(palette.NAMES, palette.RACERS["light"], palette.RACERS["dark"], strict=True):
        (_, a, b), (_, c, d) = seen(light, "normal"), seen(dark, "normal")
        if name == "ink":
            assert max(np.hypot(a, b), np.hypot(c, d)) < 2
            continue
        turn = np.degrees(np.angle((a + 1j * b) / (c + 1j * d)))
        assert abs(turn) < 30, name


@themes
def test_deeper_is_darker_in_even_steps_of_one_quiet_hue(theme):
    at, colours = zip(*palette.GROUND[theme], strict=True)
    np.testing.assert_allclose(at, np.linspace(0, 1, len(at)))
    lab = np.array([seen(colour, "normal") for colour in colours])
    assert (np.diff(lab[:, 0]) > 1).all()
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    assert steps.max() < 1.25 * steps.min()
    assert np.hypot(lab[:, 1], lab[:, 2]).max() < 4
    for colour in palette.RACERS[theme]:
        if colour != palette.RACERS[theme][palette.NAMES.index("ink")]:
            assert np.hypot(*seen(colour, "normal")[1:]) > 8


@themes
def test_text_and_crosses_are_legible(theme):
    for _, ground in [*palette.GROUND[theme], (None, palette.PAPER[theme])]:
        assert contrast(palette.CROSS[theme], ground) >= 4.5
        assert contrast(palette.INK[theme], ground) >= 7


def test_eight_of_everything_and_none_twice():
    for eight in (*palette.RACERS.values(), palette.MARKERS, palette.NAMES, [tuple(d) for d in palette.DASHES]):
        assert len(eight) == len(set(eight)) == 8
    assert palette.DASHES[0] == []
    assert all(len(dash) % 2 == 0 for dash in palette.DASHES)  # setLineDash would double an odd one

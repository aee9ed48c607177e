"""The catalogue without a browser: everything listed has its card, is found by its name, and leads to a race."""

import base64
import re
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from experiments import catalogue, link
from experiments.catalogue import PARTS
from experiments.stories import OPTIMIZER_STORIES, SCHEDULE_STORIES
from figures.thumbnail import HEIGHT, WIDTH, frame, png, stamp
from optimizers import OPTIMIZERS, SCHEDULES
from surfaces import GROUPS, PROBLEMS, SURFACES

LISTS = {"optimizers": OPTIMIZERS, "schedules": SCHEDULES, "surfaces": SURFACES | PROBLEMS}
every_part = pytest.mark.parametrize("part", LISTS)
every_entry = pytest.mark.parametrize(
    ("part", "name"), [(part, name) for part, listed in LISTS.items() for name in listed]
)


def entry(part: str, name: str) -> catalogue.Entry:
    return next(e for e in PARTS[part]() if e.id == name)


@every_part
def test_every_listed_one_has_a_card_in_the_order_of_teaching(part):
    assert [e.id for e in PARTS[part]()] == list(LISTS[part])


@every_entry
def test_a_card_says_what_there_is_to_say(part, name):
    e = entry(part, name)
    assert e.name == LISTS[part][name].name
    assert e.paper[0].isupper()
    assert e.text
    assert e.claim
    assert all(" = " in line for line in e.equations)
    assert "Differs" not in e.paper + e.differs
    if part != "surfaces":
        assert 1840 < int(e.year) < 2030
        assert e.year in e.paper


@every_entry
def test_its_link_is_that_of_a_race_on_which_nothing_is_amiss(part, name):
    experiment, notes = link.parse(entry(part, name).query)
    assert notes == ()
    if part == "surfaces":
        assert experiment.surface.id == name
    else:
        assert experiment == (OPTIMIZER_STORIES | SCHEDULE_STORIES)[name].experiment


@every_entry
def test_it_is_found_by_name_id_and_paper(part, name):
    e = entry(part, name)
    for words in (e.name, e.name.upper(), e.id, e.paper.split(",")[0]):
        assert e in catalogue.found(part, words=words)
    assert catalogue.found(part, words=e.name)[0] == e


def test_what_is_not_there_is_not_found():
    assert catalogue.found("optimizers", words="simplex") == ()
    assert [e.id for e in catalogue.found("optimizers", words="kingma l2")] == ["adam_l2"]
    assert {e.id for e in catalogue.found("optimizers", words="1711.05101")} == {"sgdw", "adam_l2", "adamw"}


def test_families_part_the_catalogue():
    assert catalogue.families("surfaces") == (*GROUPS, "Data")
    assert catalogue.families("schedules") == ("constant", "decay", "cycles", "warm-up")
    for part in LISTS:
        parted = [e for family in catalogue.families(part) for e in catalogue.found(part, family)]
        assert sorted(e.id for e in parted) == sorted(LISTS[part])
    assert [e.id for e in catalogue.found("optimizers", "wrapper")] == ["lookahead", "sam"]


def test_settings_and_limits_come_from_the_declarations():
    eta, beta = entry("optimizers", "momentum").settings
    assert (eta.symbol, eta.default, eta.low, eta.high) == (r"\eta", "0.05", "10^{-4}", "1")
    assert beta.help == OPTIMIZERS["momentum"].hypers()["beta"].help
    (limit,) = entry("optimizers", "momentum").becomes
    assert (limit.settings, limit.name) == ((r"\beta = 0",), "Gradient descent")
    assert entry("optimizers", "lookahead").becomes[0].name == "the rule inside"
    assert entry("optimizers", "nadam").becomes[0].of == (r"\beta_1 = 0",)


def test_critical_points_are_told_or_counted():
    assert entry("surfaces", "bounded_saddle").critical == (
        "minima f(0, −√2) = −1, f(0, √2) = −1",
        "saddle f(0, 0) = 0",
    )
    assert "121 minima, lowest f(0, 0) = 0" in entry("surfaces", "rastrigin").critical
    assert entry("surfaces", "three_hump_camel").critical[0].endswith("f(1.75, −0.874) ≈ 0.299")
    assert entry("surfaces", "goldstein_price").critical[-1] == "maximum f(4/5, 1/5) = 1155"
    assert entry("surfaces", "pair").critical == ("minimum L(1.05, 0.841) ≈ 0.0383", "no other: the loss is convex")
    assert entry("surfaces", "edge_of_stability").critical == ("whole curves of points without slope",)
    assert "3653" in entry("surfaces", "levy_13").critical[-1]


def test_a_newcomer_has_a_card_before_anybody_has_written_about_it(monkeypatch):
    monkeypatch.setattr(catalogue, "OPTIMIZER_STORIES", {})
    catalogue.optimizers.cache_clear()
    try:
        adam = entry("optimizers", "adam")
    finally:
        catalogue.optimizers.cache_clear()
    assert (adam.claim, adam.query, adam.becomes) == ("", "", ())
    assert len(adam.equations) == 6


def decoded(data: bytes) -> np.ndarray:
    """The opacities of a PNG of ours, read back by the rules of the format."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(data):
        (length,), kind = struct.unpack(">I", data[place : place + 4]), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        (check,) = struct.unpack(">I", data[place + 8 + length : place + 12 + length])
        assert check == zlib.crc32(kind + body)
        chunks[kind], place = body, place + 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return np.frombuffer(chunks[b"tRNS"], dtype=np.uint8)[rows[:, 1:]]


def test_a_picture_reads_back():
    opacity = np.arange(15, dtype=np.uint8).reshape(3, 5) * 17
    np.testing.assert_array_equal(decoded(png(opacity)), opacity)


@pytest.mark.parametrize("name", SURFACES)
def test_a_stamp_is_small_and_dark_where_the_loss_is_low(name):
    surface, drawn = SURFACES[name], stamp(SURFACES[name])
    shades = decoded(base64.b64decode(drawn.shades.partition(",")[2]))
    assert shades.shape == (HEIGHT, WIDTH)
    assert len(drawn.shades) + len(drawn.lines) < 40_000
    (left, right), (bottom, top) = frame(surface)
    assert (right - left) / (top - bottom) == pytest.approx(WIDTH / HEIGHT)
    xs, ys = np.linspace(left, right, WIDTH), np.linspace(top, bottom, HEIGHT)
    losses = surface.value(np.stack(np.meshgrid(xs, ys), axis=-1))
    lowest = np.unravel_index(losses.argmin(), losses.shape)
    assert shades[lowest] == 255
    assert shades.min() == 0
    by_loss = shades.ravel()[losses.ravel().argsort()].astype(int)
    assert (np.diff(by_loss) <= 0).all()
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn.minima)


def page() -> AppTest:
    app = AppTest.from_file("../ui/frame.py", default_timeout=30).run()
    return app.switch_page("../pages/catalogue.py").run()


def names(app: AppTest) -> list[str]:
    shown = "".join(element.proto.body for element in app.get("html"))
    return re.findall("<h2>(.*?)</h2>", shown)


@every_part
def test_the_page_shows_every_part(part):
    app = page()
    app.segmented_control(key="part").set_value(part).run()
    assert not app.exception
    assert len(names(app)) == len(LISTS[part])
    assert len(app.expander) == len(LISTS[part])
    assert sum(m.value.startswith("$$") for m in app.markdown) == len(LISTS[part])


def test_the_page_filters_and_finds():
    app = page()
    app.text_input(key="find").set_value("nesterov").run()
    assert names(app) == ["Nesterov momentum", "Nesterov momentum (difference form)", "NAdam"]
    app.pills(key="family_optimizers").set_value("momentum").run()
    assert names(app) == ["Nesterov momentum", "Nesterov momentum (difference form)"]
    app.text_input(key="find").set_value("<b>nobody</b>").run()
    assert not app.exception
    assert names(app) == []
    assert "Nothing here" in app.markdown[0].value


def test_the_page_is_drawn_soon():
    """Everything that is costly is made once: a visitor's page is well below a second of the server's time."""
    app = page()
    for part in LISTS:
        app.segmented_control(key="part").set_value(part).run()
        begun = time.process_time()
        app.run()
        assert time.process_time() - begun < 0.5


def test_links_stay_on_this_server():
    text = (Path(__file__).parents[1] / "ui" / "catalogue.py").read_text(encoding="utf-8")
    assert "http" not in text

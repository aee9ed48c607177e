"""Losses of data in a real browser: the scatter plot, the clock of epochs, and files that can and cannot be read."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from experiments import link
from experiments.data_edits import fit_of
from figures.map import tone_of
from surfaces import PROBLEMS, fit
from surfaces.regression import error_tree
from tests.browsing import INKED, fitted, module, opened

pytestmark = pytest.mark.browser

QUERY = "surface=line20&steps=40&racer=gradient_descent&racer=gradient_descent+batch~1&axis=epochs&step=0"
MODELS = "document.querySelector('.steepest-fit canvas.models').toDataURL()"


def test_the_clock_counts_epochs_and_the_models_move(watched, server):
    opened(watched, f"{server.url}/?{QUERY}")
    names = watched.locator(".steepest-racers .card .name")
    expect(names).to_have_text(["Gradient descent, all samples", "Gradient descent, batch 1"])
    clock = watched.get_by_label("The clock counts")
    expect(clock).to_have_value("epochs")
    losses = watched.locator(".steepest-racers .card .loss")
    expect(losses.first).to_contain_text(re.compile(r"\d"))
    start = losses.all_inner_texts()
    watched.wait_for_function(INKED, arg=".steepest-fit canvas.models")
    before = watched.evaluate(MODELS)
    for _ in range(19):
        watched.keyboard.press("ArrowRight")
    expect(losses.last).not_to_have_text(start[1])
    assert losses.first.inner_text() == start[0]  # all samples: no update yet
    watched.keyboard.press("ArrowRight")
    expect(losses.first).not_to_have_text(start[0])
    assert watched.evaluate(MODELS) != before
    clock.select_option("updates")
    watched.wait_for_url(lambda url: "axis=" not in url)


START = "new URLSearchParams(location.search).get('start')"


def test_many_samples_stay_in_the_tab_and_have_all_that_others_have(watched, server):
    """Quick answers, opened steps and swarms: their questions name the samples by a ticket."""
    page = opened(watched, f"{server.url}/?surface=line20&steps=40")
    page.get_by_text("Data and batches").click()
    rows = "\n".join(f"{a},{b}" for a, b in np.random.default_rng(0).normal(size=(600, 2)).round(3).tolist())
    files = page.locator("[data-testid=stFileUploaderDropzoneInput]")
    files.set_input_files({"name": "many.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.wait_for_url("**data=tab+**")
    page.wait_for_function("hub.ground.key.startsWith('own') && hub.race.ground === hub.ground.key")
    start, there = page.evaluate("hub.race.start[0]"), page.evaluate(START)
    with page.expect_response("**/race") as answer:
        page.locator(".steepest-stage .start").focus()
        page.keyboard.press("ArrowRight")
    last = answer.value.text().splitlines()[-1]  # before it, where it takes long, how far it is
    assert json.loads(last)["race"]["start"][0] > start
    page.wait_for_function("(x) => hub.race.start[0] > x", arg=start)
    page.wait_for_function(f"(there) => {START} !== there", arg=there)  # the session has it too
    batches = page.get_by_role("combobox", name="Batches", exact=True)
    batches.focus()  # it closes when the page scrolls under it
    batches.click()
    page.get_by_role("option", name="drawn with replacement").click()
    card = page.locator(".steepest-racers .card").first
    card.locator(".open").click()
    card.get_by_label(re.compile(": swarm$")).select_option("starts")
    page.wait_for_function("hub.swarm?.n === 500 && hub.swarm.ground === hub.ground.key")
    batch = card.get_by_label(re.compile(r"Samples that an update sees. \(number\)"))
    batch.fill("4")
    batch.press("Enter")
    ball = page.locator(".steepest-ball")
    expect(ball).to_contain_text(re.compile(r"Over the last quarter in theory: [\d.]+; the swarm’s: [\d.]+"))
    batch.fill("600")
    batch.press("Enter")
    page.wait_for_function("hub.swarm?.n === 500")
    assert "ticket" not in page.url
    with page.expect_response("**/step") as answer:
        page.get_by_role("button", name=re.compile("Open step")).click()
    assert answer.value.json()["frames"]


PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  return field.validationMessage;
}"""


def test_a_file_is_read_or_refused_in_words(watched, server, tmp_path):
    opened(watched, f"{server.url}/?surface=line20")
    watched.get_by_text("Data and batches").click()
    box = watched.locator("[data-testid=stFileUploaderDropzoneInput]")
    rows = "hours,points\n1,52\n2,55\n4,64\n5,70\n"
    box.set_input_files({"name": "marks.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    watched.wait_for_url("**surface=own**")
    shown, notes = link.parse(watched.url.partition("?")[2])
    assert notes == ()
    assert fit_of(shown).data.names == ("hours", "points")
    box.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": b"1,2\n2,two\n"})
    expect(watched.get_by_text("is not a number")).to_be_visible()
    huge = tmp_path / "huge.csv"
    huge.write_bytes(b"1234,5678\n" * 5_000_000)
    sent = []
    watched.on("request", lambda request: sent.append(request.url) if "upload_file" in request.url else None)
    box.set_input_files(huge)
    expect(watched.get_by_text("File must be 1.0MB or smaller.")).to_be_visible()
    assert sent == []  # the browser keeps it
    field = watched.get_by_role("textbox", name="Your own samples")
    field.fill("1,2")
    assert field.evaluate(PASTE, "1234,5678\n" * 500_000) == "These data have 5.0 MB; at most 1 MB can be read."
    expect(field).to_have_value("1,2")
    field.fill("1,3")
    assert field.evaluate("(field) => field.validationMessage") == ""
    assert field.evaluate(PASTE, "1,4") == ""
    assert link.parse(watched.url.partition("?")[2])[0].surface == shown.surface
    expect(watched.locator(".steepest-fit")).to_have_attribute("aria-label", re.compile("^4 samples: hours, points"))


def test_weights_are_called_by_their_names(watched, server):
    opened(watched, f"{server.url}/?{QUERY}&view=both&panels=numbers")
    expect(watched.locator(".steepest-racers dt").first).to_have_text("L")
    expect(watched.locator(".steepest-racers dt").nth(1)).to_have_text("‖∇L‖")
    expect(watched.locator(".kinds [data-named]").nth(2)).to_have_text("‖∇L‖")
    ring = watched.locator(".steepest-stage .map .start")
    expect(ring).to_have_attribute("aria-label", "Start point, w −2, b −2. Arrow keys move it, with Shift finely.")
    expect(
        watched.locator(".space .ring, .steepest-stage [aria-label^='Start on the surface, w']").first
    ).to_be_attached()
    fitted(watched)
    plot = watched.locator(".steepest-stage .map .nsewdrag")
    plot.hover(position={"x": 90, "y": 200})
    expect(watched.locator(".steepest-stage .map .readout")).to_contain_text("w ")
    assert " L " in watched.locator(".steepest-stage .map .readout").inner_text()
    watched.get_by_role("combobox", name="Surface").fill("Bowl")
    watched.keyboard.press("Enter")
    expect(watched.locator(".steepest-racers dt").first).to_have_text("f")


def test_a_batch_of_a_logistic_regression_has_its_lines_too(watched, server):
    opened(watched, f"{server.url}/?surface=passed&steps=40&racer=gradient_descent+batch~3&step=2&view=map")
    expect(watched.locator(".steepest-fit canvas.models")).to_be_attached()
    watched.wait_for_function(INKED, arg="canvas.batch")
    surface = fit(PROBLEMS["passed"])
    u, _, z = surface.columns
    samples, at = [[0], [3, 4, 17]], [[0.0, 0.0], [1.5, -0.5], [-4.0, 3.0]]
    data = {"u": u.tolist(), "v": z.tolist(), "error": error_tree(surface.kind)}
    module(watched, "/fit/batch.js", "lossOf")
    of_each = "([data, samples, at]) => samples.map((few) => at.map((theta) => lossOf(data, few, theta)))"
    drawn = watched.evaluate(of_each, [data, samples, at])
    for few, losses in zip(samples, drawn, strict=True):
        assert losses == pytest.approx(surface.batch(np.array(few)).value(at).tolist(), rel=1e-6)


CLOCK = """(time) => {
  const { moment, FULL } = crowd;
  const { ropes, seek } = stage;
  seek(time);
  const { swarm } = hub;
  const run = hub.race.runs[1];
  const { here, next, part } = moment(swarm, time);
  const coded = [0, 1].map((c) => swarm.points[here + c] + part * (swarm.points[next + c] - swarm.points[here + c]));
  const cloud = swarm.box.map(([low, high], c) => low + ((coded[c] + FULL) / (2 * FULL)) * (high - low));
  const k = Math.floor(time);
  const of = (c) => run.theta[2 * k + c] + (time - k) * (run.theta[2 * k + 2 + c] - run.theta[2 * k + c]);
  return {
    cloud, ball: [0, 1].map(of),
    dots: [...run.arrived], rope: [...ropes()[1].track.arrived],
    heights: [...ropes()[1].z], loss: [...run.source.loss], tone: hub.ground.tone,
  };
}"""


def test_everything_keeps_to_the_clock_of_epochs(watched, server):
    """Batches of 2 and of 7: 10 updates in an epoch and 3. Samples as they arrive, so that every seed is the same."""
    batches = "racer=gradient_descent+batch~2&racer=gradient_descent+batch~7&drawing=arriving&chosen=1&swarm=1+seeds+20"
    opened(watched, f"{server.url}/?surface=line20&steps=40&{batches}&axis=epochs&step=0&view=both")
    expect(watched.locator(".steepest-racers .shares").last).to_contain_text("20 seeds")
    expect(watched.locator(".steepest-stage .space .ring")).to_be_visible()
    watched.wait_for_function("hub.swarm?.ground === hub.ground.key")
    module(watched, "/swarm/swarm.js", "crowd")
    module(watched, "/stage/stage.js", "stage")
    for time in (0, 3, 4, 5.5, 10, 23.25):
        at = watched.evaluate(CLOCK, time)
        assert at["cloud"] == pytest.approx(at["ball"], abs=2e-3)
        assert at["rope"] == at["dots"]
    ends = [k for k, ended in enumerate(at["dots"]) if ended]
    assert ends[:6] == [4, 7, 10, 14, 17, 20]
    e, _ = link.parse(f"surface=line20&steps=40&{batches}")
    tone = tone_of(e.surface)[0]
    assert [at["heights"][k] for k in ends] == pytest.approx(tone(np.array(at["loss"][1 : len(ends) + 1])), abs=1e-5)
    before, after = at["heights"][7], at["heights"][10]  # the ball goes straight from one of its points to the next
    assert at["heights"][8:10] == pytest.approx([before + part * (after - before) for part in (0.4, 0.7)], abs=1e-5)
    watched.keyboard.press("o")
    step = watched.locator(".which .step")
    expect(step).to_have_text("θ5 → θ6")
    for _ in range(3):  # to the first line of the next update
        watched.keyboard.press("ArrowRight")
    expect(step).to_have_text("θ6 → θ7")
    assert watched.evaluate("hub.step") == 24

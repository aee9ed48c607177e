"""The race over HTTP, while a hand moves: the same numbers as a session's, and nothing that a stranger can break."""

import asyncio
import json
import threading
import time
from dataclasses import replace

import pytest
from starlette.responses import Response

from components.stage import ground_key, race_message
from experiments import experiment as edit
from experiments import glass, link
from experiments.edits import MOST, all_edited
from experiments.limits import FORMULAS
from experiments.race import race
from experiments.record import record
from optimizers import OPTIMIZERS, proof
from surfaces.formula.pool import POOL
from surfaces.formula.typed import from_formula
from tests.posting import answered, posted
from ui import quick, work
from ui.glass import step
from ui.model import critical, model
from ui.quick import GONE, QUESTION, quick_race


def question(**changes) -> bytes:
    asked = {"link": link.text(edit.default()), "edits": [], "ground": ground_key(edit.default().surface)}
    return json.dumps(asked | changes).encode()


def answer(**changes) -> dict:
    response = posted(quick_race, question(**changes))
    assert response.status_code == 200
    return json.loads(bytes(response.body))


EDITS = [
    {"op": "start", "x": -1.25, "y": 0.5, "settled": False, "serial": 3},
    {"op": "hyper", "slot": 3, "path": "beta1", "value": 0.5},
    {"op": "toggle", "slot": 0},
]


def test_it_is_the_race_that_a_session_would_run():
    e = all_edited(edit.default(), EDITS)
    assert (e.start, e.racers[0].on) == ((-1.25, 0.5), False)
    assert answer(edits=EDITS) == {"race": json.loads(json.dumps(race_message(e, race(e))))}


def test_a_surface_that_the_browser_lacks_comes_along():
    e = edit.first_look("ravine")
    sent = {"link": link.text(e), "edits": [{"op": "param", "path": "kappa", "value": 33.0}]}
    got = answer(**sent, ground=ground_key(e.surface))
    assert got["ground"]["key"] == got["race"]["ground"] == ground_key(e.surface.replace(kappa=33.0))
    assert "ground" not in answer(**sent, ground=got["ground"]["key"])


@pytest.mark.parametrize(
    "bad",
    [
        {"op": "start", "x": "here", "y": 1},
        {"op": "start", "x": 1e308, "y": None},
        {"op": "start", "x": float("nan"), "y": 1},
        {"op": "hyper", "slot": 3, "path": "__class__", "value": 1},
        {"op": "hyper", "slot": [], "path": {}, "value": {}},
        {"op": ["start"]},
        {},
    ],
)
def test_an_edit_that_cannot_be_taken_changes_nothing(bad):
    assert answer(edits=[bad, *EDITS]) == answer(edits=EDITS)


def test_a_hostile_link_gives_the_nearest_race():
    assert answer(link="v=1&surface=../../etc&steps=1e9&racer=eval")["race"]["steps"] == edit.default().steps
    assert answer(link="?" * 5000)["race"]["start"] == list(edit.default().start)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 20_000, 400),
        (question(edits=[[]]), 400),
        (question(edits={}), 400),
        (question(link=7), 400),
        (question(edits=[EDITS[0]] * (MOST + 1)), 400),
        (question(link="x" * QUESTION), 413),
    ],
)
def test_what_is_no_question_is_refused(body, status):
    assert posted(quick_race, body).status_code == status


LONG = "surface=line10000&steps=2000&batch=9999&drawing=replaced&racer=line_search_exact"  # more than ten seconds' work


def test_nobody_works_on_what_nobody_waits_for():
    left = threading.Event()
    threading.Timer(0.4, left.set).start()
    begin = time.perf_counter()
    assert posted(quick_race, question(link=LONG), left).status_code == GONE
    assert 0.4 < time.perf_counter() - begin < 5
    assert quick.AT_ONCE.borrowed_tokens == 0


# One step, for the glass


def asked_for_a_step(**changes) -> Response:
    return posted(step, question(**({"slot": 3, "step": 8} | changes)))


def test_a_step_is_answered_with_its_sub_frames():
    answered = json.loads(bytes(asked_for_a_step().body))
    e = edit.default()
    shown = glass.opened(record(e, e.racers[3]), 8)
    assert shown
    assert (answered["name"], answered["t"]) == ("Adam", 8)
    assert [frame["value"] for frame in answered["frames"]] == [list(frame.value) for frame in shown.frames]
    assert json.loads(bytes(asked_for_a_step(slot=None).body))["name"] == "Gradient descent"


@pytest.mark.parametrize("changes", [{"slot": 99}, {"slot": "x"}, {"step": 0}, {"step": 1e9}, {"step": None}])
def test_a_step_that_nobody_has_is_refused(changes):
    response = asked_for_a_step(**changes)
    assert response.status_code == 400
    assert b"Traceback" not in response.body


def test_where_nothing_can_be_opened_that_is_said():
    toggles = [{"op": "toggle", "slot": slot} for slot in range(4)]
    assert "No racer is on" in json.loads(bytes(asked_for_a_step(edits=toggles).body))["refused"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_can_be_opened(optimizer):
    e = replace(edit.default(), racers=())
    asked = json.loads(bytes(asked_for_a_step(link=link.text(edit.added(e, optimizer)), slot=0).body))
    assert len({frame["line"] for frame in asked["frames"]}) == len(proof.lines(OPTIMIZERS[optimizer]()))


# The Taylor model and the critical points


def asked_of(endpoint, **changes) -> Response:
    return posted(endpoint, question(**changes))


def test_a_model_stands_at_the_ball_or_where_it_is_put():
    e = edit.default()
    one = record(e, e.racers[3])
    at_ball = json.loads(bytes(asked_of(model, slot=3, step=8, model=[2, 0.3]).body))
    assert at_ball["point"] == one.theta[8].tolist()
    assert at_ball["gradient"] == pytest.approx(one.gradient[8].tolist())
    put = json.loads(bytes(asked_of(model, slot=3, step=8, model=[3, 0.3, 0.5, -0.25]).body))
    assert (put["point"], put["order"]) == ([0.5, -0.25], 3)


@pytest.mark.parametrize("wrong", [None, "2 0.3", [], [2, 0], [2, None], [9, 0.3], [2, 0.3, "x", 1], [2, 0.3, 1e99, 1]])
def test_a_model_that_cannot_be_is_refused(wrong):
    assert asked_of(model, slot=0, step=1, model=wrong).status_code == 400


def test_critical_points_are_those_of_the_surface():
    shown = json.loads(bytes(asked_of(critical, link=link.text(edit.first_look("himmelblau"))).body))
    kinds = [point["kind"] for point in shown["points"]]
    assert (kinds.count("minimum"), kinds.count("maximum"), kinds.count("saddle")) == (4, 1, 4)
    assert not shown["more"]


def test_of_a_typed_formula_it_is_said_that_there_may_be_more():
    shown = json.loads(bytes(asked_of(critical, link="formula=(x^2-1)^2+%2B+y^2").body))
    assert [point["kind"] for point in shown["points"]] == ["minimum", "minimum", "saddle"]
    assert shown["more"]


@pytest.mark.parametrize("text", ["x^2*ln(x^2)+y^2", "(x^2+y^2)^1.25", "|x|+max(2y,5y)"])
def test_critical_points_without_derivatives_are_an_answer_too(text):
    answer = asked_of(critical, link="surface=formula&formula=" + text.replace("+", "%2B"))
    assert answer.status_code == 200
    json.loads(bytes(answer.body), parse_constant=pytest.fail)


def test_a_hand_on_a_typed_surface_is_answered_as_on_any_other():
    from_formula("x^2 + a*y^2").replace(a=2)  # else the first answer may take so long that it tells of itself
    dragged = json.loads(
        bytes(asked_of(quick_race, link="formula=x^2+%2B+a*y^2", edits=[{"op": "param", "path": "a", "value": 2}]).body)
    )
    assert dragged["ground"]["key"] == dragged["race"]["ground"]
    assert "a=2.0" in dragged["ground"]["key"]


def test_a_hand_on_a_known_formula_does_not_wait_for_those_that_are_worked_out(monkeypatch):
    """As on a listed surface: neither for their places nor for the pool."""
    own = "surface=formula&formula=x^2%2B3y^2&steps=40"
    from_formula("x^2+3y^2")
    release, ask = threading.Event(), POOL.ask

    def slowly(request, ticket=""):
        release.wait(20)
        return ask(request, ticket)

    async def beside_others() -> list[Response]:
        texts = [f"x^2%2B{30 + n}y^2" for n in range(2 * FORMULAS)]
        others = [asyncio.ensure_future(answered(critical, question(link=f"formula={text}"))) for text in texts]
        while quick.OWN.borrowed_tokens < FORMULAS:
            await asyncio.sleep(0.01)
        for n in range(5):
            response = await answered(quick_race, question(link=own, edits=[{"op": "start", "x": n / 8, "y": 1.0}]))
            assert json.loads(bytes(response.body))["race"]["start"] == [n / 8, 1.0]
        assert not any(one.done() for one in others)
        release.set()
        return await asyncio.gather(*others)

    monkeypatch.setattr(POOL, "ask", slowly)
    assert [one.status_code for one in asyncio.run(beside_others())] == [200] * 2 * FORMULAS
    assert quick.OWN.borrowed_tokens == quick.AT_ONCE.borrowed_tokens == 0


def test_a_question_that_finds_no_place_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(work, "_places", threading.BoundedSemaphore(1))
    work._places.acquire()
    late = work.Work(lambda: None)
    late._soon = 0.0  # as if its thread had begun long ago
    refused = quick._answer(question(), quick._race, late)
    assert (refused.status_code, bytes(refused.body).decode()) == (400, work.BUSY)


def test_waiting_for_a_place_does_not_make_a_race_long(monkeypatch):
    monkeypatch.setattr(work, "SOON", 0.2)
    one = work.Work()
    time.sleep(0.25)
    one.begins(pytest.fail)
    one.tick(0.5)


def test_an_answer_may_quote_half_a_letter():
    body = b'{"link": "surface=bowl", "model": ["\\ud800", 1], "slot": 0, "step": 1}'
    refused = posted(model, body)
    assert refused.status_code == 400
    assert "“?”" in bytes(refused.body).decode()

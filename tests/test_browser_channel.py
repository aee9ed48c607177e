"""The two roads of an edit, with a server that answers when the test says so."""

import http.client
import json
import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from components.assets import ROUTE
from tests.browsing import visitor

pytestmark = pytest.mark.browser

SET_UP = """
async (route) => {
  const { Channel } = await import(`.${route}/stage/channel.js`);
  const asked = [], sent = [], shown = [];
  window.fetch = (address, { body, signal }) => new Promise((resolve, reject) => {
    const question = JSON.parse(body);
    signal.addEventListener("abort", () => reject(signal.reason));
    const said = { ok: true, headers: new Headers(), json: () => question.edits };
    asked.push({ ...question, reject, answer: () => resolve(said) });
  });
  const channel = new Channel();
  channel.connect((edit) => sent.push(edit));
  channel.open("race", () => "bowl", (edits) => shown.push(edits.at(-1)?.x));
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  const at = (x, settled) => channel.push("start", { op: "start", x, settled });
  const toggle = () => channel.push("toggle 0", { op: "toggle", slot: 0, settled: true });
  const xs = (edits) => edits.map(({ x }) => x), ops = (edits) => edits.map(({ op }) => op);
  Object.assign(window, { t: { xs, ops, channel, asked, sent, shown, rest, at, toggle } });
}
"""


@pytest.fixture(scope="module")
def blank(server, browser):
    """A page of the app's address without the app, so that its modules can be imported and nothing else runs."""
    with visitor(browser, server.url) as page:
        page.goto(f"{server.url}/health")
        yield page


@pytest.fixture
def lab(blank) -> Page:
    blank.evaluate(SET_UP, ROUTE)
    return blank


def test_one_question_is_under_way_and_the_newest_edit_waits(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1");
      [1, 2, 3, 4].forEach((x) => t.at(x, false));
      const before = t.asked.length;
      t.asked[0].answer();
      await t.rest();
      t.asked[1].answer();
      await t.rest();
      return { before, asked: t.asked.map(({ link, edits }) => [link, t.xs(edits)]), shown: t.shown, sent: t.sent };
    }""")
    assert got == {"before": 1, "asked": [["v=1", [1]], ["v=1", [4]]], "shown": [1, 4], "sent": []}


def test_a_settled_edit_reaches_the_session_after_its_paths(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1");
      t.at(1, true);
      const early = t.sent.length;
      t.asked[0].answer();
      await t.rest();
      const done = t.channel.answered(t.sent[0].serial, "v=1&start=1");
      return { early, sent: t.xs(t.sent), done, asked: t.asked.length };
    }""")
    assert got == {"early": 0, "sent": [1], "done": True, "asked": 1}


def test_an_old_answer_of_the_session_does_not_replace_what_the_hand_holds_now(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1");
      t.at(1, true);
      t.asked[0].answer();
      await t.rest();
      t.at(2, false);
      const done = t.channel.answered(t.sent[0].serial, "v=1&start=1");
      t.asked[1].answer(); // asked before the session's answer: no longer of use
      await t.rest();
      t.asked[2].answer();
      await t.rest();
      t.channel.rest();
      return { done, last: [t.asked[2].link, t.xs(t.asked[2].edits)], shown: t.shown, sent: t.xs(t.sent) };
    }""")
    assert got == {"done": False, "last": ["v=1&start=1", [2]], "shown": [1, 2], "sent": [1, 2]}


def test_an_experiment_without_a_link_goes_by_the_session_alone(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, null);
      t.at(1, false);
      t.at(2, false);
      const first = t.xs(t.sent);
      const done = t.channel.answered(t.sent[0].serial, null);
      return { first, done, sent: t.xs(t.sent), asked: t.asked.length };
    }""")
    assert got == {"first": [1], "done": True, "sent": [1, 2], "asked": 0}


def test_what_was_done_before_the_session_has_said_anything_waits_for_it(lab):
    got = lab.evaluate("""async () => {
      t.toggle();
      const early = t.sent.length;
      t.channel.answered(null, "v=1", false, 1);
      return { early, sent: t.sent.map(({ op, loads }) => [op, loads]) };
    }""")
    assert got == {"early": 0, "sent": [["toggle", 1]]}


def test_a_race_that_was_stopped_says_so_no_longer_when_another_link_is_followed(lab):
    got = lab.evaluate("""async () => {
      const told = [];
      t.channel.open("race", () => "bowl", () => {}, (work) => told.push(work));
      t.channel.answered(null, "v=1", true, 1);
      t.channel.stop();
      await t.rest();
      t.channel.answered(null, "v=1&surface=ravine", false, 2);
      return told;
    }""")
    assert got == [{"stopped": True}, None]


def test_what_was_done_on_the_picture_of_an_older_link_ends_with_it(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1", false, 1);
      t.toggle();
      t.channel.push("add", { op: "add", settled: true }); // waits for the answer to the other
      t.at(1, false);
      t.channel.answered(null, "v=1&surface=ravine", false, 2);
      t.asked[0].answer();
      await t.rest();
      const left = t.channel.question.edits.length;
      t.toggle();
      return { left, asked: t.asked.length, sent: t.sent.map(({ op, loads }) => [op, loads]), shown: t.shown };
    }""")
    assert got == {"left": 0, "asked": 1, "sent": [["toggle", 1], ["toggle", 2]], "shown": []}


def test_a_question_of_before_is_not_answered_though_the_link_is_the_same(lab):
    """As where a key leads back to the start of a scene while the hand has moved it."""
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1", false, 1);
      t.at(1, false);
      t.channel.answered(null, "v=1", true, 2); // and takes long
      t.asked[0].answer();
      await t.rest();
      t.asked[1].answer();
      await t.rest();
      return { asked: t.asked.map(({ edits }) => t.xs(edits)), shown: t.shown.length };
    }""")
    assert got == {"asked": [[1], []], "shown": 1}


def test_a_question_takes_the_edits_along_that_wait_for_the_session(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1");
      t.toggle();
      t.at(1, false);
      return { sent: t.ops(t.sent), asked: t.ops(t.asked[0].edits), ground: t.asked[0].ground };
    }""")
    assert got == {"sent": ["toggle"], "asked": ["toggle", "start"], "ground": "bowl"}


def test_without_a_quick_answer_the_session_still_gets_the_edit(lab):
    got = lab.evaluate("""async () => {
      t.channel.answered(null, "v=1");
      t.at(1, true);
      t.asked[0].reject(new TypeError("no network"));
      await t.rest();
      return { sent: t.xs(t.sent), shown: t.shown };
    }""")
    assert got == {"sent": [1], "shown": []}


def test_a_question_that_takes_long_is_given_up_for_a_newer_one_and_for_nothing_else(lab):
    got = lab.evaluate("""async () => {
      const { setTimeout, clearTimeout } = window, due = new Map();
      window.setTimeout = (act, after = 0) => (after ? due.set(act, after) && act : setTimeout(act));
      window.clearTimeout = (act) => due.delete(act);
      const long = async () => { // a time that only this test lets pass
        for (const [act, after] of [...due]) if (after <= 800 && due.delete(act)) act();
        await t.rest();
      };
      t.channel.answered(null, "v=1");
      t.at(1, false);
      await long();
      const alone = t.asked.length;
      t.at(2, false);
      await t.rest();
      t.at(3, true); // it waits until the second has taken long
      await t.rest();
      const soon = t.asked.length;
      await long();
      t.asked[2].answer();
      t.asked[0].answer();
      await t.rest();
      Object.assign(window, { setTimeout, clearTimeout });
      return { alone, soon, asked: t.asked.map(({ edits }) => t.xs(edits)), shown: t.shown, sent: t.xs(t.sent) };
    }""")
    assert got == {"alone": 1, "soon": 2, "asked": [[1], [2], [3]], "shown": [3], "sent": [3]}


HEAVY = "surface=line10000&steps=2000&batch=9998&drawing=replaced&racer=line_search_exact"


def test_when_the_browser_is_gone_the_server_stops_working(server):
    """As when a page is left: the connection ends before the answer."""

    def used():
        return sum(map(int, Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]))

    ticks = os.sysconf("SC_CLK_TCK")
    connection = http.client.HTTPConnection("localhost", server.port)
    begin = used()
    connection.request("POST", f"{ROUTE}/race", json.dumps({"link": HEAVY, "edits": []}))
    end = time.monotonic() + 30
    while used() - begin < ticks and time.monotonic() < end:  # a second's work has been done
        time.sleep(0.05)
    assert used() - begin >= ticks
    connection.close()
    time.sleep(1)
    begin = used()
    time.sleep(1)
    assert used() - begin < ticks / 4

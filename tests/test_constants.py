"""What the browser's modules and Python both know is the same on both sides."""

import ast
import json
import re
from dataclasses import fields
from typing import Any

import pytest

from components.assets import HERE
from components.swarm import AWAY, FULL
from experiments import experiment as edit
from experiments import limits
from experiments.edits import edited
from experiments.experiment import AXES, HEIGHTS, STRIPS, VIEWS, Experiment
from experiments.limits import Refused
from experiments.link_keys import VIEW
from figures.map import LEVELS
from surfaces.core import HIGHEST_ORDER


def source(module: str) -> str:
    return (HERE / module).read_text(encoding="utf-8")


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    assert match, pattern
    return match[1]


def constant(module: str, name: str) -> Any:
    """The value of a constant that a module writes out."""
    text = found(rf"^(?:export )?const {name} = (?:new Set\()?(.*?)\)?;", source(module))
    text = re.sub(r"(\d+) \*\* (-?\d+)", lambda power: repr(float(power[1]) ** int(power[2])), text)
    return ast.literal_eval(text)


def ids(module: str, name: str) -> tuple[str, ...]:
    """The first of each row of a table."""
    return tuple(row[0] for row in constant(module, name))


def written() -> dict[str, str]:
    """What the stage writes into the address by itself: each key with how."""
    keys = found(r"writeView\(\{(.*?)\}\)", source("stage/stage.js"))
    return dict(re.findall(r"^ +(\w+): (.*?),$", keys, re.MULTILINE))


def test_what_can_be_chosen():
    assert tuple(constant("stage/clock.js", "SPEEDS")) == limits.SPEEDS
    assert tuple(constant("stage/stage.js", "AXES")) == AXES
    assert ids("stage/strip.js", "KINDS") == STRIPS
    assert ids("stage/layout.js", "VIEWS") == VIEWS
    assert ids("stage/views.js", "HEIGHTS") == HEIGHTS
    assert constant("taylor/band.js", "ORDERS") == [*range(1, HIGHEST_ORDER + 1)]


def test_how_far_the_arrows_go():
    assert (constant("glass/scale.js", "LEAST"), constant("glass/scale.js", "MOST")) == limits.ARROWS


def test_how_a_swarm_is_packed():
    assert (constant("swarm/swarm.js", "FULL"), constant("swarm/swarm.js", "AWAY")) == (FULL, AWAY)


def test_the_model_has_as_many_levels_as_the_map():
    assert constant("taylor/scene.js", "LEVELS") == LEVELS


def test_the_address_is_written_with_the_links_own_keys():
    beside = found(r"writeView\(\{ (\w+):", source("follow/follow.js"))
    assert {*written(), beside} == {*VIEW}


@pytest.mark.parametrize("key", VIEW)
def test_the_browser_leaves_out_what_the_link_leaves_out(key):
    usual = {one.name: one.default for one in fields(Experiment)}[key]
    left_out = re.match(rf"(?:hub|clock)\.{key} === (\S+) \? null : ", written().get(key, ""))
    assert json.loads(left_out[1] if left_out else "null") == (usual or None)


@pytest.mark.parametrize("op", sorted(constant("stage/channel.js", "LIVE")))
def test_what_a_hand_moves_is_an_edit(op):
    with pytest.raises(Refused) as refused:
        edited(edit.default(), {"op": op, "slot": 99})
    assert "not known" not in str(refused.value)

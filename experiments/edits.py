"""Edits as a browser sends them, applied to an experiment. Everything in them is a stranger's.

None of them compiles a formula: that is a page's own business, see `ui.own_formula`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments import data_edits
from experiments import experiment as edit
from experiments.experiment import Experiment
from experiments.limits import Refused

MOST = 64  # edits that wait for one answer


def edited(e: Experiment, sent: Mapping[str, Any]) -> Experiment:
    """The experiment after one edit. Raises Refused, with a message for the student, for one that cannot be taken."""
    slot = sent["slot"] if isinstance(sent.get("slot"), int) else -1
    match sent.get("op"):
        case "start":
            return edit.with_start(e, sent.get("x"), sent.get("y"))
        case "batch":
            return data_edits.with_batch_of(e, slot, sent.get("value"))
        case "circle":
            return edit.with_circle(e, sent.get("radius"))
        case "param":
            return edit.with_param(e, str(sent.get("path")), sent.get("value"))
        case "hyper":
            return edit.with_hyper(e, slot, str(sent.get("path")), sent.get("value"))
        case "swarm":
            return edit.with_swarm(e, slot, str(sent.get("kind")), sent.get("n"))
        case "schedule":
            return edit.with_schedule(e, slot, str(sent.get("schedule")))
        case "schedule_inner":
            return edit.with_inner_schedule(e, slot, str(sent.get("schedule")))
        case "schedule_setting":
            return edit.with_schedule_setting(e, slot, str(sent.get("path")), sent.get("value"))
        case "inner":
            return edit.with_inner_of(e, slot, str(sent.get("optimizer")))
        case "switch":
            return edit.with_switch(e, slot)
        case "toggle":
            return edit.toggled(e, slot)
        case "duplicate":
            return edit.duplicated(e, slot)
        case "remove":
            return edit.removed(e, slot)
        case "add":
            return edit.added(e, str(sent.get("optimizer")))
    raise Refused("That edit is not known here.")


def all_edited(e: Experiment, sent: Sequence[Mapping[str, Any]]) -> Experiment:
    """The experiment after several edits; one that is refused leaves it as it was, as it does in a session."""
    for one in sent:
        try:
            e = edited(e, one)
        except Refused:
            continue
    return e

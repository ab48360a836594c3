"""Monitoring as an office does it: steps with their order and limits, and when a risk counts as gone."""

from models.rules.monitoring.advance import advance, problems, publicity_end, start, steps_of
from models.rules.monitoring.conditions import Finding, findings
from models.rules.monitoring.steps import STEPS, Step, asides, next_step, step_of

__all__ = [
    "STEPS",
    "Finding",
    "Step",
    "advance",
    "asides",
    "findings",
    "next_step",
    "problems",
    "publicity_end",
    "start",
    "step_of",
    "steps_of",
]

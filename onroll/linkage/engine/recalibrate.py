"""Claimed probability brought to what a run's own pupil numbers show: pairs with two numbers are answers for nothing.

The model scores such pairs as if it could not see their numbers; how often it was right, where it was not sure, says
how far to trust it here.
"""

from dataclasses import dataclass

import numpy as np

from onroll.linkage.engine.table import Flags, Floats

# Below this many answers, or of either kind, the model's own claim is kept.
FEWEST_ANSWERS, FEWEST_OF_A_KIND = 150, 40
# Surer than this (log odds) a wrong answer is a mistyped number more often than a wrong claim: within 12 such answers
# flattened all claims, and on simulated worlds half as many pairs again went to a person for nothing.
_UNCERTAIN = 5.0
_HOLD = 20.0  # as if that many pairs had already confirmed the model's own claim
_STEEPEST, _FLATTEST, _SHIFT = 1.6, 0.6, 1.5


@dataclass(frozen=True, slots=True)
class Correction:
    """Log odds become `slope` times themselves plus `shift`. `answers`: on how many pairs it was fitted, 0 for none."""

    slope: float = 1.0
    shift: float = 0.0
    answers: int = 0


def correction(logit: Floats, same_number: Flags) -> Correction:
    """Return the correction that fits these pairs, held near none where they are few."""
    doubtful = np.abs(logit) < _UNCERTAIN
    logit, truth = logit[doubtful].astype(np.float64), same_number[doubtful]
    if len(truth) < FEWEST_ANSWERS or min(truth.sum(), (~truth).sum()) < FEWEST_OF_A_KIND:
        return Correction()
    facts = np.stack([logit, np.ones_like(logit)])
    weights = np.array([1.0, 0.0])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(weights @ facts, -30, 30)))
        slope = facts @ (chance - truth) + _HOLD * (weights - [1, 0])
        curve = (facts * (chance * (1 - chance))) @ facts.T + _HOLD * np.eye(2)
        weights = weights - np.clip(np.linalg.solve(curve, slope), -0.5, 0.5)
        weights = np.clip(weights, [_FLATTEST, -_SHIFT], [_STEEPEST, _SHIFT])
    return Correction(float(weights[0]), float(weights[1]), len(truth))


def corrected(logit: Floats, by: Correction) -> Floats:
    """Return log odds with a correction applied."""
    return (logit * np.float32(by.slope) + np.float32(by.shift)).astype(np.float32)

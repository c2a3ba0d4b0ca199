"""What a last layer is asked, what it answers, and what it loses: linear, sigmoid and softmax, with the working.

Oracle of the tests: ``torch.nn.functional``. Losses are means over values, as torch's are, in nats or squared units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from explorer.arrays import Array, softmax
from explorer.errors import SpecError

Question = Literal["value", "binary", "one", "several"]
"""How much; yes or no; which one of many; which of many are there."""
QUESTIONS: tuple[Question, ...] = get_args(Question)
SCORE_RANGE = (-5.0, 5.0)
"""Of scores on the page."""
TEMPERATURES = (0.1, 5.0)
MOST_SMOOTHING = 0.5
DIGITS = 4
SMALL = 1e-3
"""Shares below it are not written with four decimals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLayer:
    """Scores (logits), what they answer, and what is true.

    Attributes:
        question: decides on the activation and the loss.
        scores: one for each output; one alone for ``value`` and ``binary``.
        truth: the true value; 0 or 1 for each output of the others, one 1 among them for ``one``.
        temperature: by which the scores of ``one`` are divided.
        smoothing: share of the truth of ``one`` that is spread over all classes evenly.
    """

    question: Question = "one"
    scores: tuple[float, ...] = (2.0, 1.0, 0.1)
    truth: tuple[float, ...] = (1.0, 0.0, 0.0)
    temperature: float = 1.0
    smoothing: float = 0.0

    def __post_init__(self) -> None:
        if len(self.scores) != len(self.truth) or not self.scores:
            raise SpecError("There are {scores} scores but {truth} true values. Give as many of one as of the other.",
                            scores=len(self.scores), truth=len(self.truth))
        if self.temperature <= 0:
            raise SpecError("The temperature is {value:g}; scores can be divided by a number above 0 only.",
                            value=self.temperature)

    @property
    def answers(self) -> Array:
        """Return what the activation makes of the scores."""
        scores = np.asarray(self.scores, dtype=np.float64)
        if self.question == "value":
            return scores
        return softmax(scores / self.temperature) if self.question == "one" else sigmoid(scores)

    @property
    def targets(self) -> Array:
        """Return what the answers are held against: the truth, smoothed."""
        truth = np.asarray(self.truth, dtype=np.float64)
        return (1 - self.smoothing) * truth + self.smoothing / len(truth) if self.question == "one" else truth

    @property
    def loss(self) -> float:
        """Return the loss: squared error, binary cross entropy, or cross entropy."""
        scores = np.asarray(self.scores, dtype=np.float64)
        if self.question == "value":
            return float(((scores - self.targets) ** 2).mean())
        if self.question == "one":
            scaled = scores / self.temperature
            return float(-(self.targets * (scaled - np.logaddexp.reduce(scaled))).sum())
        return float((np.logaddexp(0, scores) - self.targets * scores).mean())

    @property
    def gradient(self) -> Array:
        """Return how much the loss rises with each score."""
        away = self.answers - self.targets
        if self.question == "one":
            return away / self.temperature
        return away * (2 if self.question == "value" else 1) / len(self.scores)

    def along(self, scores: Sequence[float], place: int = 0) -> Array:
        """Return the loss for each of ``scores`` in the place of one, the others as they are."""
        changed = ((*self.scores[:place], float(score), *self.scores[place + 1:]) for score in scores)
        return np.array([replace(self, scores=one).loss for one in changed])

    @property
    def answer_lines(self) -> tuple[str, ...]:
        """Return the working of the answers, LaTeX: the formula, then one line for each output."""
        return _ANSWER_LINES[self.question](self)

    @property
    def loss_lines(self) -> tuple[str, ...]:
        """Return the working of the loss, LaTeX: the formula, then the values in it."""
        return _LOSS_LINES[self.question](self)

    @property
    def gradient_line(self) -> str:
        """Return how the loss rises with the scores, LaTeX."""
        formula = {"value": r"2\,(\hat y - y)", "binary": "p - t", "several": r"\tfrac{1}{K}(p_i - t_i)",
                   "one": r"p_i - t_i" if self.temperature == 1 else r"\tfrac{1}{T}(p_i - t_i)"}[self.question]
        many = self.question in ("one", "several")
        return rf"\frac{{\partial L}}{{\partial z{'_i' if many else ''}}} = {formula} = {_row(self.gradient)}"


def sigmoid(scores: Array) -> Array:
    """Return 1 / (1 + exp(-z)), without an overflow."""
    values: Array = np.exp(-np.logaddexp(0, -scores))
    return values


def best_lead(classes: int, smoothing: float) -> float:
    """Return by how much the true score leads the others where the smoothed loss is least; infinite without smoothing.

    Source:
        Szegedy et al. (2015), Rethinking the inception architecture, arXiv:1512.00567, section 7.
    """
    if smoothing <= 0:
        return float("inf")
    return float(np.log((1 - smoothing + smoothing / classes) / (smoothing / classes)))


def written(value: float, digits: int = DIGITS) -> str:
    """Return a number for LaTeX with at most so many significant digits."""
    text = f"{value:.{digits}g}"
    mantissa, power, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if power else text


def written_share(value: float) -> str:
    """Return a share, 0 to 1, for LaTeX: with four decimals, very small ones as a power of ten."""
    return f"{value:.{DIGITS}f}" if value >= SMALL else written(value)


def torch_line(layer: LastLayer) -> str:
    """Return the line that computes the loss with torch from scores ``z`` and what is true, ``t``."""
    if layer.question == "value":
        return "F.mse_loss(z, t)"
    if layer.question != "one":
        return "F.binary_cross_entropy_with_logits(z, t)"
    scaled = "z" if layer.temperature == 1 else f"z / {layer.temperature:g}"
    more = f", label_smoothing={layer.smoothing:g}" if layer.smoothing else ""
    return f"F.cross_entropy({scaled}, t{more})"


def _row(values: Sequence[float] | Array) -> str:
    texts = [written(float(value)) for value in values]
    return texts[0] if len(texts) == 1 else "(" + r",\; ".join(texts) + ")"


def _value_answer(layer: LastLayer) -> tuple[str, ...]:
    return (rf"\hat y = z = {written(layer.scores[0])}",)


def _binary_answer(layer: LastLayer) -> tuple[str, ...]:
    return (rf"p = \sigma(z) = \frac{{1}}{{1 + e^{{-z}}}} = "
            rf"\frac{{1}}{{1 + e^{{{written(-layer.scores[0])}}}}} = {written_share(layer.answers[0])}",)


def _several_answer(layer: LastLayer) -> tuple[str, ...]:
    lines = (rf"p_{{{place}}} = \sigma({written(score)}) = {written_share(share)}"
             for place, (score, share) in enumerate(zip(layer.scores, layer.answers, strict=True), start=1))
    return (r"p_i = \sigma(z_i) = \frac{1}{1 + e^{-z_i}}", *lines)


def _one_answer(layer: LastLayer) -> tuple[str, ...]:
    warm = layer.temperature != 1
    scaled = np.asarray(layer.scores) / layer.temperature
    whole = written(float(np.exp(scaled).sum()))
    lines = []
    for place, (score, power, share) in enumerate(zip(layer.scores, scaled, layer.answers, strict=True), start=1):
        exponent = f"{written(score)} / {written(layer.temperature)}" if warm else written(score)
        lines.append(rf"p_{{{place}}} = \frac{{e^{{{exponent}}}}}{{{whole}}} = "
                     rf"\frac{{{written(float(np.exp(power)))}}}{{{whole}}} = {written_share(share)}")
    head = r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}" if warm else r"p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    total = " + ".join(written(float(np.exp(power))) for power in scaled)
    return head, rf"\textstyle\sum_j = {total} = {whole}", *lines


def _value_loss(layer: LastLayer) -> tuple[str, ...]:
    value, truth = layer.scores[0], layer.truth[0]
    minus = f"({written(truth)})" if truth < 0 else written(truth)
    return (rf"L = (\hat y - y)^2 = ({written(value)} - {minus})^2 = {written(layer.loss, DIGITS + 1)}",)


def _binary_loss(layer: LastLayer) -> tuple[str, ...]:
    share = written_share(layer.answers[0])
    here = rf"-\ln {share}" if layer.truth[0] else rf"-\ln(1 - {share})"
    return r"L = -t \ln p - (1 - t) \ln(1 - p)", rf"L = {here} = {written(layer.loss, DIGITS + 1)}"


def _several_loss(layer: LastLayer) -> tuple[str, ...]:
    terms = [written(float(-np.log(share if truth else 1 - share)))
             for share, truth in zip(layer.answers, layer.truth, strict=True)]
    return (r"L = -\tfrac{1}{K} \sum_i \big(t_i \ln p_i + (1 - t_i) \ln(1 - p_i)\big)", rf"t = {_row(layer.truth)}",
            rf"L = \tfrac{{1}}{{{len(terms)}}} ({' + '.join(terms)}) = {written(layer.loss, DIGITS + 1)}")


def _one_loss(layer: LastLayer) -> tuple[str, ...]:
    pairs = [(target, share) for target, share in zip(layer.targets, layer.answers, strict=True) if target]
    if len(pairs) == 1:
        share, place = written_share(pairs[0][1]), 1 + int(layer.targets.argmax())
        return rf"L = -\ln p_{{{place}}}", rf"L = -\ln {share} = {written(layer.loss, DIGITS + 1)}"
    terms = [written(float(-target * np.log(share))) for target, share in pairs]
    return (r"L = -\sum_i t_i \ln p_i", rf"t = {_row(layer.targets)}",
            rf"L = {' + '.join(terms)} = {written(layer.loss, DIGITS + 1)}")


_ANSWER_LINES = {"value": _value_answer, "binary": _binary_answer, "one": _one_answer, "several": _several_answer}
_LOSS_LINES = {"value": _value_loss, "binary": _binary_loss, "one": _one_loss, "several": _several_loss}

"""Numbers as readers see them: one rule for pages, files and the browser, whose twin is ``pages/web/kit/format.js``."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

WRITTEN_OUT = 1e6
SMALLEST = 1e-3
NOISE = 1e-12
"""Some thousand terms in doubles are wrong by less than this share of their sizes' sum."""


def clean(value: float, beside: float) -> float:
    """Return ``value`` without what rounding leaves of terms that cancel: 0 where it is nothing beside them.

    Args:
        value: a sum.
        beside: what the sizes of its terms add up to.
    """
    return 0.0 if abs(value) <= NOISE * beside else value


def number(value: float, digits: int = 4, *, beside: float = 0.0) -> str:
    """Return a number as text.

    Whole ones in full, others with at most ``digits`` significant digits and without zeros at the end, very large and
    very small ones with a power of ten.

    Args:
        value: what is written.
        digits: at least 1.
        beside: as of `clean`, where the value is a sum.
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "−∞" if value < 0 else "∞"
    value = clean(value, beside)
    size = abs(value)
    if size >= WRITTEN_OUT or 0 < size < SMALLEST:
        return _true_minus(_power(value, max(0, digits - 2)))
    if value == int(value):
        return _true_minus(str(int(value)))
    return _true_minus(_plain(_rounded(value, digits)))


def latex_number(value: float, digits: int = 4) -> str:
    """Return a number, written as by `number`, for a line of LaTeX: without what rounding leaves of a sum."""
    mantissa, power, exponent = number(round(value, 12), digits).replace("−", "-").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if power else mantissa


def shorter(value: float) -> list[str]:
    """Return a number in less and less room, for cells; the last text has at most six characters.

    Three digits, then fewer, without the zero before the point, at last a power of ten.
    """
    size = abs(value)
    texts = [number(value, digits) for digits in ((3, 2, 1) if size < 1 else (3,) if size < 100 else ())]
    if size >= 1:
        places = (1, 0) if size < 100 else (0,)
        texts += [number(float(_half_up(value, Decimal(1).scaleb(-place)))) for place in places]
    if size >= 1e3:
        texts.append(_true_minus(_power(value, 0)).replace("+", ""))
    texts = [short for text in texts for short in (text, _without_zero(text))]
    return [text for at, text in enumerate(texts) if all(len(text) < len(before) for before in texts[:at])]


def _rounded(value: float, digits: int) -> Decimal:
    """Return ``value`` with so many significant digits; halves go away from 0, as in a browser."""
    exact = Decimal(value)
    return _half_up(value, Decimal(1).scaleb(exact.adjusted() - digits + 1))


def _half_up(value: float, unit: Decimal) -> Decimal:
    return Decimal(value).quantize(unit, ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _power(value: float, decimals: int) -> str:
    """Return ``value`` with a power of ten, written as a browser does: ``1.2e-5``, ``6e+23``."""
    rounded = _rounded(value, decimals + 1)
    sign, digits, _exponent = rounded.as_tuple()
    kept = "".join(map(str, digits))[:decimals + 1]
    return f"{'-' * sign}{kept[0]}{'.' if decimals else ''}{kept[1:]}e{rounded.adjusted():+d}"


def _without_zero(text: str) -> str:
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text


def _true_minus(text: str) -> str:
    return text.replace("-", "−")

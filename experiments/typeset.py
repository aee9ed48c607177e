"""Numbers as LaTeX and as HTML: few digits, a true minus, powers of ten typeset; what is not finite is said so."""

import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 4  # significant ones of a computed number
EXACT = 12  # of a setting, which is a choice and no measurement
PLAIN = (1e-3, 1e5)  # sizes written without a power of ten
NEWEST = 3  # columns shown of a wide matrix, which is a window over the past


def latex(value: float, digits: int = DIGITS) -> str:
    if not math.isfinite(value):
        return r"\text{undefined}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    mantissa, exponent = _parts(value, digits)
    if exponent is None:
        return mantissa
    power = f"10^{{{exponent}}}"
    return {"1": power, "-1": f"-{power}"}.get(mantissa, rf"{mantissa} \cdot {power}")


def html(value: float, digits: int = DIGITS) -> str:
    if not math.isfinite(value):
        return "undefined" if math.isnan(value) else "∞" if value > 0 else "−∞"
    mantissa, exponent = _parts(value, digits)
    text = mantissa if exponent is None else f"{mantissa}·10<sup>{exponent}</sup>"
    return text.replace("-", "−")


def html_each(values: NDArray[np.float64]) -> list[str]:
    """`html` of each of many numbers (k,), at a fraction of the price; "" where one is NaN."""
    size = np.abs(values)
    plain = (size == 0) | ((size >= PLAIN[0]) & (size < 10**DIGITS - 1))  # C writes these as `html` does
    texts = (f"%.{DIGITS}g " * len(values) % tuple((values + 0.0).tolist())).replace("-", "−").split()
    return [
        text if easy else html(value) if value == value else ""
        for text, easy, value in zip(texts, plain.tolist(), values.tolist(), strict=True)
    ]


def _parts(value: float, digits: int) -> tuple[str, int | None]:
    """Mantissa and power of ten, or the number and None."""
    text = f"{value:.{digits}g}"
    size = abs(float(text))
    if size == 0:
        return "0", None
    if PLAIN[0] <= size < PLAIN[1]:
        return (text if "e" not in text else f"{float(text):.0f}"), None
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa), int(exponent)


def short(value: float) -> str:
    """A number in few characters: 0.01, 250, −1.5, 1e5."""
    if value != 0.0 and not 1e-3 <= abs(value) < 1e5:
        mantissa, exponent = f"{value:.12e}".split("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    else:
        text = f"{value:.12g}"
    return text.replace("-", "−")


def matrix(rows: Iterable[Iterable[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def column(values: Iterable[float]) -> str:
    return matrix([latex(v)] for v in values)


def quantity(array: Any, digits: int = DIGITS) -> str:
    """The one row of a quantity: a number, a vector as a column (x, y), a matrix; of a wide one its newest columns."""
    row = np.asarray(array, dtype=float)
    row = row[0] if row.ndim else row
    if row.size == 1:
        return latex(float(row.reshape(())), digits)
    if row.ndim == 1:
        return column(row)
    cut = row[:, -NEWEST:] if row.shape[1] > NEWEST else row
    more = [r"\cdots"] if row.shape[1] > NEWEST else []
    return matrix([*more, *map(latex, line)] for line in cut)


def plain(text: str) -> str:
    """The LaTeX of a name such as w_1 as text: w₁."""
    return re.sub(r"_(\d)", lambda m: chr(ord("₀") + int(m[1])), text)


LETTERS = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "eta": "η", "theta": "θ", "lambda": "λ"},
    **{"mu": "μ", "rho": "ρ", "Lambda": "Λ", "Delta": "Δ", "nabla": "∇", "ell": "ℓ", "prime": "′", "max": "max"},
    **{"lVert": "‖", "rVert": "‖", "sqrt": "√", "infty": "∞"},
}
ACCENTS = {"hat": "\u0302", "tilde": "\u0303"}


def symbol(text: str) -> str:
    """The LaTeX of a quantity's symbol as HTML, for places where none is typeset: tables and the legends of figures."""
    text = re.sub(r"\\text\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(hat|tilde)\{([^{}]*)\}", lambda m: m[2] + ACCENTS[m[1]], text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda m: LETTERS[m[1]], text)
    text = re.sub(r"_\{([^{}]*)\}", r"<sub>\1</sub>", plain(text))
    text = re.sub(r"\^\{([^{}]*)\}", r"<sup>\1</sup>", text)
    return text.replace("{", "").replace("}", "")


def letter(text: str) -> str:
    """The LaTeX of a setting's symbol as plain text: β₁, η_∞."""
    return re.sub(r"<sub>(.*?)</sub>", r"_\1", symbol(text))


def spoken(text: str) -> str:
    """The LaTeX of a quantity's symbol in words, for those who hear it: "eta over root of v hat"."""
    text = re.sub(r"\\text\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(hat|tilde)\{([^{}]*)\}", r"\2 \1", text)
    text = text.replace(r"\sqrt", " root of ").replace(r"\lVert", " norm of ").replace(r"\rVert", " ")
    text = text.replace("/", " over ").replace("*", " star ")
    return " ".join(re.sub(r"[\\{}_^]", " ", text).split())

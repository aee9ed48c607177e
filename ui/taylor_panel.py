"""The Taylor models at the racer's point, and what they predict of its steps."""

from functools import lru_cache

import streamlit as st

from experiments import taylor, typeset
from experiments.columns import step_curve
from experiments.record import Record
from figures.curves import PLAIN, TOO_LARGE, Curve, Figure, beyond, curves
from ui.view import View

SHORT = 130  # characters of LaTeX: shorter formulas leave room for the numbers beside them
INDENT = "&emsp;&emsp;"
HEIGHT = 15  # em, of the curves


def show(view: View, wide: bool) -> None:
    st.header("Taylor expansion", anchor=False)
    record, t = view.record, view.last
    if record.count == 0:
        st.markdown("The loss is not defined at this start, so there is nothing to expand.")
        return
    x, y = record.theta[t].tolist()
    model = taylor.model(record.surface, (x, y))
    ended = "Its last finite point: " if view.diverged else ""
    point = rf"\theta_{{{t}}}"
    where = rf"${point} = ({typeset.latex(x)},\ {typeset.latex(y)})$"
    st.markdown(f"{ended}{where}{f', **{model.kind}**' if model.kind else ''}.")
    blocks = [
        *model.lacks,
        *_derivatives(view, model, point),
        *map(_polynomial, (model.first, model.second)),
        *_eigen(model),
    ]
    left, right = st.columns(2, gap="large") if wide else (st.container(), st.container())
    with left:
        st.markdown("\n\n".join(filter(None, blocks)))
    with right:
        _predictions(view)


def _display(latex: str) -> str:
    return f"$$\n{latex}\n$$" if latex else ""


def _polynomial(latex: str) -> str:
    """One line for each order, which may break before every term: a formula set apart does not break at all."""
    return f"  \n{INDENT}".join(" ".join(rf"$\displaystyle {{}} {term}$" for term in row) for row in taylor.rows(latex))


def _row(*latex: str) -> str:
    """Formulas side by side where there is room for them, else one below the other."""
    return " &emsp; ".join(rf"$\displaystyle {one}$" for one in latex)


def _derivatives(view: View, model: taylor.Model, point: str) -> list[str]:
    surface = view.record.surface
    symbols, f = taylor.symbols(surface), surface.letter
    blocks = []
    for name, formula, numbers in (
        (rf"\nabla {f}", symbols.gradient, model.gradient),
        (rf"\nabla^2 {f}", symbols.hessian, model.hessian),
    ):
        general = rf"{name}{surface.of_coordinates} = {formula}"
        here = rf"{name}({point}) = {numbers}" if numbers else ""
        if here and len(formula) <= SHORT:
            blocks.append(_row(f"{general},", here))
        else:
            blocks += [_display(general), _display(here)]
    return blocks


def _eigen(model: taylor.Model) -> list[str]:
    if not model.eigenvalues:
        return []
    if model.round:
        number = typeset.latex(model.eigenvalues[0])
        return [rf"$\lambda_1 = \lambda_2 = {number}$: the curvature is the same in every direction."]
    pairs = zip((1, 2), model.eigenvalues, model.eigenvectors, strict=True)
    return [_row(*(rf"\lambda_{i} = {typeset.latex(number)},\ e_{i} = {typeset.column(v)}" for i, number, v in pairs))]


def _predictions(view: View) -> None:
    record, t = view.record, view.last
    foreseen = taylor.predictions(record)
    st.subheader("What the models predict of each step", anchor=False)
    if t < record.count - 1:
        st.html(_table(t, foreseen, record.surface.letter))
    elif record.diverged_at == t + 1:
        st.markdown("The next step leaves the numbers: there is no loss to hold a prediction against.")
    else:
        st.markdown("The run ends here: no step is left to predict.")
    if record.count > 1:
        if beyond(_curves(record)):
            st.markdown(TOO_LARGE)
        with st.container(key="foreseen"):
            st.plotly_chart(
                _figure(record, view.slot, view.theme, view.em),
                height=round(HEIGHT * view.em),
                theme=None,
                config=PLAIN,
                alt="Change of the loss in each step: as the two models predict it, and as it was.",
            )


def _curves(record: Record) -> list[Curve]:
    foreseen = taylor.predictions(record)
    named = (
        ("the loss did", foreseen.actual, "truth"),
        ("1st order", foreseen.first, "first"),
        ("2nd order", foreseen.second, "second"),
    )
    return [Curve(name, step_curve(changes, record.count), role) for name, changes, role in named]


@lru_cache(maxsize=64)
def _figure(record: Record, slot: int, theme: str, em: float) -> Figure:
    return curves(_curves(record), steps=record.steps, slot=slot, theme=theme, em=em)


def _table(t: int, foreseen: taylor.Predictions, letter: str) -> str:
    d, f = "<i>d</i>", f"<i>{letter}</i>"
    rows = [
        (f"first order, ∇{f}·{d}", foreseen.first[t], foreseen.first[t] - foreseen.actual[t]),
        (
            f"second order, … + ½ {d}<sup>⊤</sup>∇²{f} {d}",
            foreseen.second[t],
            foreseen.second[t] - foreseen.actual[t],
        ),
        ("what the loss did", foreseen.actual[t], None),
    ]
    body = "".join(
        f'<tr><th scope="row">{name}</th><td>{typeset.html(change)}</td>'
        f"<td>{'' if off is None else typeset.html(off)}</td></tr>"
        for name, change, off in rows
    )
    return (
        f'<table class="steepest-foreseen"><caption>Change of the loss from step {t} to step {t + 1}, '
        f"{d} = <i>θ</i><sub>{t + 1}</sub> − <i>θ</i><sub>{t}</sub></caption>"
        f'<thead><tr><td></td><th scope="col">Δ{f}</th><th scope="col">off by</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )

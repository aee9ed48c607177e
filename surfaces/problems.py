"""The listed sets of samples, and what is fitted to each."""

from functools import partial

from surfaces.core import Param
from surfaces.regression import Problem
from surfaces.samples import line, marks, pair, passed

R = Param("r", "r", default=0.9, low=-0.99, high=0.99, help="Correlation of the two features.")

PROBLEMS: dict[str, Problem] = {
    problem.id: problem
    for problem in (
        Problem(
            id="line20",
            name="A line through 20 samples",
            model="line",
            make=partial(line, 20),
            start=(-2.0, -2.0),
            teaches="The loss of 20 samples over slope and intercept: each sample alone would pull another way.",
            source="Constructed for this app: normal quantiles around the line y = x + ½.",
        ),
        Problem(
            id="line10000",
            name="A line through 10,000 samples",
            model="line",
            make=partial(line, 10_000),
            start=(-2.0, -2.0),
            teaches="With many samples a small batch knows the way nearly as well as all of them.",
            source="Constructed for this app: normal quantiles around the line y = x + ½.",
        ),
        Problem(
            id="marks",
            name="Marks of a class",
            model="line",
            make=marks,
            scaling="raw",
            teaches="A feature far from zero ties slope and intercept together: a gully, until it is scaled.",
            source="Constructed for this app: marks of mean 70 and standard deviation 9.",
        ),
        Problem(
            id="pair",
            name="Two features",
            model="plane",
            make=pair,
            params=(R,),
            start=(0.0, 0.0),
            teaches="Scaled features make circles only if they are not correlated.",
            source="Constructed for this app: two columns of normal quantiles, mixed.",
        ),
        Problem(
            id="passed",
            name="Passed or not",
            model="logistic",
            make=passed,
            start=(-2.0, 2.0),
            teaches="Logistic regression: far on the wrong side the loss is a slope, near the minimum a bowl.",
            source="Cox 1958, J. R. Stat. Soc. B 20(2), 215; the samples are constructed for this app.",
        ),
    )
}

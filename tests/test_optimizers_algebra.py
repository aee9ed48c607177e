"""The batched algebra of 2-vectors against numpy.linalg, row by row."""

import numpy as np

from optimizers import algebra

RANDOM = np.random.default_rng(3)
A, B = RANDOM.normal(size=(2, 6, 2))
M = RANDOM.normal(size=(6, 2, 2))


def test_rows():
    for i in range(6):
        np.testing.assert_allclose(algebra.dot(A, B)[i], [A[i] @ B[i]])
        np.testing.assert_allclose(algebra.norm(A)[i], [np.linalg.norm(A[i])])
        np.testing.assert_allclose(algebra.unit(A)[i], A[i] / np.linalg.norm(A[i]))
        np.testing.assert_allclose(algebra.outer(A, B)[i], np.outer(A[i], B[i]))
        np.testing.assert_allclose(algebra.matvec(M, A)[i], M[i] @ A[i])
        np.testing.assert_allclose(algebra.solve(M, A)[i], np.linalg.solve(M[i], A[i]))


def test_a_zero_vector_has_no_direction():
    np.testing.assert_array_equal(algebra.unit(np.array([[0.0, 0.0], [3.0, 4.0]])), [[0, 0], [0.6, 0.8]])


def test_what_is_not_finite_stays_so():
    assert np.isnan(algebra.unit(np.array([[np.nan, 1.0]]))).all()


def test_one_singular_matrix_leaves_the_other_rows_alone():
    matrices = np.stack([np.ones((2, 2)), np.eye(2)])
    with np.errstate(all="ignore"):
        x = algebra.solve(matrices, np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert not np.isfinite(x[0]).any()
    np.testing.assert_array_equal(x[1], [3.0, 4.0])


def test_each_row_gets_what_its_mask_chooses_as_it_does_alone():
    mask, b = A[:, :1] > B[:, :1], B[:, :1]
    assert 0 < mask.sum() < 6
    chosen, or_nothing = algebra.choose(mask, A, b), algebra.choose(mask, A, 0.0)
    for i in range(6):
        row = slice(i, i + 1)
        np.testing.assert_array_equal(chosen[row], A[row] if mask[i] else np.repeat(b[row], 2, axis=1))
        np.testing.assert_array_equal(np.broadcast_to(algebra.choose(mask[row], A[row], b[row]), (1, 2)), chosen[row])
        np.testing.assert_array_equal(np.broadcast_to(algebra.choose(mask[row], A[row], 0.0), (1, 2)), or_nothing[row])

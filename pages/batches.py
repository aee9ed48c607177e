"""Lesson: batch, stochastic, mini-batch."""

from ui import fit_panel, lesson

lesson.show("batches", picture=fit_panel.scatter)

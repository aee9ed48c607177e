"""Lesson: feature scaling."""

from ui import fit_panel, lesson

lesson.show("scaling", picture=fit_panel.scatter, under=fit_panel.scalings, numbers=fit_panel.statistics)

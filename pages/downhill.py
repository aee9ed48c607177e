"""Lesson: why downhill is −∇L."""

from ui import lesson

lesson.show("downhill")

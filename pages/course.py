"""The course: the lessons in their order, with a picture each."""

from ui import course

course.show()

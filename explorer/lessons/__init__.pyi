"""Lessons: steps that open a state of a page and ask one question each; ours, and those that a teacher wrote."""

from .lesson_file import read_lesson as read_lesson
from .lesson_plan import LessonPlan as LessonPlan, LessonStep as LessonStep
from .pointers import Discussion as Discussion, Evidence as Evidence, Topic as Topic
from .shelf import (
    discussions as discussions,
    faults as faults,
    lesson as lesson,
    lessons as lessons,
    shipped as shipped,
    topics as topics,
)

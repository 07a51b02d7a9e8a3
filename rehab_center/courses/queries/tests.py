"""One test with everybody in its course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rehab_center.courses.models import CourseTest
from rehab_center.courses.queries.courses import CoursePage, CourseTestLine, Entry, Learner, course_page
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.words import N_, message


@dataclass(frozen=True)
class OneTest:
    """A test, and of everybody in its course what stands of them in it."""

    test: CourseTestLine
    course: CoursePage

    @property
    def label(self) -> str:
        """As people call it. Vietnamese, for it stands in the log for ever."""
        return f"{self.test.name}, {self.course.programme.name}"

    @property
    def people(self) -> tuple[tuple[Learner, Entry | None], ...]:
        """In the order of lists. Who was never in the course on that day is left out, unless something is entered."""
        return tuple(
            (one, one.entries.get(self.test.id))
            for one in self.course.learners
            if self.test.id in one.entries or self._was_there(one)
        )

    def _was_there(self, one: Learner) -> bool:
        return one.began_on <= self.test.on and (one.ended_on is None or self.test.on <= one.ended_on or not one.left)


def load_test(session: Session, test_id: int) -> CourseTest:
    """The row itself; whoever asks checks the reach by its programme. Raises NotFound."""
    row = session.get(CourseTest, test_id)
    if row is None:
        raise NotFound(message(N_("There is no such test")))
    return row


def one_test(session: Session, test_id: int, *, scope: Scope, today: date) -> OneTest:
    """A test. Raises NotFound, outside the scope too."""
    course = course_page(session, load_test(session, test_id).activity_id, scope=scope, today=today)
    return OneTest(next(one for one in course.tests if one.id == test_id), course)

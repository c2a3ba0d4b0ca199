"""Rooms of a class: a code, students with nicknames, questions that all answer at once, and what came of them."""

from .board import ACCURACY as ACCURACY, BoardRow as BoardRow, board_rows as board_rows, of_data as of_data
from .class_question import (
    FORMS as FORMS,
    LONGEST_ANSWER as LONGEST_ANSWER,
    LONGEST_OPTION as LONGEST_OPTION,
    LONGEST_QUESTION as LONGEST_QUESTION,
    MOST_CELLS as MOST_CELLS,
    MOST_OPTIONS as MOST_OPTIONS,
    AnswerForm as AnswerForm,
    ClassQuestion as ClassQuestion,
    QuestionForm as QuestionForm,
    checked_answer as checked_answer,
    checked_question as checked_question,
    option_texts as option_texts,
    read_cell as read_cell,
)
from .codes import LENGTH as LENGTH, LETTERS as LETTERS, read_code as read_code
from .nicknames import checked_nickname as checked_nickname
from .pulse import RoomPulse as RoomPulse, pulse_record as pulse_record, read_ticket as read_ticket, ticket as ticket
from .ranks import (
    DIGITS_REACHED as DIGITS_REACHED,
    FIELD_REACHED as FIELD_REACHED,
    Goal as Goal,
    HandedStack as HandedStack,
    RankedStack as RankedStack,
    best_accuracy as best_accuracy,
    field_of as field_of,
    ranked as ranked,
)
from .records import (
    AskedQuestion as AskedQuestion,
    ClassReader as ClassReader,
    HandedIn as HandedIn,
    LentThing as LentThing,
    Membership as Membership,
    OpenedRoom as OpenedRoom,
    RoomMember as RoomMember,
    RoomMove as RoomMove,
    Stage as Stage,
    StudentView as StudentView,
    TakenAnswer as TakenAnswer,
    TeacherView as TeacherView,
)
from .sharing import Sharing as Sharing, checked_address as checked_address
from .students import Rooms as Rooms, rooms as rooms
from .sweeping import rooms_swept as rooms_swept
from .tables import LENT as LENT, MEMBERS as MEMBERS, ROOMS as ROOMS, TEACHERS as TEACHERS
from .tally import (
    Tally as Tally,
    TallyBar as TallyBar,
    counted_up as counted_up,
    has_right as has_right,
    is_right as is_right,
)
from .teaching import Teacher as Teacher

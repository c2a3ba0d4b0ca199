"""What a login says of a reader: who it is, what they may, and what they bring along from before."""

from .roles import (
    Role as Role,
    check_teacher as check_teacher,
    is_restricted as is_restricted,
    role_of as role_of,
    times_of as times_of,
)
from .taking_over import (
    Belongings as Belongings,
    belongings as belongings,
    leave as leave,
    take_over as take_over,
    was_left as was_left,
)

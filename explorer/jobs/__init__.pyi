"""Jobs that survive: submitted by pages, kept by DBOS in a database, supervised by workers, run by child processes."""

from .app_worker import worker_beside as worker_beside
from .client import connected as connected
from .database import (
    AWAY as AWAY,
    engine as engine,
    file_of as file_of,
    identity as identity,
    is_damage as is_damage,
)
from .folders import (
    finished as finished,
    hand_over_note as hand_over_note,
    held_by as held_by,
    own_folder as own_folder,
    owner_of as owner_of,
)
from .paths import (
    PATIENT as PATIENT,
    data_folder as data_folder,
    database_url as database_url,
    jobs_folder as jobs_folder,
    no_room as no_room,
    take as take,
)
from .readers import (
    COOKIE as COOKIE,
    ReaderCookie as ReaderCookie,
    checked as checked,
    kept_key as kept_key,
    new_reader as new_reader,
    reader_of as reader_of,
    server_key as server_key,
)
from .ready import ready as ready
from .records import (
    Job as Job,
)
from .recovery import prepare as prepare, reconcile as reconcile
from .schema import form_of as form_of, refuse_newer as refuse_newer, settle as settle
from .turns import WaitingJob as WaitingJob, due as due, in_turn as in_turn, next_reader as next_reader

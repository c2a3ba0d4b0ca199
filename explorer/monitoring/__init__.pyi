"""What whoever runs the server sees of it: whether it is well, what it counts and measures, and what it writes down."""

from .beating import heartbeat as heartbeat
from .disk import DiskUse as DiskUse, disk_use as disk_use
from .faults import Fault as Fault, errors_noted as errors_noted, note_error as note_error
from .health import health as health, leaving_is_told as leaving_is_told
from .heart import EMPTIED as EMPTIED, Heart as Heart
from .looking import ServerLook as ServerLook, look as look, troubles as troubles
from .metrics import metrics_text as metrics_text
from .processes import (
    CacheUse as CacheUse,
    ProcessStatus as ProcessStatus,
    caches_of_all as caches_of_all,
    empty_caches as empty_caches,
)
from .runs import (
    PageRuns as PageRuns,
    SlowRun as SlowRun,
    page_runs as page_runs,
    ran as ran,
    slowest as slowest,
    timed as timed,
)
from .status_book import StatusBook as StatusBook, server_book as server_book
from .versions import own_version as own_version, versions as versions

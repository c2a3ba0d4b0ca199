"""What long work needs, networks or not: a cache with a budget in bytes, background tasks, and downloads."""

from . import (
    downloads as downloads,
    heap as heap,
    kept_files as kept_files,
    run_files as run_files,
    switches as switches,
    tasks as tasks,
)
from .arrays import bytes_of as bytes_of, read_arrays as read_arrays, write_arrays as write_arrays
from .cache import Cache as Cache
from .counts import (
    CLASSES_S as CLASSES_S,
    COUNTS as COUNTS,
    DEVICE_REFUSED as DEVICE_REFUSED,
    DEVICE_TIMES as DEVICE_TIMES,
    REFUSED as REFUSED,
    TIMES as TIMES,
    Count as Count,
    Times as Times,
)
from .downloads import BLOCK as BLOCK, OnBytes as OnBytes, digest as digest, fetch as fetch, in_bytes as in_bytes
from .flood import (
    DEEDS as DEEDS,
    Allowances as Allowances,
    Deed as Deed,
    Flood as Flood,
    allowances as allowances,
    refusal as refusal,
)
from .http_scope import (
    App as App,
    Event as Event,
    Scope as Scope,
    by_https as by_https,
    cookies as cookies,
    header as header,
    headers_of as headers_of,
)
from .logs import (
    ABOUT as ABOUT,
    LOG as LOG,
    TEXT as TEXT,
    adopt as adopt,
    is_json as is_json,
    known_id as known_id,
    new_id as new_id,
    places as places,
    settle_logs as settle_logs,
    short_path as short_path,
)
from .origins import all_in as all_in, came_from as came_from, household as household, is_in as is_in
from .sizes import CLOSE as CLOSE, mebibytes as mebibytes, size_text as size_text
from .tasks import OnProgress as OnProgress, Task as Task, ignore as ignore

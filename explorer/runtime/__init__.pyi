"""What long work needs, networks or not: a cache with a budget in bytes, background tasks, and downloads."""

from . import (
    downloads as downloads,
    kept_files as kept_files,
    run_files as run_files,
    switches as switches,
    tasks as tasks,
)
from .arrays import bytes_of as bytes_of, read_arrays as read_arrays, write_arrays as write_arrays
from .cache import Cache as Cache
from .downloads import BLOCK as BLOCK, OnBytes as OnBytes, digest as digest, fetch as fetch, in_bytes as in_bytes
from .sizes import CLOSE as CLOSE, mebibytes as mebibytes, size_text as size_text
from .tasks import OnProgress as OnProgress, Task as Task, ignore as ignore

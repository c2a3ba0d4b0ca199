"""What long work needs, networks or not: a cache with a budget in bytes, background tasks, and downloads."""

from . import downloads as downloads
from . import run_files as run_files
from . import tasks as tasks
from .cache import Cache as Cache
from .downloads import BLOCK as BLOCK
from .downloads import OnBytes as OnBytes
from .downloads import digest as digest
from .downloads import fetch as fetch
from .downloads import in_bytes as in_bytes
from .sizes import CLOSE as CLOSE
from .sizes import bytes_of as bytes_of
from .sizes import mebibytes as mebibytes
from .sizes import size_text as size_text
from .tasks import OnProgress as OnProgress
from .tasks import Task as Task
from .tasks import ignore as ignore

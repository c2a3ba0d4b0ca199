"""What long work needs, networks or not: a cache with a budget in bytes, background tasks, and downloads."""

from . import tasks as tasks
from .cache import Cache as Cache
from .downloads import BLOCK as BLOCK
from .downloads import Download as Download
from .downloads import DownloadProgress as DownloadProgress
from .sizes import CLOSE as CLOSE
from .sizes import bytes_of as bytes_of
from .sizes import mebibytes as mebibytes
from .sizes import size_text as size_text
from .tasks import OnProgress as OnProgress
from .tasks import Task as Task
from .tasks import ignore as ignore

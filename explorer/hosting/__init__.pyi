"""An instance for a university: its processes, the nginx before them, and what is done with all of it at once."""

from .backup import back_up as back_up
from .layout import Site as Site
from .nginx import front as front, nginx_conf as nginx_conf
from .restore import restore as restore
from .run import restart as restart, up as up
from .saving import backup_command as backup_command, restore_command as restore_command
from .sizing import capacity_command as capacity_command, queue_command as queue_command

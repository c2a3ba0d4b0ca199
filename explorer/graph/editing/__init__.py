"""Changes to a network: each returns a new graph and leaves the old one as it was."""

from explorer.graph.editing.branches import MERGES, join, parallel, residual
from explorer.graph.editing.several import (
    Piece,
    check_count,
    copy_of,
    move_by,
    move_to,
    paste,
    piece_of,
    remove_all,
    repeat,
)
from explorer.graph.editing.single import (
    Gap,
    Stack,
    can_move,
    change,
    duplicate,
    insert_after,
    insert_at,
    move,
    remove,
    rewire,
)

__all__ = ["MERGES", "Gap", "Piece", "Stack", "can_move", "change", "check_count", "copy_of", "duplicate",
           "insert_after", "insert_at", "join", "move", "move_by", "move_to", "parallel", "paste", "piece_of", "remove",
           "remove_all", "repeat", "residual", "rewire"]

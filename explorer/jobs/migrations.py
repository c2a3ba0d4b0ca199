"""The steps from each form of our tables to the next, in Alembic's words, which both databases read.

A step is given Alembic's ``Operations``. Tables that a room makes when it is first used may not be there yet: ask
`has_table` first. SQLite changes a column only by making the table anew, so changes stand in ``batch_alter_table``.

    def _rooms_have_a_title(op: Operations) -> None:
        if has_table(op, "explorer_rooms"):
            with op.batch_alter_table("explorer_rooms") as table:
                table.add_column(sa.Column("title", sa.Text, nullable=False, server_default=""))

Workers and pages of the version before go on while a rolling restart is under way: a step that only adds lets them;
one that takes away or renames needs all of them stopped first. Say so in the step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

Step = Callable[[Operations], None]
STEPS: Sequence[Step] = ()
"""The first leads from form 1 to form 2. They are never changed or removed: there are databases of all forms."""


def take_steps(connection: sa.Connection, found: int, wanted: int, steps: Sequence[Step] | None = None) -> None:
    """Change the tables from the form ``found`` to ``wanted``, all of it in the transaction of ``connection``.

    Args:
        steps: instead of ``STEPS``.
    """
    operations = Operations(MigrationContext.configure(connection))
    for step in (STEPS if steps is None else steps)[found - 1:wanted - 1]:
        step(operations)


def has_table(op: Operations, name: str) -> bool:
    """Say whether a table is there."""
    return sa.inspect(op.get_bind()).has_table(name)

"""A race: the same network on the same pictures, once from what it knows and once from scratch."""

from __future__ import annotations

from dataclasses import replace

from explorer.errors import DataError
from explorer.training.advice import RATE, advise, following
from explorer.training.plan import Plan


def can_transfer(plan: Plan) -> bool:
    """Say whether what a network knows can be of use: whole pictures are classified, by weights that have learned.

    A plan from scratch could start from such weights.
    """
    return plan.task == "classify" and not plan.network.startswith("stack/") and (
        plan.how == "scratch" or not plan.random)


def race_plans(plan: Plan, name: str, *, pictures: int, classes: int) -> tuple[Plan, Plan]:
    """Return ``plan`` and the same from random weights, as runs that both belong to the race called ``name``.

    Both see the same pictures, split by one seed, in as many epochs and in batches of one size. From scratch
    everything learns, at the rate that suits it. A plan from scratch runs against what is advised instead.

    Args:
        pictures, classes: that the plan learns from.

    Raises:
        DataError: there is nothing that the network knows.
    """
    if not can_transfer(plan):
        raise DataError("A race needs a network that has learned before, and classes of whole pictures. Choose another "
                        "network or other pictures.")
    knowing = plan
    if plan.how == "scratch":
        start = replace(plan, how="all", weights="DEFAULT")
        advised = advise(start.network, start.weights, start.data, pictures=pictures, classes=classes)
        knowing = replace(following(advised, start, pictures=pictures), epochs=plan.epochs)
    scratch = replace(plan, how="scratch", weights="random", frozen=(), second_rate=0.0, optimiser="adamw",
                      learning_rate=plan.learning_rate if plan.how == "scratch" else RATE)
    return replace(knowing, race=name), replace(scratch, race=name)

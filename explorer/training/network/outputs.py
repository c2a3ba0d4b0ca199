"""The end of a network for a task: it must have outputs of the shape that the task reads."""

from __future__ import annotations

from explorer.errors import NetworkError
from explorer.graph import INPUT, Concat, Graph, Linear, Node, Shape, Sigmoid, analyse, free_name, shape_text
from explorer.training.network.head import with_head
from explorer.training.tasks.known_tasks import task_of
from explorer.training.tasks.task_names import TaskName

BOX = 4
"""Numbers of a box."""


def with_outputs(graph: Graph, input_shape: Shape, classes: int, task: TaskName = "classify") -> tuple[Graph, str]:
    """Return ``graph`` with the outputs that ``task`` reads, and the last layer with weights.

    For classes of whole pictures the head is made to fit. Where a network is to put out a class and a box, it gets two
    heads, even if it happens to have as many outputs. Maps it must have of itself: how fine they are is decided far
    before the end.

    Raises:
        NetworkError: what it puts out does not fit the task.
        ShapeError: a layer cannot take what it receives.
    """
    learned = task_of(task)
    if learned is None:
        return with_head(graph, input_shape, classes)
    wanted = learned.output_shape(classes, input_shape[-1])
    report = analyse(graph, input_shape)
    found = report[graph.output].output_shape or ()
    if found == wanted and not (len(wanted) == 1 and isinstance(graph[graph.output].layer, Linear)):
        return graph, last_with_weights(graph, {row.name for row in report if row.params})
    if len(wanted) == 1:
        return two_headed(*with_head(graph, input_shape, classes))
    raise NetworkError("This network puts out {found} values; for this task it must be {wanted}. Choose the network "
                       "that comes with the app for it, or let your own end in a 1 × 1 convolution of that shape.",
                       found=shape_text(found), wanted=shape_text(wanted))


def two_headed(graph: Graph, head: str) -> tuple[Graph, str]:
    """Return a classifier with a second head beside its first, for a box; and the name of that one.

    Both read the same values. The outputs are the scores, then the four numbers of the box, each 0 to 1.

    Raises:
        NetworkError: the classifier's head is no linear layer at its end.
    """
    first = graph[head]
    if not isinstance(first.layer, Linear) or graph.output != head:
        raise NetworkError("This network ends in no linear layer beside which a box could be told. Choose another "
                           "network.")
    box = Node(free_name(graph, Linear(out_features=BOX)), Linear(out_features=BOX), first.inputs)
    graph = Graph((*graph.nodes, box))
    share = Node(free_name(graph, Sigmoid()), Sigmoid(), (box.name,))
    graph = Graph((*graph.nodes, share))
    both = Concat()
    return Graph((*graph.nodes, Node(free_name(graph, both), both, (head, share.name)))), box.name


def last_with_weights(graph: Graph, weighted: set[str]) -> str:
    """Return the last of the layers ``weighted`` that is in the graph, by its order.

    Raises:
        NetworkError: there is none.
    """
    names = [name for name in graph.places if name in weighted and name != INPUT]
    if not names:
        raise NetworkError("This network has no weights, so there is nothing to learn. Choose another.")
    return names[-1]

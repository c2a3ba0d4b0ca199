"""The lines that freeze, as PyTorch and as Keras have them, for a network with the names that it has in this app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from explorer.errors import Message, message
from explorer.graph import Report, Stage
from explorer.training.plan import Plan

OPTIMISERS = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
MODES = message("Batch norm of frozen layers stays as in use.")
KERAS_MODES = message("Keras lets frozen batch norms stay as in use by itself.")
AGAIN = message("What learns is read when the model is compiled, so it is compiled again.")
HEAD_ALONE = message("first the head alone")
THE_REST = message("then the rest, gently")


def freezing_prefixes(report: Report, frozen: Sequence[str]) -> tuple[str, ...]:
    """Return the shortest starts of names that name the layers ``frozen``, and no other layer with weights.

    ``layer1.0.conv1`` and all others of ``layer1`` become ``layer1.``; layers without weights are left out.
    """
    weighty = [row.name for row in report if row.params]
    wanted = {name for name in weighty if name in frozen}
    found: list[str] = []
    for name in weighty:
        if name in wanted and not any(name == one or (one.endswith(".") and name.startswith(one)) for one in found):
            parts = name.split(".")
            starts = [".".join(parts[:count]) + "." for count in range(1, len(parts))]
            found.append(next((start for start in starts if all(
                other in wanted for other in weighty if other.startswith(start))), name))
    return tuple(found)


def frozen_layers(stages: Sequence[Stage], frozen: Sequence[str], head: str) -> tuple[str, ...]:
    """Return the layers of the stages called ``frozen``, without the head."""
    return tuple(layer for stage in stages if stage.name in frozen for layer in stage.layers if layer != head)


def torch_freezing(plan: Plan, report: Report, frozen: Sequence[str], head: str, *,
                   say: Callable[[Message], str] = str) -> str:
    """Return what freezes the layers ``frozen`` in PyTorch, behind a new head, with the optimiser of the plan.

    Two phases are two pieces, of which the first freezes everything but the head.
    """
    lines = [f"{_place('model', head)} = {_head(report, head)}"]
    for place, (layers, rate, said) in enumerate(_phases(plan, report, frozen, head)):
        prefixes = freezing_prefixes(report, layers)
        lines += ["", f"# {say(said)}"] if said else [""]
        if place:
            lines += ["for weights in model.parameters():", "    weights.requires_grad = True"]
        if prefixes:
            lines += [f"frozen = {_listed(prefixes)}", "for name, weights in model.named_parameters():",
                      "    if name.startswith(frozen):", "        weights.requires_grad = False"]
        lines += ["model.train()"]
        if prefixes:
            lines += [f"# {say(MODES)}", "for name, module in model.named_modules():",
                      '    if f"{name}.".startswith(frozen):', "        module.eval()"]
        lines += ["learning = filter(lambda weights: weights.requires_grad,", "                  model.parameters())",
                  f"optimizer = torch.optim.{OPTIMISERS[plan.optimiser]}(", f"    learning, lr={rate:g}{_more(plan)})"]
    return "\n".join(lines)


def keras_freezing(plan: Plan, report: Report, frozen: Sequence[str], head: str, *,
                   say: Callable[[Message], str] = str) -> str:
    """Return the same as Keras has it: ``layer.trainable``, and a compilation that takes it over."""
    lines, begun = [f"# {say(KERAS_MODES)}"], 0
    found = _phases(plan, report, frozen, head)
    for place, (layers, rate, said) in enumerate(found):
        prefixes = freezing_prefixes(report, layers)
        end = plan.head_epochs if place < len(found) - 1 else plan.epochs
        lines += ["", f"# {say(said)}"] if said else [""]
        if place:
            lines += ["for layer in model.layers:", "    layer.trainable = True"]
        if prefixes:
            lines += [f"frozen = {_listed(prefixes)}", "for layer in model.layers:",
                      '    if f"{layer.name}.".startswith(frozen):', "        layer.trainable = False"]
        begins = f", initial_epoch={begun}" if begun else ""
        lines += [f"# {say(AGAIN)}"] if place else []
        lines += ["model.compile(", f"    keras.optimizers.{OPTIMISERS[plan.optimiser]}({rate:g}{_more(plan)}),",
                  "    keras.losses.SparseCategoricalCrossentropy(", '        from_logits=True), ["accuracy"])',
                  f"model.fit(train, validation_data=val, epochs={end}{begins})"]
        begun = end
    return "\n".join(lines)


def _phases(plan: Plan, report: Report, frozen: Sequence[str],
            head: str) -> list[tuple[tuple[str, ...], float, Message | None]]:
    """Return frozen layers, highest rate and title of each phase."""
    if not plan.head_epochs:
        return [(tuple(frozen), plan.learning_rate, None)]
    rest = tuple(row.name for row in report if row.name != head)
    return [(rest, plan.learning_rate, HEAD_ALONE), (tuple(frozen), plan.gentle_rate, THE_REST)]


def _listed(prefixes: tuple[str, ...]) -> str:
    """Return the starts of names as a tuple in code; the name of a layer ends with the point before its weights'."""
    quoted = [f'"{one}"' if one.endswith(".") else f'"{one}."' for one in prefixes]
    return f"({', '.join(quoted)}{',' if len(quoted) == 1 else ''})"


def _head(report: Report, head: str) -> str:
    layer: Any = report[head].layer
    if hasattr(layer, "out_features"):
        return f"nn.Linear({report[head].input_shape[0]}, {layer.out_features})"
    return f"nn.Conv2d({report[head].input_shape[0]}, {layer.out_channels}, 1)"


def _place(model: str, name: str) -> str:
    """Return how a layer is reached: ``model.classifier[6]``."""
    parts = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in name.split("."))
    return f"{model}{parts}"


def _more(plan: Plan) -> str:
    """Return the optimiser's other arguments, which both libraries call the same."""
    decay = f", weight_decay={plan.weight_decay:g}" if plan.weight_decay else ""
    return f", momentum={plan.momentum:g}, nesterov=True{decay}" if plan.optimiser == "sgd" else decay

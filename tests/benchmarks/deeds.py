"""What a reader may do with what a page offers: move a slider, choose, switch, press."""

from __future__ import annotations

import random
import re
from typing import Any

from tests.benchmarks.visitor import Visitor

LEFT_ALONE = re.compile(r"None|address|colour_map|language_switch|lesson_keeper|frame_.*|le_open_.*|ft_.*|jb_.*|cl_.*|"
                        r"FormSubmitter.*|bs_(save|train).*|ar_open")
"""The frame's own; what waits for a form; what starts a job or opens a room; what fetches large networks."""
CHOSEN, PRESSED = 3, 1
"""How much likelier a reader moves or chooses something than to press a button."""
MOVES = 4
"""How many values one movement of a slider passes."""
PAUSE_S = 0.15
"""Between two of them."""

Value = dict[str, Any]


def values(element: Any, chance: random.Random) -> list[Value]:
    """Return the values that a reader gives to a widget one after another; nothing: it offers no other."""
    if getattr(element, "disabled", False):
        return []
    found = KINDS.get(type(element).__name__)
    return found(element, chance) if found else []


def _slid(slider: Any, chance: random.Random) -> list[Value]:
    here, way = list(slider.default), chance.choice((-1, 1))
    if slider.options:
        return [{"string_array_value": {"data": [chance.choice(slider.options)]}}] if len(here) == 1 else []
    passed = [[min(slider.max, max(slider.min, one + way * slider.step * turn)) for one in here]
              for turn in range(1, MOVES + 1)]
    return [{"double_array_value": {"data": one}} for one in passed]


def _selected(box: Any, chance: random.Random) -> list[Value]:
    others = [option for place, option in enumerate(box.options) if place != box.default]
    return [{"string_value": chance.choice(others)}] if others else []


def _grouped(group: Any, chance: random.Random) -> list[Value]:
    others = [option.content for place, option in enumerate(group.options) if place not in group.default]
    return [{"string_array_value": {"data": [chance.choice(others)]}}] if others else []


def _switched(box: Any, _chance: random.Random) -> list[Value]:
    return [{"bool_value": not box.default}]


def _counted(field: Any, chance: random.Random) -> list[Value]:
    wanted = field.default + chance.choice((-1, 1)) * field.step
    if (field.has_min and wanted < field.min) or (field.has_max and wanted > field.max):
        return []
    return [{"double_value": wanted}]


def _pressed(_button: Any, _chance: random.Random) -> list[Value]:
    return [{"trigger_value": True}]


KINDS = {"Slider": _slid, "Selectbox": _selected, "Radio": _selected, "ButtonGroup": _grouped, "Checkbox": _switched,
         "NumberInput": _counted, "Button": _pressed}


def offered(visitor: Visitor, chance: random.Random) -> list[tuple[str, list[Value]]]:
    """Return what the page offers by now: keys of widgets, each with the values it may be given, the likelier twice."""
    found: list[tuple[str, list[Value]]] = []
    for key, (_identity, _fragment, element) in visitor.widgets.items():
        if not LEFT_ALONE.fullmatch(key) and (given := values(element, chance)):
            found += [(key, given)] * (PRESSED if type(element).__name__ == "Button" else CHOSEN)
    return found


def desk_moves(visitor: Visitor, chance: random.Random) -> list[dict[str, Any]]:
    """Return the messages of one slider of *Build a stack* that is moved; the page draws its sliders itself."""
    panel = visitor.data_of("bs_desk")["panel"] or {}
    sliders = [one for one in (*panel.get("first", ()), *panel.get("more", ())) if one["kind"] == "range"]
    if not sliders:
        return []
    slider = chance.choice(sliders)
    stops = [one for one in slider["range"]["stops"] if isinstance(one, int)]
    least, most = slider["range"]["least"], slider["range"]["most"]
    stops = stops or list(range(least, most + 1, slider["range"]["step"]))
    start = stops.index(slider["value"]) if slider["value"] in stops else 0
    passed = [stops[place] for place in range(start + 1, min(len(stops), start + 1 + MOVES))]
    return [{**slider["message"], "value": one} for one in passed or stops[:1]]

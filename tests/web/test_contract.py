"""What Python sends to a component is what the component's ``Data`` says, nothing less and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pages.architectures.data_flow as data_flow
import pages.attribution.components as attribution
import pages.build_stack.desk as build_stack
import pages.classic_filters.find as patch_search
import pages.classic_filters.kernel as filter_kernel
import pages.classic_filters.result as filter_view
import pages.feature_maps.components as feature_maps
import pages.fine_tune.case_map as case_map
import pages.layers.activations as activations
import pages.layers.one_step as one_step
import pages.pixel_to_class.elevator_view as elevator_view
import pages.pixel_to_class.last_sum as last_sum
import pages.pixel_to_class.walk as network_walk
import pages.pixels.connections as connections
import pages.pixels.flatten as pixel_flatten
import pages.pixels.numbers as pixel_numbers
import pages.pooling.grid as pooling_grid
import pages.pooling.photo as pooling_photo
import pages.pooling.shift as pooling_shift
import pages.step_through.flip as flip
import pages.step_through.stepper as stepper
import pages.step_through.words as words
import pages.ui.cat_experiment as cat_experiment
import pages.ui.components.answer_field as answers
import pages.ui.components.class_scores as class_scores
import pages.ui.components.confusion as confusion
import pages.ui.components.digit_pad as digit_pad
import pages.ui.components.field_views as fields
import pages.ui.components.layer_table as layer_table
import pages.ui.components.linked_grids as linked_grids
import pages.ui.components.map_sheet as map_sheet
import pages.ui.components.network_strip as strip
import pages.ui.components.picture_tiles as picture_tiles
import pages.ui.components.point_at as pointing
import pages.ui.components.room_watch as watching
import pages.ui.components.scene_canvas as scene_canvas
import pages.ui.components.taking as taking
import pages.ui.language as language
import pages.ui.learned_kernel.descent_data as descent_data
import pages.ui.task.task_controls as task_controls
import pages.where_is_it.cell_grid as cell_grid
import pages.where_is_it.suppression_turns as suppression_turns
import pages.where_is_it.two_boxes as two_boxes
import pages.where_is_it.window_view as window_view
from explorer.convolution import Convolution
from explorer.convolution.filters import PatchBox, Step, resemblance
from explorer.convolution.lessons import Lesson, Sentence
from explorer.convolution.pooling import PoolingPlan, shrunk
from explorer.detection import BOX_EXAMPLES, METHODS, Method, Suppression, suppress
from explorer.experiments import sliding, training_step
from explorer.figures import StripNode, sheet, strip as drawn
from explorer.graph import Convention, Field, analyse, from_text
from explorer.images import DigitChanges, picture_of
from explorer.networks import PartRead
from explorer.scenes import scene_from_text
from explorer.training import Familiarity, Plan
from pages.classic_filters.apply import run as filtered
from pages.classic_filters.state import FilterSetup
from pages.layers.state import LayersSetup
from pages.pixel_to_class import pad
from pages.pixel_to_class.state import WalkChoice
from pages.pixels.state import PixelSetup
from pages.ui import colour_map
from pages.ui.grey_photo import GreyPhoto
from pages.ui.learned_kernel.settings import KernelLearning
from pages.ui.lesson_rail import lesson_progress
from pages.where_is_it.state import WhereSetup
from tests.pages.pixel_to_class.small_walk import walked_on
from tests.web.test_javascript import HERE, PACKAGES, ROOT, run

GRID = PoolingPlan()
PHOTO = np.zeros((8, 6, 3), dtype=np.uint8)
MAPS = np.linspace(-1, 1, 24, dtype=np.float32).reshape(2, 3, 4)
SPANS = ((0, 2), (1, 3))
REPORT = analyse(from_text("conv.o6.k5~relu~maxpool~flatten~linear.o10"), (1, 28, 28))
PICTURE = drawn([StripNode("image", "input", (3, 32, 32), "image", ()),
                 StripNode("fc", "linear", None, "linear", ("image",), wrong=True)], selected="image")
BLOCK = '"values" | "colours" | "rgb"'
DESCENT = '"picture" | "target" | "wanted" | "curvature" | "diverging" | "sequential"'
SHEET = '"high" | "minimum" | "maximum" | "mean" | "active" | "missing" | "full" | "colours" | "levels"'


def convolution(transposed: bool) -> Callable[[], None]:
    conv = Convolution(input=np.ones((1, 4, 4)), weight=np.ones((1, 1, 3, 3)), bias=np.ones(1), transposed=transposed)
    return lambda: stepper.stepper(conv, version=1, revision=0, mode="gather", at=0, note="", key="")


def large() -> None:
    feature_maps.large_view(PHOTO, MAPS[0], sheet(MAPS), channel=0, report=REPORT, layer="conv", cell=(0, 1), note="")


def theory(alone: fields.Alone | None) -> None:
    fields.theory_view(PHOTO, SPANS, unit=(0, 0), grid=(3, 4), fields=(Field(), Field()), overhang=((0, 1), (0, 1)),
                       alone=alone, key="")


def photos() -> None:
    made = {method: shrunk(PHOTO, method, kernel_size=2, stride=2, times=1) for method in ("max", "average", "every")}
    pooling_photo._mount(data=pooling_photo._data(PHOTO, made))


def pixel_row() -> None:
    pixel_flatten._mount(data=pixel_flatten.packed_row(PHOTO, np.arange(48), PixelSetup()))


def pixel_zoom() -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pages.ui.state.page_state.PageState.now", PixelSetup())
        pixel_numbers._mount(data=pixel_numbers.packed_pixels(PHOTO))


def cases() -> None:
    plan = Plan(network="bundled/resnet20", data="digits", side=32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(case_map, "extent", lambda _plan: (1797, 10))
        case_map._mount(data=case_map.map_data(plan, Familiarity(0.4, 0.5, 0.7, 32, 19)))


def curves() -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pages.ui.state.page_state.PageState.now", LayersSetup())
        activations._mount(data=activations.curve_data())


def filters(compare: bool) -> Callable[[], None]:
    setup = FilterSetup(steps=(Step(), Step(name="direction")), mode="side" if compare else "row")
    return lambda: filter_view.filter_view(PHOTO, "key", filtered(setup, PHOTO)[0], selected=0, compare=compare)


def patch() -> None:
    grey, box = PHOTO[:, :, 0].astype(float), PatchBox(0, 0, 2, 2)
    found = resemblance(grey, box)
    shown = patch_search.Search(PHOTO, box, found, GreyPhoto(PHOTO[:, :, 0]))
    patch_search._mount(data=patch_search.packed_search(shown, (0, 0, 250, 250)))


def descent(now: KernelLearning, photo: GreyPhoto | None) -> Callable[[], None]:
    return lambda: descent_data.mount(now, photo, key="")


def scene(text: str, photo: bool) -> Callable[[], None]:
    found = scene_canvas.Answer([
        scene_canvas.boxes([(1, 2, 3, 4)], ["cat"], "#0072b2", side=64), scene_canvas.grid(8, 8, chosen=(1, 2)),
        scene_canvas.classes(np.eye(3), ["", "#ff0000"]), scene_canvas.heat(np.eye(3), bytes(768)),
        scene_canvas.points([(0.5, 0.5)], ["a"], "#000000")], [("IoU", "0.8")], ["A line."])
    look = scene_canvas.offer("contract", lambda *_: found)
    own = picture_of(PHOTO.copy(), "a") if photo else None
    return lambda: scene_canvas.scene_canvas(scene_from_text(text), look, key="", more={"threshold": 0.5}, photo=own)


def desk(stack: str, layer: str) -> Callable[[], None]:
    report = analyse(from_text(stack), (3, 32, 32), partial=True)
    return lambda: build_stack._mount(data=build_stack.desk_data(report, layer, "lenet5"))


def turns(method: Method) -> Callable[[], None]:
    example = BOX_EXAMPLES["classes"]
    plan = Suppression(boxes=example.boxes, scores=example.scores, classes=example.classes, method=method)
    return lambda: suppression_turns.suppression_turns(PHOTO, plan, suppress(plan), names="ABC", side=32, step=1,
                                                       colours=["#123456"] * 3, key="")


def cells() -> None:
    cell_grid.cell_grid(PHOTO, [cell_grid.Tile()] * 4, [cell_grid.DrawnBox((0, 0, 2, 2), "#123456")], [""] * 4, cells=2,
                        side=8, chosen=(0, 1), name="", key="")


def scores(chosen: int | None) -> Callable[[], None]:
    rows = [("cat", 0.75, None), ("dog", 0.25, 0.5)]
    return lambda: class_scores.scores_view(rows, title="", note="", key="", chosen=chosen, choose=chosen is not None)


def last() -> None:
    walked = walked_on()
    step = last_sum.networks.last_step(walked.opened.network, walked.given.values)
    last_sum._mount(data=last_sum.packed_sum(walked, step))


def all_floors() -> None:
    elevator_view._mount(data=elevator_view.elevator_data(walked_on(), ()))


def floors_told() -> None:
    elevator_view._mount(data=elevator_view.packed_elevator(b"block", 3, (500, 20)))


# Component and file of its types, what of the type is sent as bytes, where it is sent from, and how.
def windows() -> None:
    setup, scores = sliding("resnet20", np.zeros((64, 64, 3), np.uint8), 128), np.zeros((10, 9, 9), np.float32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pages.ui.state.page_state.PageState.now", WhereSetup())
        window_view.window_view(setup, scores, PHOTO)


def walk() -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pages.ui.state.page_state.PageState.now", WalkChoice(network=""))
        network_walk.walk_view(walked_on())


SENT: list[tuple[str, str, Any, str, Callable[[], None]]] = [
    ("stepper/view.js", "Data", stepper, "_mount", convolution(False)),
    ("stepper/view.js", "Data", stepper, "_mount", convolution(True)),
    ("linked_grids/view.js", "Data", linked_grids, "_mount",
     lambda: linked_grids.linked_grids(*words.pictured(Sentence()), hint="", key="", pick=(1, 2))),
    ("sliding/index.js", "Data", flip, "_mount", lambda: flip._mount(data=flip.sliding_data(Lesson()))),
    ("pooling_grid/view.js", "Data", pooling_grid, "_mount",
     lambda: pooling_grid.pooling_grid(GRID, version=0, key="")),
    ("pooling_grid/view.js", "Data", pooling_grid, "_mount",
     lambda: pooling_grid.pooling_heat(GRID, high=9, key="")),
    ("pooling_shift/index.js", "Data", pooling_shift, "_mount",
     lambda: pooling_shift._mount(data=pooling_shift._data(pooling_shift._digit(), GRID))),
    ("pooling_photo/index.js", "Data", pooling_photo, "_mount", photos),
    ("filter_kernel/index.js", "Data", filter_kernel, "_mount", lambda: filter_kernel.kernel_grid(Step())),
    ("class_scores/index.js", "Data", class_scores, "_mount", scores(None)),
    ("case_map/index.js", "Data", case_map, "_mount", cases),
    ("activation_curve/index.js", "Data", activations, "_mount", curves),
    ("unit_rows/index.js", "Data", connections, "_mount",
     lambda: connections._mount(data=connections.rows_data("shared", 8, 3))),
    ("class_scores/index.js", "Data", class_scores, "_mount", scores(1)),
    ("box_pair/index.js", "Data", two_boxes, "_mount",
     lambda: two_boxes._mount(data=two_boxes.pair_data((0, 0, 2, 2), (1, 1, 3, 3), 0.5))),
    ("cell_grid/index.js", "Data", cell_grid, "_mount", cells),
    *(("suppression_turns/index.js", "Data", suppression_turns, "_mount", turns(method)) for method in METHODS),
    ("training_step/index.js", "Data", one_step, "_mount",
     lambda: one_step._mount(data=one_step.step_data(training_step.TrainingStep(
         training_step.tiny_net(25), (0.0, 1.0, 0.5) * 3, 1.0, 0.2), 3))),
    ("layer_table/index.js", "Data", layer_table, "_mount",
     lambda: layer_table.report_table(REPORT, Convention(), selected="conv", picked="macs", key="")),
    ("colour_map/index.js", "Data", colour_map, "_mount", colour_map.switch),
    ("copy/index.js", "Data", taking, "_copy", lambda: taking.copy_button("text", key="")),
    *(("desk/index.js", "Data", build_stack, "_mount", desk(stack, layer)) for stack, layer in (
        ("conv.o8.p1_2x0_0~relu", "conv1"), ("conv.o8", "input"), ("conv.o8.p1~conv.o8.p1~add.f1x2", "add1"),
        ("conv.o8~unread", "unread1"), ("conv.o8~dropout.p0_25~linear.o10.t9", "fc1"))),
    ("follow/index.js", "Data", build_stack, "_follower", build_stack.follow),
    ("strip/index.js", "Data", strip, "_mount", lambda: strip.strip(PICTURE, key="")),
    ("flow/index.js", "Data", data_flow, "_mount", lambda: data_flow.data_flow(data_flow.flow_data(REPORT), key="")),
    ("picture_tiles/index.js", "Data", picture_tiles, "_mount",
     lambda: picture_tiles.tiles(PHOTO[None], [picture_tiles.Tile("a")], key="")),
    ("point_at/index.js", "Data", pointing, "_mount", lambda: pointing.pointed_map(
        pointing.Pointing(rows=2, columns=2, numbers=np.eye(2), pixels=PHOTO), np.eye(2, dtype=np.int64), key="")),
    ("answer_field/index.js", "Data", answers, "_mount",
     lambda: answers.answer_field("shape", about="", own="", most=9, take=len, key="")),
    ("room_watch/index.js", "Data", watching, "_mount", lambda: watching.room_watch("A.1", {"version": 1}, key="")),
    ("confusion/index.js", "Data", confusion, "_mount",
     lambda: confusion.confusion(np.eye(2, dtype=np.int64), ["cat", "dog"], (0, 1), key="")),
    ("lesson_keeper/index.js", "Data", lesson_progress, "_mount", lambda: lesson_progress.keep_in_browser("2/5")),
    ("task_controls/index.js", "Data", task_controls, "_mount",
     lambda: task_controls.point_at_controls(("px_side",), ())),
    ("language/index.js", "Data", language, "_mount", language.switch),
    ("attribution_look/index.js", "Data", attribution, "_look", lambda: attribution.look_bar(key="")),
    ("attribution_map/index.js", f"Omit<Data, {BLOCK}>", attribution, "_map",
     lambda: attribution.map_view(PHOTO, MAPS[0], title="", signed=True, key="")),
    ("attribution_map/index.js", f"Omit<Data, {BLOCK}>", attribution, "_map",
     lambda: attribution.read_view(PartRead((0.0, 0.2, 1.0, 0.8), 0.5, PHOTO, "left"), title="", key="")),
    ("map_sheet/data.js", f"Omit<Sheet, {SHEET}> & {{ large: boolean }}", map_sheet, "_mount",
     lambda: map_sheet.map_sheet(sheet(MAPS, selected=1), key="")),
    ("map_photo/index.js", f'Omit<Data, {BLOCK} | "high" | "signed">', feature_maps, "_photo",
     lambda: feature_maps.photo_view(PHOTO, field=(0, 0, 2, 2), patch=None)),
    ("map_large/index.js", f"Omit<Data, {BLOCK}>", feature_maps, "_large", large),
    ("field_map/index.js", f"Omit<Data, {BLOCK}>", fields, "_map",
     lambda: fields.map_view(MAPS[0], unit=(0, 0), title="", note="", key="")),
    ("field_photo/index.js", f"Omit<Data, {BLOCK}>", fields, "_photo", lambda: theory(None)),
    ("field_photo/index.js", f"Omit<Data, {BLOCK}>", fields, "_photo",
     lambda: theory(fields.Alone(((0, 1), (0, 1)), (Field(), Field())))),
    ("pixel_row/data.js", "Data", pixel_flatten, "_mount", pixel_row),
    ("pixel_zoom/data.js", "Data", pixel_numbers, "_mount", pixel_zoom),
    ("digit_pad/index.js", "Data", digit_pad, "_mount",
     lambda: digit_pad.digit_pad("", DigitChanges(), pad.LOOK, key="")),
    ("scene_canvas/view.js", "Data", scene_canvas, "_mount", scene("brick.50.1~star.500.500.300.0.ff0000", False)),
    ("scene_canvas/view.js", "Data", scene_canvas, "_mount", scene("dfe3e8.0.0", True)),
    ("patch_search/index.js", f"Omit<Data, {BLOCK}>", patch_search, "_mount", patch),
    ("visual_cells/index.js", 'Omit<Data, "even" | "odd" | "diverging">', cat_experiment, "_mount", lambda:
     cat_experiment._mount(data=cat_experiment.packed_cells(asdict(cat_experiment.BarAndCells())))),
    *(("kernel_descent/index.js", f"Omit<Data, {DESCENT}>", descent_data, "_mount", descent(now, photo))
      for now, photo in ((KernelLearning(learn_steps=20), GreyPhoto(PHOTO[:, :, 0] + np.eye(
          8, 6, dtype=np.uint8))), (KernelLearning().on("book"), None))),
    ("score_windows/index.js", 'Omit<Data, "shares" | "colours" | "rgb" | "small">', window_view, "_mount", windows),
    ("last_sum/data.js", "Head", last_sum, "_mount", last),
    ("elevator/data.js", "Head", elevator_view, "_mount", all_floors),
    ("elevator/data.js", "Data", elevator_view, "_mount", floors_told),
    ("network_walk/data.js", "Head", network_walk, "_mount", walk),
    ("filter_view/data.js", "Sent", filter_view, "_mount", filters(False)),
    ("filter_view/data.js", "Sent", filter_view, "_mount", filters(True)),
]


def header(data: Any) -> Any:
    """Return what is sent, of a block of bytes its header."""
    return json.loads(data[4:4 + int.from_bytes(data[:4], "little")]) if isinstance(data, bytes) else data


@pytest.fixture(scope="module")
def sent() -> list[tuple[str, str, Any]]:
    """Return what each component is sent: the file of its types, its type, and the data."""
    found: list[tuple[str, str, Any]] = []
    for file, kind, module, mount, show in SENT:
        def told(file: str = file, kind: str = kind, **shown: Any) -> None:
            found.append((file, kind, header(shown["data"])))

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(module, mount, told)
            show()
    return found


def test_every_component_is_asked(sent):
    every = {folder.name for folder in (ROOT / "pages" / "web" / "components").iterdir()} - {"address"}
    assert {file.split("/")[0] for file, _kind, _data in sent} == every


def test_what_is_sent_is_what_the_types_say(sent, tmp_path):
    assert checked(sent, tmp_path) == ""


def test_what_is_missing_or_too_much_is_found(sent, tmp_path):
    file, kind, data = next(one for one in sent if one[0].startswith("strip"))
    without = {name: value for name, value in data.items() if name != "words"}
    assert "words" in checked([(file, kind, without)], tmp_path)
    assert "stranger" in checked([(file, kind, data | {"stranger": 1})], tmp_path)


def checked(sent: list[tuple[str, str, Any]], folder: Path) -> str:
    """Return what the type checker says of data."""
    assert PACKAGES.is_dir(), "Install the checkers first: .venv/bin/npm ci --prefix tests/web"
    lines = []
    for number, (file, kind, data) in enumerate(sent):
        address = json.dumps((ROOT / "pages" / "web" / "components" / file).as_posix())
        for name in ("Data", "Head", "Sheet", "Sent"):
            kind = kind.replace(name, f"import({address}).{name}") if name in kind.split(",")[0] else kind
        lines.append(f"/** @type {{{kind}}} */\nexport const sent{number} = {json.dumps(data)};\n")
    (folder / "sent.js").write_text("".join(lines), encoding="utf-8")
    settings = {"extends": (HERE / "tsconfig.json").as_posix(), "include": ["sent.js"]}
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return run(PACKAGES / "typescript" / "bin" / "tsc", "--project", folder / "tsconfig.json").stdout

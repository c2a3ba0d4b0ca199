"""Blocks and their costs: the notes' and the papers' numbers, torch's own count, and formulas against graphs."""

from __future__ import annotations

import re

import pytest

from explorer.graph import PRESETS, analyse, from_text
from explorer.milestones import DESIGNS, cost, formula, longest_way, part_of_five, waves
from explorer.milestones.formula_terms import general, total, with_values
from tests.explorer.graph.oracles import module_of, parameters

each = pytest.mark.parametrize("name", DESIGNS)
USUAL = {name: design.nearest({}) for name, design in DESIGNS.items()}
# Other sizes than the papers', so that no formula is right by chance.
OTHER = {name: design.nearest({"C": 136, "H": 17, "n": 3, "R": 40, "Q": 8, "D": 72, "k": 5, "g": 12, "L": 4, "r": 10,
                               "t": 3}) for name, design in DESIGNS.items()}
sizes_of = pytest.mark.parametrize("given", [USUAL, OTHER], ids=["usual", "other"])


def paid(name, *, plain=False, **sizes):
    design = DESIGNS[name]
    return cost(design.report(design.nearest(sizes), plain=plain))


# Values of FACTS: lecture notes, and the papers' own tables.
@pytest.mark.parametrize(("name", "sizes", "block", "plain"), [
    ("windows", {"C": 64}, 18 * 64 * 64, 102_400),               # notes: 25 C^2 against 18 C^2
    ("windows", {"C": 64, "n": 3}, 27 * 64 * 64, 49 * 64 * 64),  # VGG, section 2.3: 27 C^2 against 49 C^2
    ("inception", {}, 163_696, 12_352 + 221_312 + 153_632),      # GoogLeNet 3a
    ("bottleneck", {}, 70_400, 1_179_648 + 1_024),               # row 76, with batch norms
    ("separable", {}, 33_920, 294_912),
    ("separable", {"C": 728, "D": 728}, 536_536, 4_769_856),     # Xception, row 80
    ("squeeze", {}, 2 * 256 * 16 + 256 + 16, 589_824),
    ("inverted", {}, 24 * 144 * 2 + 9 * 144 + 2 * (144 + 144 + 24), 24 * 144 * 2 + 9 * 144 * 144 + 2 * 312),
])
def test_a_block_costs_what_its_source_says(name, sizes, block, plain):
    assert (paid(name, **sizes).params, paid(name, plain=True, **sizes).params) == (block, plain)


def test_the_fifth_of_an_inception_block_goes_through_sixteen_maps():
    assert part_of_five(USUAL["inception"]) == (15_920, 153_632)


def test_a_bottleneck_has_69632_weights_without_its_norms():
    report = DESIGNS["bottleneck"].report(USUAL["bottleneck"])
    assert sum(row.params for row in report if row.layer.family == "convolution") == 69_632


@pytest.mark.parametrize(("count", "field"), [(2, 5), (3, 7), (4, 9)])
def test_small_windows_see_what_the_large_one_sees_and_bend_more_often(count, field):
    small, large = (paid("windows", n=count, plain=plain) for plain in (False, True))
    assert (small.field, large.field) == (field, field)
    assert (small.bends, large.bends) == (count, 1)
    assert small.params * field * field == 9 * count * large.params


@each
@sizes_of
@pytest.mark.parametrize("plain", [False, True])
def test_parameters_are_torchs_and_those_of_the_formula(name, given, plain):
    design, sizes = DESIGNS[name], given[name]
    report = design.report(sizes, plain=plain)
    assert report.error is None
    assert report.params == parameters(module_of(report.graph, report.input_shape))
    working = formula(name, sizes).plain if plain else formula(name, sizes).block
    said = re.search(r"([\d{},]+)$", working.lines[1])[1]
    assert int(re.sub(r"\D", "", said)) == report.params


@each
def test_a_block_opens_by_its_text(name):
    design = DESIGNS[name]
    for plain in (False, True):
        kind, shape, text = design.name(USUAL[name], plain=plain).split("/")
        assert kind == "stack"
        assert from_text(text) == (design.draw_plain if plain else design.draw)(USUAL[name])
        assert shape == "x".join(map(str, design.input_shape(USUAL[name])))


@pytest.mark.parametrize(("name", "preset"), [
    ("inception", "inception_block"), ("residual", "resnet_basic_block"), ("bottleneck", "resnet_bottleneck"),
    ("dense", "dense_block"), ("squeeze", "se_block"), ("inverted", "mobilenetv2_block")])
def test_with_the_papers_sizes_it_is_the_block_of_the_list(name, preset):
    known = PRESETS[preset]
    assert DESIGNS[name].draw(USUAL[name]) == known.graph
    assert DESIGNS[name].input_shape(USUAL[name]) == known.input_shape


@each
def test_what_is_compared_reads_and_gives_the_same_maps(name):
    design, sizes = DESIGNS[name], OTHER[name]
    shapes = {design.report(sizes, plain=plain).output_shape for plain in (False, True)}
    if name == "inception":  # behind the naive block's pooling all maps are left
        assert {shape[0] for shape in shapes} == {256, 224 + sizes["C"]}
    else:
        assert len(shapes) == 1


@each
def test_sizes_of_a_link_are_moved_to_the_nearest_that_there_is(name):
    design = DESIGNS[name]
    for asked in (-5, 10**9, 37):
        sizes = design.nearest(dict.fromkeys("CHRQnDkgLrt", asked))
        assert all(size.least <= sizes[size.letter] <= size.most for size in design.sizes)
        assert all((sizes[size.letter] - size.least) % size.step == 0 for size in design.sizes)
        assert design.report(sizes).error is None
        assert design.report(sizes, plain=True).error is None
    assert design.nearest({}) == {size.letter: size.usual for size in design.sizes}


def test_waves_are_the_order_in_which_a_network_can_be_computed():
    report = DESIGNS["inception"].report(USUAL["inception"])
    named = [{name for name in wave if "." not in name} for wave in waves(report)]
    assert named == [{"input"}, {"conv1x1", "reduce3x3", "reduce5x5", "pool"}, {"conv3x3", "conv5x5", "project"},
                     {"cat"}]


@each
def test_every_layer_is_computed_once_and_after_all_that_it_reads(name):
    report = DESIGNS[name].report(OTHER[name])
    turn = {layer: place for place, wave in enumerate(waves(report)) for layer in wave}
    assert sorted(turn) == sorted(["input", *report.graph.places])
    for row in report:
        adapts = row.layer.family in ("normalisation", "activation")
        assert all(turn[source] <= turn[row.name] - (not adapts) for source in row.node.inputs)


def test_the_longest_way_is_counted_not_the_sum_of_all_ways():
    chain = analyse("conv.o4.p1~relu~conv.o4.p1~relu~conv.o4.p1.f4~add.f1x2", (4, 8, 8))
    assert longest_way(chain, "activation") == {"input": 0, "conv1": 0, "relu1": 1, "conv2": 1, "relu2": 2,
                                                "conv3": 0, "add1": 2}
    branched = DESIGNS["inception"].report(USUAL["inception"])
    assert longest_way(branched, "activation")["cat"] == 2
    assert sum(row.layer.family == "activation" for row in branched) == 6


def test_a_gate_lets_every_unit_see_all():
    assert paid("squeeze").field is None
    assert paid("residual").field == 5


@pytest.mark.parametrize(("terms", "values", "letters", "numbers"), [
    (((9, "C", "C"), ("b",)), {"C": 64, "b": 8}, r"9 \, C^2 + b", r"9 \cdot 64 \cdot 64 + 8 = 36{,}872"),
    (((25, "Q", 32),), {"Q": 4}, r"25 \cdot 32 \, Q", r"25 \cdot 4 \cdot 32 = 3{,}200"),
    ((("C",),), {"C": 5}, "C", "5"),
])
def test_a_sum_of_products_is_written_in_letters_and_in_numbers(terms, values, letters, numbers):
    assert general(terms) == letters
    assert with_values(terms, values) == numbers


def test_a_sum_of_products_is_the_number_that_python_finds():
    assert total(((2, "a", "b"), (3,), ("a",)), {"a": 5, "b": 7}) == 2 * 5 * 7 + 3 + 5


@pytest.mark.parametrize(("name", "share"), [("separable", "0.115"), ("windows", "0.72")])
def test_the_ratio_is_said_as_in_the_notes(name, share):
    assert formula(name, USUAL[name]).ratio.endswith(f" = {share}")

"""What is said of wrong programs, and where."""

from __future__ import annotations

import pytest

from explorer.errors import SpecError
from explorer.graph import Unread, analyse, from_text, to_text
from explorer.graph.code import read_code
from tests.explorer.graph.code.programs import WRONG

# program, layer, line, what is said
SAID = [
    ("torch_wrong_linear", "fc", 14, "fc is written for 1,050 values, but 1,568 arrive. Write 1,568."),
    ("torch_wrong_channels", "conv2", 6, "conv2 is written for 32 channels, but 16 arrive. Write 16."),
    ("torch_wrong_channels", "bn1", 7, "bn1 is written for 16 channels, but 64 arrive. Write 64."),
    ("torch_no_flatten", "fc1", 7, "which are all of 32 × 14 × 14, but they are not in one row"),
    ("torch_kernel_too_large", "conv3", 5, "a window of 5 px does not fit into an input of 4 px"),
    ("torch_unequal_add", "add", 12, "receives 32 × 16 × 16, 16 × 32 × 32"),
    ("torch_unknown_layer", "attention", 9, "Give the shape that it puts out"),
]


@pytest.mark.parametrize(("name", "layer", "line", "said"), SAID)
def test_a_wrong_program_says_what_is_wrong_at_layer_and_line(name, layer, line, said):
    code = read_code(WRONG[name])
    assert said in str(code.report[layer].error)
    assert code.places[layer].line == line


@pytest.mark.parametrize("name", ["torch_missing_bracket", "torch_unclosed_bracket"])
def test_a_missing_bracket_is_named_with_line_and_column(name):
    with pytest.raises(SpecError, match=r"Line 3, column 22: the bracket \( is never closed"):
        read_code(WRONG[name])


def test_numbers_that_do_not_fit_leave_the_rest_computed_and_stand_in_the_link():
    code = read_code(WRONG["torch_wrong_linear"])
    assert code.report["fc"].output_shape == (10,)
    assert to_text(code.graph).endswith("linear.o10.nfc.t1050")
    assert from_text(to_text(code.graph)) == code.graph


def test_a_grey_layer_hands_on_the_shape_that_is_typed():
    code = read_code(WRONG["torch_unknown_layer"])
    grey = [node.name for node in code.graph if isinstance(node.layer, Unread)]
    assert grey == ["attention", "roll"]
    typed = to_text(code.graph).replace("unread.", "unread.o32x32x32.")
    assert analyse(from_text(typed), code.input_shape).output_shape == (10,)
    assert str(code.notes[0]).startswith("Line 9: CBAM is not read here.")


def test_the_input_is_that_of_the_text_else_one_that_fits():
    assert read_code("model = nn.Sequential(nn.Conv2d(1, 8, 3), nn.Flatten(), nn.Linear(8 * 62 * 62, 2))"
                     ).input_shape == (1, 64, 64)
    said = read_code("model = nn.Sequential(nn.Conv2d(1, 8, 3))\nsummary(model, input_size=(1, 50, 40))")
    assert (said.input_shape, said.says_input) == ((1, 28, 28), False)
    said = read_code("from torchinfo import summary\nmodel = nn.Sequential(nn.Conv2d(1, 8, 3))\n"
                     "summary(model, input_size=(16, 1, 50, 40))")
    assert (said.input_shape, said.says_input) == ((1, 50, 40), True)


@pytest.mark.parametrize(("text", "shape"), [
    ("nn.Conv2d(1, 8, 3), nn.Flatten(), nn.Linear(8 * 26 * 26, 32), nn.BatchNorm1d(32)", (1, 28, 28)),
    ("nn.Linear(100, 6272), nn.Unflatten(1, (128, 7, 7)), nn.ConvTranspose2d(128, 64, 4, 2, 1)", (100,)),
    ("nn.Linear(64, 32), nn.LayerNorm(32), nn.ReLU(), nn.Linear(32, 10)", (64,)),
    ("nn.Conv1d(2, 8, 3), nn.InstanceNorm1d(8), nn.LPPool1d(2, 2)", (2, 128)),
])
def test_norms_do_not_say_what_the_input_is_but_the_first_layer_does(text, shape):
    code = read_code(f"model = nn.Sequential({text})")
    assert (code.input_shape, code.report.error) == (shape, None)


def test_a_layer_norm_that_does_not_fit_is_named_with_its_number():
    code = read_code("model = nn.Sequential(nn.Linear(64, 32), nn.LayerNorm(30))")
    assert str(code.report.error) == "ln1 is written for 30 values, but 32 arrive. Write 32."

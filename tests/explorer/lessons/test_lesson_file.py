"""A lesson is read from its file, and each fault of the file is told so that a teacher can mend it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from explorer import lessons
from explorer.exercises import ChoiceAnswer, NumberAnswer, PageLink, ShapeAnswer, exercise
from explorer.lessons import lesson_file
from tests.contracts.repository import ROOT

HEAD = 'title = "My lesson"\nsays = "You can count."\n'
STEP = {"title": '"One"', "says": '"Two and two."', "do": '"Count."', "open": '"pooling?view=grid"',
        "ask": '"How many?"', "answer": '"4"', "because": '"$2 + 2 = 4$"'}


def written(head=HEAD, **changes):
    """Return a file with one step; a change of None leaves a line out."""
    lines = [f"{name} = {value}" for name, value in (STEP | changes).items() if value is not None]
    return head + "[[step]]\n" + "\n".join(lines)


def read(text, **more):
    return lessons.read_lesson(text, name="mine", number=9, **more)


def step(**changes):
    plan, wrong = read(written(**changes))
    assert wrong == ()
    return plan.steps[0]


def faults(text):
    plan, wrong = read(text, file="mine.toml")
    assert plan is None
    return [str(one) for one in wrong]


def test_a_lesson_is_read_as_it_stands():
    plan, wrong = read(written(minutes="7"), shipped=False)
    assert wrong == ()
    assert (plan.name, plan.number, plan.title, plan.says, plan.minutes, plan.shipped) == (
        "mine", 9, "My lesson", "You can count.", 7, False)
    one, = plan.steps
    assert (one.title, one.says, one.do, one.because) == ("One", "Two and two.", "Count.", "$2 + 2 = 4$")
    assert one.link == PageLink("pooling", {"view": "grid"})
    assert (str(one.question), one.answer.text, one.exercise, one.shown) == ("How many?", "4", None, ())


@pytest.mark.parametrize(("text", "page", "values"), [
    ("pooling", "pooling", {}), ("pooling?", "pooling", {}), ("/pooling?view=shift", "pooling", {"view": "shift"}),
    ("http://localhost:8501/app/step_through?scene=rgb&at=3&lesson=2&step=5&present=1&lang=ko", "step_through",
     {"scene": "rgb", "at": "3"}),
    ("build_stack?stack=conv.o6.k5~tanh&input=1x28x28", "build_stack",
     {"stack": "conv.o6.k5~tanh", "input": "1x28x28"}),
    ("pixels?note=a%20b%26c", "pixels", {"note": "a b&c"}), ("pixels?note=", "pixels", {"note": ""})])
def test_a_state_is_written_as_the_address_has_it_or_copied_from_there(text, page, values):
    assert step(open=f'"{text}"').link == PageLink(page, values)


@pytest.mark.parametrize(("answer", "value", "decimals", "prints"), [
    ("4", 4, 0, "4"), ("1,024", 1024, 0, "1,024"), ("150528", 150528, 0, "150,528"), ("-3", -3, 0, "−3"),
    ("0.48", Fraction(48, 100), 2, "0.48"), ("0.50", Fraction(1, 2), 2, "0.50"), ("2.0", 2, 1, "2.0"),
    ("1/3", Fraction(1, 3), 3, "0.333"), ("3/4", Fraction(3, 4), 2, "0.75"), ("1e-3", Fraction(1, 1000), 3, "0.001"),
    ("1.5M", 1_500_000, 0, "1,500,000"), ("12.5 %", Fraction(1, 8), 3, "0.125"),
    ("33 %", Fraction(33, 100), 2, "0.33")])
def test_a_number_is_read_with_the_decimals_that_are_asked_for(answer, value, decimals, prints):
    right = step(answer=f'"{answer}"').answer
    assert isinstance(right, NumberAnswer)
    assert (right.value, right.decimals, right.text) == (value, decimals, prints)
    assert right.mark(answer).correct


@pytest.mark.parametrize("answer", ["6 x 28 x 28", "(6, 28, 28)", "6×28×28", "6 * 28 * 28"])
def test_a_shape_is_read_in_many_dresses_and_marked_so(answer):
    right = step(answer=f'"{answer}"', slips='{ "6 x 24 x 24" = "That is without padding." }')
    assert right.answer == ShapeAnswer((6, 28, 28), slips=right.answer.slips)
    assert right.mark("6, 28, 28").correct
    assert str(right.mark("6x24x24").says) == "That is without padding. Right is 6 × 28 × 28."
    assert "the order is not" in str(right.mark("28x28x6").says)


def test_of_several_answers_one_is_right_and_wrong_ones_can_be_named():
    one = step(answer="2", options='["fewer", "more", "as many {so} $\\\\frac{1}{2}$"]',
               slips='{ "1" = "Count again: $\\\\sqrt{4}$." }')
    assert isinstance(one.answer, ChoiceAnswer)
    assert [str(option.says) for option in one.answer.options] == ["fewer", "more", "as many {so} $\\frac{1}{2}$"]
    assert one.mark("B").correct and not one.mark("C").correct
    assert str(one.mark("A").says) == "Count again: $\\sqrt{4}$. Right is B."
    assert not one.mark("Z").read


def test_numbers_may_stand_without_quotes_and_slips_are_named():
    one = step(answer="4", slips='{ "5" = "One too many." }')
    assert one.mark("4").correct and one.mark(" 4.0 ").correct
    assert str(one.mark("5").says) == "One too many. Right is 4."
    assert str(one.mark("6").says) == "Not quite. Right is 4."
    assert not one.mark("many").read
    assert one.mark("4").working == ()


@pytest.mark.parametrize(("text", "seed", "level"), [("output_side 7 1", 7, 1), ("output_side 7", 7, 1),
                                                     ("output_side", 1, 1), ("output_side 3 2", 3, 2)])
def test_an_exercise_stands_for_question_and_answer(text, seed, level):
    one = step(exercise=f'"{text}"', ask=None, answer=None, because=None)
    made = exercise("output_side", seed=seed, level=level)
    assert (one.question, one.answer, one.exercise) == (made.question, made.asked.right, made)
    marked = one.mark(made.answer)
    assert marked.correct and marked.working == made.asked.working
    assert one.shown == made.asked.shown


@pytest.mark.parametrize(("text", "says"), [
    ("title = ", "mine.toml: this is no TOML: "),
    (f"{HEAD}[[step]\n", "mine.toml: this is no TOML: "),
    (HEAD, "mine.toml: there is no [[step]]."),
    (f"{HEAD}step = 3", "mine.toml: step must be written as [[step]] with lines below it."),
    (written('says = "x"\n'), "mine.toml: title is missing."),
    (written('title = ""\nsays = "x"\n'), "mine.toml: title is missing."),
    (written(f"{HEAD}sys = 1\n"), "mine.toml: sys means nothing here. Did you mean says?"),
    (written(f"{HEAD}colour = 1\n"), "mine.toml: colour means nothing here."),
    (written(f"{HEAD}minutes = 0\n"), "mine.toml: minutes must be a whole number from 1 to 120."),
    (written(says=None), "mine.toml, step 1: says is missing."),
    (written(do='"   "'), "mine.toml, step 1: do is missing."),
    (written(says="[1]"), "mine.toml, step 1: says must be a text between quotes."),
    (written(says="true"), "mine.toml, step 1: says must be a text between quotes."),
    (written(says=f'"{"x" * 2001}"'), "mine.toml, step 1: says has 2,001 characters; at most 2,000 are read."),
    (written(minutes='"5"'), "mine.toml, step 1: minutes must be a whole number from 1 to 120."),
    (written(open=None), "mine.toml, step 1: open is missing."),
    (written(open='"?view=grid"'), "mine.toml, step 1: open is '?view=grid', but begins with a page's name"),
    (written(open='"../secret file"'), "but begins with a page's name"),
    (written(open='"http://[x"'), "mine.toml, step 1: open cannot be read as a link"),
    (written(open=f'"pooling?{"a=1&" * 90}"'), "mine.toml, step 1: open cannot be read as a link"),
    (written(ask=None), "mine.toml, step 1: ask is missing."),
    (written(answer=None), "mine.toml, step 1: answer is missing."),
    (written(because=None), "mine.toml, step 1: because is missing."),
    (written(answer='"many"'), "'many' cannot be an answer: 'many' is not a number. Write it like 1,024 or 0.25 or "
                               "3/4. For words, give options to choose from."),
    (written(answer='"many x 6"'), "'many x 6' cannot be an answer"),
    (written(answer='"6 x 0.5"'), "'6 x 0.5' cannot be an answer: '6 x 0.5' is not a shape."),
    (written(answer="1", options='["one"]'), "1 options are given; a choice has 2 to 8."),
    (written(answer="1", options="[]"), "0 options are given; a choice has 2 to 8."),
    (written(answer="1", options='["a", 3]'), "options must be a list of texts"),
    (written(answer="1", options='["one", "One"]'), "Two options are the same."),
    (written(answer="3", options='["a", "b"]'), "'3' is the number of no option; they are counted from 1 to 2."),
    (written(answer="B", options='["a", "b"]'), "this is no TOML"),
    (written(answer='"4"', slips='{ "4" = "No." }'), "The right answer 4 is among the slips."),
    (written(answer='"4"', slips='{ "4.0" = "No." }'), "The right answer 4 is among the slips."),
    (written(answer='"2x2"', slips='{ "2 x 2" = "No." }'), "The right answer 2x2 is among the slips."),
    (written(answer="1", options='["a", "b"]', slips='{ "1" = "No." }'), "The right answer 1 is among the slips."),
    (written(answer='"4"', slips='["4"]'), 'slips must be a table of texts, such as { "3" = "One product was'),
    (written(exercise='"ouput_side 1 1"', ask=None, answer=None), "there is no exercise 'ouput_side'. Choose one of: "),
    (written(exercise='"output_side x 1"', ask=None, answer=None), "exercise is written as kind, seed and level"),
    (written(exercise='"output_side 1 4"', ask=None, answer=None), "exercise is written as kind, seed and level"),
    (written(exercise='"output_side 1 1 1"', ask=None, answer=None), "exercise is written as kind, seed and level"),
    (written(exercise='"output_side 1 1"', answer=None), "exercise stands instead of ask and answer"),
    (written(exercise='""', ask=None, answer=None), "mine.toml, step 1: exercise is missing."),
    (written(answr='"4"', answer=None), "mine.toml, step 1: answr means nothing here. Did you mean answer?"),
])
def test_each_fault_is_told_with_its_place_and_what_to_write_instead(text, says):
    assert any(says in fault for fault in faults(text))


def test_all_faults_of_a_file_are_told_at_once():
    assert len(faults(written('title = "x"\n', do=None, open=None, answer='"?"'))) == 4


def test_a_lesson_has_a_bounded_number_of_steps():
    assert faults(written() + written(head="\n") * 40) == [
        "mine.toml: 41 of [[step]] are too many; at most 40 are read."]


def test_deeply_nested_files_are_refused_without_a_crash():
    assert "this is no TOML" in faults(f"x = {'[' * 100_000}")[0]


def test_what_goes_through_the_catalogue_is_what_is_looked_up_there():
    plan, _wrong = read(written(answer="1", options='["a {x}", "b"]', slips='{ "2" = "No {y}." }'))
    assert list(plan.texts()) == ["My lesson", "You can count.", "One", "Two and two.", "Count.", "How many?",
                                  "a {{x}}", "b", "No {{y}}.", "$2 + 2 = 4$"]


def test_the_lesson_in_the_text_of_the_module_can_be_taught():
    example = lesson_file.__doc__.split("```")[1].removeprefix("toml")
    plan, wrong = read(example)
    assert wrong == () and plan.steps[0].mark("4").correct


def test_the_lesson_in_the_readme_can_be_taught():
    example = (ROOT / "README.md").read_text(encoding="utf-8").split("<!-- lesson -->\n```toml\n")[1].split("```")[0]
    plan, wrong = read(example)
    assert wrong == ()
    first, second = plan.steps
    assert str(first.mark("5").says) == "That is with stride 1. Right is 3."
    assert first.because == r"$\lfloor (7 - 3) / 2 \rfloor + 1 = 3$"
    assert second.exercise.kind == "output_side"

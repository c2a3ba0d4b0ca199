"""All programs that are pasted in tests: written for them, in the style of public tutorials; right and wrong."""

from tests.explorer.graph.code import (
    programs_blocks,
    programs_keras,
    programs_keras_forms,
    programs_keras_more,
    programs_keras_wrong,
    programs_long,
    programs_more,
    programs_printed,
    programs_small,
    programs_wrong,
)

WRONG: dict[str, str] = {**programs_wrong.PROGRAMS, **programs_keras_wrong.PROGRAMS}
RIGHT: dict[str, str] = {**programs_small.PROGRAMS, **programs_blocks.PROGRAMS, **programs_long.PROGRAMS,
                         **programs_more.PROGRAMS, **programs_keras.PROGRAMS, **programs_keras_more.PROGRAMS,
                         **programs_keras_forms.PROGRAMS}
PROGRAMS: dict[str, str] = {**RIGHT, **WRONG, **programs_printed.PROGRAMS}

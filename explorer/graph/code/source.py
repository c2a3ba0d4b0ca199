"""Pasted text as Python's own tree of it, or a message with the line and column where it breaks."""

from __future__ import annotations

import ast
import re
import warnings

from explorer.errors import TextError
from explorer.settings import settings

DEEPEST = 120
PROMPT = re.compile(r"^\s*(>>>|\.\.\.) ?")
NOTEBOOK = re.compile(r"^\s*[!%]")
FENCE = re.compile(r"^\s*```")


def tree_of(text: str) -> ast.Module:
    """Return the syntax tree of ``text``; nothing of it is run.

    Prompts of a session and commands of a notebook are passed over, lines keep their numbers.

    Raises:
        TextError: it is no Python, with line and column, or longer or deeper than this server reads.
    """
    check_length(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = ast.parse(plain(text))
    except SyntaxError as error:
        raise _broken(error) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        raise TextError("The text is nested too deeply to be read, or holds what no text holds. "
                        "Paste only the network.") from None
    _check_depth(found)
    return found


def check_length(text: str) -> None:
    """Check that a text is no longer than this server reads.

    Raises:
        TextError: it is.
    """
    most = settings().code_chars
    if len(text) > most:
        raise TextError("The text has {count:,} characters; this server reads {most:,}. Paste only the network.",
                        count=len(text), most=most)


def plain(text: str) -> str:
    """Return ``text`` as Python would have it, line for line and, where it can be, column for column."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").expandtabs(4).split("\n")
    if any(line.lstrip().startswith(">>>") for line in lines):
        lines = [PROMPT.sub("", line) if PROMPT.match(line) else "" for line in lines]
    lines = ["" if NOTEBOOK.match(line) or FENCE.match(line) else line for line in lines]
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    margin = min((len(line) - len(line.lstrip(" ")) for line in written), default=0)
    return "\n".join(line[margin:] if line[:margin].isspace() else line for line in lines)


def _broken(error: SyntaxError) -> TextError:
    line, column, reason = error.lineno or 1, error.offset or 1, error.msg
    if found := re.match(r"'(.)' was never closed", reason):
        return TextError("Line {line}, column {column}: the bracket {bracket} is never closed.", line=line,
                         column=column, bracket=found[1])
    if found := re.match(r"unmatched '(.)'", reason):
        return TextError("Line {line}, column {column}: the bracket {bracket} closes nothing.", line=line,
                         column=column, bracket=found[1])
    if found := re.match(r"closing parenthesis '(.)' does not match opening parenthesis '(.)' on line (\d+)", reason):
        return TextError("Line {line}, column {column}: the bracket {bracket} of line {first} is not closed before "
                         "this {other}.", line=line, column=column,
                         bracket=found[2], first=int(found[3]), other=found[1])
    return TextError("Line {line}, column {column}: this is not Python ({reason}).", line=line, column=column,
                     reason=reason)


def _check_depth(tree: ast.AST) -> None:
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    place = next((node for node in level if hasattr(node, "lineno")), None)
    raise TextError("Line {line}, column {column}: the code is nested more than {most} levels deep. Paste only the "
                    "network.", line=getattr(place, "lineno", 1), column=getattr(place, "col_offset", 0) + 1,
                    most=DEEPEST)

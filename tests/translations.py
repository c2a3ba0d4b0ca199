"""Keep the translations: ``python -m tests.translations`` collects all texts, brings each catalogue up to date and
compiles it, and says what is missing; ``python -m tests.translations init de`` begins another language.

Texts are what stands as a literal in ``_()``, ``N_()``, ``message()`` and in errors of ``explorer``, and those of the
shipped lessons. A text that was changed keeps no old translation, near as it may be: what is missing is plain to see,
and nothing wrong is shown.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from explorer import errors, lessons
from tests.contracts.repository import CODE, ROOT, nodes_of, path_of

LOCALES = ROOT / "pages" / "locales"
SHIPPED = "explorer/lessons/shipped"
DOMAIN, CLASSES = "explorer", "classes"
WIDTH = 120
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""A catalogue that is compiled again on another day stays the same, byte for byte."""
MARKS = {"_", "N_", "message", "Message"} | {
    name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}


def collected() -> dict[str, list[str]]:
    """Return every text of the app and the files where it stands."""
    found: dict[str, list[str]] = {}
    marks = MARKS | own_errors()
    for file in CODE:
        calls = [node for node in nodes_of(file) if isinstance(node, ast.Call) and node.args
                 and isinstance(node.args[0], ast.Constant) and _name_of(node.func) in marks]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            text = call.args[0].value  # type: ignore[attr-defined]
            if isinstance(text, str) and text and path_of(file) not in found.setdefault(text, []):
                found[text].append(path_of(file))
    for text in of_lessons():
        found.setdefault(text, []).append(SHIPPED)
    return found


def own_errors() -> set[str]:
    """Return the names of errors for readers that stand where they are raised, not in ``explorer/errors.py``."""
    return {node.name for file in CODE for node in nodes_of(file) if isinstance(node, ast.ClassDef)
            and MARKS & {_name_of(base) for base in node.bases}}


def of_lessons() -> Iterator[str]:
    """Yield each text of the shipped lessons, once: they stand in files of their own and go through ``_()``, too."""
    tables = (*lessons.shipped(), *lessons.topics(), *lessons.discussions())
    yield from dict.fromkeys(text for table in tables for text in table.texts())


def _name_of(function: ast.expr) -> str:
    """Return the last name of what is called."""
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def catalogues(domain: str = DOMAIN) -> list[Path]:
    """Return the catalogue of each language."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{domain}.po"))


def read(file: Path) -> Catalog:
    """Return a catalogue."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parents[1].name, charset="utf-8")


def entries(catalogue: Catalog) -> Iterator[tuple[str, str, bool]]:
    """Yield each text of a catalogue, its translation, and whether that is only a guess."""
    for entry in catalogue:
        if entry.id:
            yield entry.id, entry.string, entry.fuzzy


def updated(file: Path, texts: dict[str, list[str]]) -> Catalog:
    """Return a catalogue with all ``texts``, each translated as before, and with no others."""
    known = {text: said for text, said, guessed in entries(read(file)) if not guessed} if file.exists() else {}
    return _catalogue(file.parents[1].name, {text: (known.get(text, ""), files) for text, files in texts.items()})


def _catalogue(code: str, said: dict[str, tuple[str, list[str]]]) -> Catalog:
    made = Catalog(locale=code, project="CNN Explorer", charset="utf-8", fuzzy=False)
    for text, (translation, files) in said.items():
        made.add(text, translation, locations=[(file, None) for file in files])
    return made


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as text. It names no day and no line, so it changes only when a text does."""
    written = BytesIO()
    write_po(written, catalogue, width=WIDTH, include_lineno=False, omit_header=True)
    language = f'"Language: {catalogue.locale}\\n"\n'
    head = f'msgid ""\nmsgstr ""\n{language}"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as the app reads it."""
    plain = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False, creation_date=NO_DAY, revision_date=NO_DAY)
    for text, said, guessed in entries(catalogue):
        if said and not guessed:
            plain.add(text, said)
    written = BytesIO()
    write_mo(written, plain)
    return written.getvalue()


def begin(code: str) -> None:
    """Write the catalogues of another language: texts, which are collected next, and the names of classes."""
    folder = LOCALES / code / "LC_MESSAGES"
    if folder.exists():
        sys.exit(f"{folder.relative_to(LOCALES)} is there already")
    names: dict[str, tuple[str, list[str]]] = {
        name: ("", []) for file in catalogues(CLASSES) for name, _, _ in entries(read(file))}
    folder.mkdir(parents=True)
    for domain, texts in ((DOMAIN, {}), (CLASSES, names)):
        (folder / f"{domain}.po").write_bytes(as_po(_catalogue(code, texts)))


def refresh() -> int:
    """Bring all catalogues up to date; return how many texts have no translation."""
    texts, missing = collected(), 0
    for file in catalogues():
        catalogue = updated(file, texts)
        file.write_bytes(as_po(catalogue))
        without = [text for text, said, _ in entries(catalogue) if not said]
        print(f"{file.parents[1].name}: {len(texts) - len(without)} of {len(texts)} texts")
        print(*(f"  {texts[text][0]}: {text}" for text in without), sep="\n")
        missing += len(without)
    for file in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        file.with_suffix(".mo").write_bytes(as_mo(read(file)))
    return missing


def main() -> None:
    """Follow the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step")
    steps.add_parser("init", help="begin another language").add_argument("code", help="such as de or pt_BR")
    given = parser.parse_args()
    if given.step == "init":
        begin(given.code)
    sys.exit(1 if refresh() else 0)


if __name__ == "__main__":
    main()

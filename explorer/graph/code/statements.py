"""Follows statements of pasted code: assignments, loops over what is known, conditions that can be decided."""

from __future__ import annotations

import ast
from typing import Any

from explorer.errors import N_, Message, message
from explorer.graph.code.expressions import Expressions
from explorer.graph.code.values import Dotted, Function, Lost, Scope, UserClass

NOT_DECIDED = N_("Line {line}: whether this condition holds cannot be told from the code. Its first branch was taken.")
MOST_TURNS = 10_000


class Statements(Expressions):
    """Follows statements. ``notes`` collects what is said about them."""

    def say(self, said: Message) -> None:
        """Note something for the reader."""
        raise NotImplementedError

    def set_attribute(self, owner: Any, name: str, value: Any) -> None:
        """Set an attribute of a value."""
        raise NotImplementedError

    def set_item(self, owner: Any, index: Any, value: Any) -> None:
        """Set an item of a value."""
        in_list = isinstance(owner, list) and isinstance(index, int) and -len(owner) <= index < len(owner)
        if in_list or (isinstance(owner, dict) and isinstance(index, str | int | float)):
            owner[index] = value

    def run(self, body: list[ast.stmt], scope: Scope) -> tuple[str, Any] | None:
        """Follow statements; return how they were left: ("return", value), ("break", None), ("continue", None)."""
        for statement in body:
            self.spend(statement)
            follow = getattr(self, f"_follow_{type(statement).__name__.lower()}", None)
            left = follow(statement, scope) if follow else None
            if left is not None:
                return left  # type: ignore[no-any-return]
        return None

    def _follow_return(self, node: ast.Return, scope: Scope) -> tuple[str, Any]:
        return "return", None if node.value is None else self.value(node.value, scope)

    def _follow_break(self, node: ast.Break, scope: Scope) -> tuple[str, Any]:  # noqa: ARG002
        return "break", None

    def _follow_continue(self, node: ast.Continue, scope: Scope) -> tuple[str, Any]:  # noqa: ARG002
        return "continue", None

    def _follow_expr(self, node: ast.Expr, scope: Scope) -> None:
        scope.names["_last_"] = self.value(node.value, scope)

    def _follow_assign(self, node: ast.Assign, scope: Scope) -> None:
        value = self.value(node.value, scope)
        for target in node.targets:
            self.assign(target, value, scope)

    def _follow_annassign(self, node: ast.AnnAssign, scope: Scope) -> None:
        if node.value is not None:
            self.assign(node.target, self.value(node.value, scope), scope)

    def _follow_augassign(self, node: ast.AugAssign, scope: Scope) -> None:
        target: Any = node.target
        before, more = self.value(target, scope), self.value(node.value, scope)
        if isinstance(before, list) and isinstance(node.op, ast.Add):
            inside = self.items(more, node)
            if isinstance(inside, list) and len(before) < MOST_TURNS:
                before.extend(inside)
            return
        step = ast.copy_location(ast.BinOp(target, node.op, node.value), node)
        self.assign(target, self.binary(step, before, more), scope)

    def assign(self, target: ast.AST, value: Any, scope: Scope) -> None:
        """Let a name, an attribute or an item stand for a value."""
        if isinstance(target, ast.Attribute):
            self.set_attribute(self.value(target.value, scope), target.attr, value)
        elif isinstance(target, ast.Subscript):
            self.set_item(self.value(target.value, scope), self.value(target.slice, scope), value)
        else:
            super().assign(target, value, scope)

    def _follow_if(self, node: ast.If, scope: Scope) -> tuple[str, Any] | None:
        truth = self.truth(self.value(node.test, scope))
        if truth is None and self._matters(node):
            self.say(message(NOT_DECIDED, line=node.lineno))
        return self.run(node.orelse if truth is False else node.body, scope)

    def _matters(self, node: ast.If) -> bool:
        return any(isinstance(part, ast.Assign | ast.AugAssign | ast.Return) for part in ast.walk(node))

    def _follow_for(self, node: ast.For, scope: Scope) -> tuple[str, Any] | None:
        values = self.items(self.value(node.iter, scope), node)
        for value in () if isinstance(values, Lost) else values:
            self.assign(node.target, value, scope)
            left = self.run(node.body, scope)
            if left and left[0] == "return":
                return left
            if left and left[0] == "break":
                return None
        return self.run(node.orelse, scope)

    def _follow_while(self, node: ast.While, scope: Scope) -> tuple[str, Any] | None:
        while self.truth(self.value(node.test, scope)):
            left = self.run(node.body, scope)
            if left and left[0] == "return":
                return left
            if left and left[0] == "break":
                return None
            self.spend(node)
        return None

    def _follow_with(self, node: ast.With, scope: Scope) -> tuple[str, Any] | None:
        for item in node.items:
            self.value(item.context_expr, scope)
        return self.run(node.body, scope)

    def _follow_try(self, node: ast.Try, scope: Scope) -> tuple[str, Any] | None:
        return self.run(node.body, scope) or self.run(node.finalbody, scope)

    def _follow_import(self, node: ast.Import, scope: Scope) -> None:
        for name in node.names:
            scope.names[name.asname or name.name.partition(".")[0]] = Dotted(
                name.name if name.asname else name.name.partition(".")[0])

    def _follow_importfrom(self, node: ast.ImportFrom, scope: Scope) -> None:
        for name in node.names:
            if name.name != "*":
                scope.names[name.asname or name.name] = Dotted(f"{node.module}.{name.name}")

    def _follow_functiondef(self, node: ast.FunctionDef, scope: Scope) -> None:
        scope.names[node.name] = Function(node, scope)

    def _follow_classdef(self, node: ast.ClassDef, scope: Scope) -> None:
        made = UserClass(node.name, [self.value(base, scope) for base in node.bases], {})
        inside = Scope(made.members, scope)
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                made.members[statement.name] = Function(statement, scope, made)
            elif isinstance(statement, ast.Assign | ast.AnnAssign):
                self.run([statement], inside)
        scope.names[node.name] = made



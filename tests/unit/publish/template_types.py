"""What templates do with what they are given, read from their syntax trees: for test_contracts.py.

Types are followed from ``page`` through attributes, loops, ``set``, conditions, filters and the arguments of macros,
over ``extends``, ``include`` and ``import``. Each use of a field of a dataclass is noted; an attribute that a type does
not have, or one of something whose type is not known, is a mistake.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass

from jinja2 import Environment, nodes

#: A type as `typing` has it, or one of these two: what a template may have from elsewhere, and what cannot be told.
Type = object
OUTSIDE, UNKNOWN = "outside", "unknown"

#: Filters that give back what they get, or one of it, and those whose answer is a piece of text or a number.
SAME = frozenset({"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"})
ONE = frozenset({"first", "last", "min", "max", "random"})
PLAIN = frozenset(
    "length count join capitalize lower upper trim replace string number round int abs urlencode e sum tojson".split()
)


class Templates:
    """Uses of fields in all templates that were followed, and mistakes, as ``template:line: what``."""

    def __init__(self, environment: Environment, outside: Iterable[str]) -> None:
        self.environment, self.outside = environment, frozenset(outside)
        self.used: set[tuple[type, str]] = set()
        self.mistakes: set[str] = set()
        self._seen: set[object] = set()

    def follow(self, template: str, page: type) -> None:
        """Read a template that gets a page of this class."""
        Reading(self, template, {"page": page}).body(self.tree(template).body)

    def tree(self, template: str) -> nodes.Template:
        assert self.environment.loader is not None
        source, *_ = self.environment.loader.get_source(self.environment, template)
        return self.environment.parse(source, template)

    def once(self, key: object) -> bool:
        """Whether this is the first time that something is read with these types."""
        first = key not in self._seen
        self._seen.add(key)
        return first


class Reading:
    """One template, with the types of the names that it knows."""

    def __init__(self, all_: Templates, template: str, names: dict[str, Type]) -> None:
        self.all, self.template, self.names = all_, template, names
        self.macros: dict[str, tuple[Reading, nodes.Macro]] = {}
        self.modules: dict[str, Reading] = {}

    def body(self, body: Iterable[nodes.Node]) -> None:
        for node in body:
            self.statement(node)

    def statement(self, node: nodes.Node) -> None:
        match node:
            case nodes.Macro():
                self.macros[node.name] = (self, node)
            case nodes.Extends() | nodes.Include():
                assert isinstance(node.template, nodes.Const)
                Reading(self.all, node.template.value, dict(self.names)).body(self.all.tree(node.template.value).body)
            case nodes.Import() | nodes.FromImport():
                self._import(node)
            case nodes.For():
                self._loop(node)
            case nodes.Assign():
                self._bind(node.target, self.type_of(node.node))
            case nodes.AssignBlock():
                self.body(node.body)
                self._bind(node.target, str)
            case nodes.With():
                for target, value in zip(node.targets, node.values, strict=True):
                    self._bind(target, self.type_of(value))
                self.body(node.body)
            case nodes.If():
                self.type_of(node.test)
                self.body([*node.body, *node.elif_, *node.else_])
            case nodes.CallBlock():
                self.type_of(node.call)
                self.body(node.body)
            case nodes.Expr():
                self.type_of(node)
            case _:
                self.body(node.iter_child_nodes())

    def _import(self, node: nodes.Import | nodes.FromImport) -> None:
        assert isinstance(node.template, nodes.Const)
        module = Reading(self.all, node.template.value, {})
        module.body(
            each for each in self.all.tree(node.template.value).body if isinstance(each, nodes.Macro | nodes.Import)
        )
        if isinstance(node, nodes.Import):
            self.modules[node.target] = module
            return
        for name in node.names:
            imported, here = name if isinstance(name, tuple) else (name, name)
            self.macros[here] = module.macros[imported]

    def _loop(self, node: nodes.For) -> None:
        before = dict(self.names)
        self.names["loop"] = OUTSIDE
        self._bind(node.target, element(self.type_of(node.iter)))
        if node.test:
            self.type_of(node.test)
        self.body(node.body)
        self.names = before
        self.body(node.else_)

    def _bind(self, target: nodes.Node, found: Type) -> None:
        if isinstance(target, nodes.Name):
            self.names[target.name] = found
        elif isinstance(target, nodes.Tuple):
            for number, each in enumerate(target.items):
                self._bind(each, item(found, number))

    def type_of(self, node: nodes.Node) -> Type:
        match node:
            case nodes.Const():
                return type(node.value)
            case nodes.Name():
                return self.names.get(node.name, OUTSIDE if node.name in self.all.outside else UNKNOWN)
            case nodes.Getattr():
                return self._attribute(node, self.type_of(node.node), node.attr)
            case nodes.Getitem():
                return self._item(node)
            case nodes.Call():
                return self._call(node)
            case nodes.Filter():
                return self._filter(node)
            case nodes.CondExpr():
                self.type_of(node.test)
                return union(*(self.type_of(each) for each in (node.expr1, node.expr2) if each))
            case nodes.Or() | nodes.And():
                return union(self.type_of(node.left), self.type_of(node.right))
            case nodes.List() | nodes.Tuple():
                return list[union(*(self.type_of(each) for each in node.items))]  # type: ignore[misc]
            case _:
                for each in node.iter_child_nodes():
                    self.type_of(each)
                return str

    def _item(self, node: nodes.Getitem) -> Type:
        found = self.type_of(node.node)
        if isinstance(node.arg, nodes.Slice):
            return found
        self.type_of(node.arg)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            return item(found, node.arg.value)
        return item(found, 1) if is_mapping(found) else element(found)

    def _attribute(self, node: nodes.Node, owner: Type, name: str) -> Type:
        """Type of ``owner.name``; None has every attribute, because a template asks before it uses one."""
        found = []
        for each in members(owner):
            if each is OUTSIDE:
                found.append(OUTSIDE)
            elif is_dataclass(typing.get_origin(each) or each):
                found.append(self._field(node, each, name))
            elif is_mapping(each) and not hasattr(dict, name):  # Jinja looks for an item of this name
                found.append(item(each, 1))
            elif each is UNKNOWN or not isinstance(each, type | types.GenericAlias) or not hasattr(each, name):
                self._mistake(node, f"{name} of {each}, which is not known to have it")
            else:
                found.append(Method(each, name))  # type: ignore[arg-type]
        return union(*found)

    def _field(self, node: nodes.Node, owner: Type, name: str) -> Type:
        cls = typing.get_origin(owner) or owner
        assert isinstance(cls, type)
        self.all.used.add((cls, name))
        variables = dict(zip(getattr(cls, "__parameters__", ()), typing.get_args(owner), strict=False))
        if name in {each.name for each in fields(cls)}:
            return substituted(typing.get_type_hints(cls)[name], variables)
        member = inspect.getattr_static(cls, name, None)
        code = member.fget if isinstance(member, property) else member
        if inspect.isfunction(code):
            self._read_by(cls, code)
            return substituted(typing.get_type_hints(code).get("return", UNKNOWN), variables)
        self._mistake(node, f"{cls.__name__} has no {name}")
        return UNKNOWN

    def _read_by(self, cls: type, method: Callable[..., object]) -> None:
        """What a property reads of its own class counts as used."""
        for each in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(method)))):
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "self":
                self.all.used.add((cls, each.attr))

    def _call(self, node: nodes.Call) -> Type:
        given = [self.type_of(each) for each in node.args]
        named = {each.key: self.type_of(each.value) for each in node.kwargs}
        if macro := self._macro(node.node):
            self._expand(*macro, given, named)
            return str
        called = self.type_of(node.node)
        return called.gives() if isinstance(called, Method) else called

    def _macro(self, called: nodes.Node) -> tuple[Reading, nodes.Macro] | None:
        if isinstance(called, nodes.Name):
            return self.macros.get(called.name)
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
            module = self.modules.get(called.node.name)
            return module.macros[called.attr] if module else None
        return None

    def _expand(self, home: Reading, macro: nodes.Macro, given: list[Type], named: dict[str, Type]) -> None:
        """Read a macro with the types of these arguments."""
        arguments = [each.name for each in macro.args]
        bound = dict(
            zip(arguments[len(arguments) - len(macro.defaults) :], map(self.type_of, macro.defaults), strict=True)
        )
        bound |= dict(zip(arguments, given, strict=False)) | named
        if not self.all.once((home.template, macro.name, repr(sorted(bound.items(), key=lambda each: each[0])))):
            return
        inner = Reading(self.all, home.template, {**home.names, **bound})
        inner.macros, inner.modules = dict(home.macros), dict(home.modules)
        inner.body(macro.body)

    def _filter(self, node: nodes.Filter) -> Type:
        for each in (*node.args, *(kwarg.value for kwarg in node.kwargs)):
            self.type_of(each)
        found = self.type_of(node.node) if node.node else str
        if node.name in PLAIN:
            return str
        first = node.args[:1] if node.name in ("selectattr", "rejectattr", "groupby") else []
        named = [each.value for each in node.kwargs if each.key == "attribute"]
        attribute = next((each.value for each in [*first, *named] if isinstance(each, nodes.Const)), None)
        one = self._attribute(node, element(found), attribute) if attribute else UNKNOWN
        if node.name in SAME:
            return found
        if node.name == "default":
            return union(found, *(self.type_of(each) for each in node.args))
        if node.name == "map" and attribute:
            return list[one]  # type: ignore[valid-type]
        if node.name == "groupby":
            return list[tuple[one, found]]  # type: ignore[valid-type]
        if node.name in ("batch", "slice"):
            return list[found]  # type: ignore[valid-type]
        if node.name == "dictsort":
            return list[tuple[item(found, 0), item(found, 1)]]  # type: ignore[misc]
        if node.name in ONE:
            return element(found)
        self._mistake(node, f"the filter {node.name}, of which this test does not know what it gives")
        return UNKNOWN

    def _mistake(self, node: nodes.Node, what: str) -> None:
        self.all.mistakes.add(f"{self.template}:{node.lineno}: {what}")


class Method:
    """A method of a type that is no dataclass, not called yet."""

    def __init__(self, owner: Type, name: str) -> None:
        self.owner, self.name = owner, name

    def gives(self) -> Type:
        """What a call of it gives: of dictionaries and of text what templates need, else text."""
        arguments = typing.get_args(self.owner)
        if self.name in ("items", "values", "keys") and len(arguments) == 2:
            key, value = arguments
            items = list[tuple[key, value]]  # type: ignore[valid-type]
            return {"items": items, "values": list[value], "keys": list[key]}[self.name]  # type: ignore[valid-type]
        if self.name == "get" and len(arguments) == 2:
            return union(arguments[1], type(None))
        return list[str] if self.name in ("split", "splitlines", "partition", "rpartition") else str


def is_mapping(found: Type) -> bool:
    """Whether a type is a dictionary of whatever kind."""
    origin = typing.get_origin(found)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def members(found: Type) -> list[Type]:
    """The types of a union, without None."""
    if typing.get_origin(found) in (typing.Union, types.UnionType):
        return [each for one in typing.get_args(found) for each in members(one)]
    return [] if found is type(None) or found is None else [OUTSIDE if found is typing.Any else found]


def union(*found: Type) -> Type:
    """One type for what may be any of these."""
    known = list({repr(each): each for one in found for each in members(one)}.values())
    if len(known) < 2:
        return known[0] if known else type(None)
    if OUTSIDE in known or UNKNOWN in known or any(isinstance(each, Method) for each in known):
        return next((each for each in known if each not in (OUTSIDE, UNKNOWN)), OUTSIDE)
    return typing.Union[tuple(known)]  # noqa: UP007


def element(found: Type) -> Type:
    """Type of what a loop over this gets."""
    each: list[Type] = []
    for one in members(found):
        arguments = typing.get_args(one)
        if one is str:
            each.append(str)
        elif one is OUTSIDE or not arguments:
            each.append(OUTSIDE if one is OUTSIDE else UNKNOWN)
        elif typing.get_origin(one) is tuple and arguments[-1] is not Ellipsis:
            each += arguments
        else:
            each.append(arguments[0])
    return union(*each)


def item(found: Type, number: int) -> Type:
    """Type of the element of this number, of a tuple whose elements differ as of one whose do not."""
    each: list[Type] = []
    for one in members(found):
        arguments = typing.get_args(one)
        if one is OUTSIDE or not arguments:
            each.append(str if one is str else OUTSIDE if one is OUTSIDE else UNKNOWN)
        elif arguments[-1] is Ellipsis or len(arguments) == 1:
            each.append(arguments[0])
        else:
            each.append(arguments[number])
    return union(*each)


def substituted(found: Type, variables: dict[object, Type]) -> Type:
    """A type with the variables of a generic class replaced."""
    if not variables or not (free := getattr(found, "__parameters__", ())):
        return variables.get(found, found)
    return found[tuple(variables.get(each, each) for each in free)]  # type: ignore[index,no-any-return]

"""A contract for import-linter: what a domain keeps private, nobody outside imports."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModules(Contract):
    """Each package in `container` keeps the modules named in `private` to itself."""

    container = fields.StringField()
    private = fields.ListField(fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002 -- the linter's signature
        """List imports of private modules from outside their package."""
        container = cast("str", self.container)
        bad: list[tuple[str, str]] = []
        for home in sorted(graph.find_children(container)):
            for name in cast("list[str]", self.private):
                module = f"{home}.{name}"
                if module in graph.modules:
                    importers = graph.find_modules_that_directly_import(module)
                    bad += [(i, module) for i in sorted(importers) if not i.startswith(f"{home}.")]
        return ContractCheck(kept=not bad, metadata={"bad": bad})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that must not be."""
        for importer, module in cast("list[tuple[str, str]]", check.metadata["bad"]):
            output.print_error(f"{importer} must not import {module}")

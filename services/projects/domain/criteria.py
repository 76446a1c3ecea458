"""What a gate is judged by: the criteria and the expected products of the template version in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.projects.models import LifecycleVersion
from shared.errors import refuse_field
from shared.events.projects import GateCriterion, GateProduct


class Criterion(BaseModel):
    """Whether a criterion of the gate is met."""

    model_config = ConfigDict(frozen=True)

    text: str
    met: bool
    note: str | None = None


class Product(BaseModel):
    """Whether a product that is expected in the phase exists, and where."""

    model_config = ConfigDict(frozen=True)

    name: str
    exists: bool = True
    deliverable: str | None = None
    link: str | None = None


def judged(
    template: LifecycleVersion | None, phase: str | None, told: Sequence[Criterion]
) -> tuple[GateCriterion, ...]:
    """Return every criterion of the gate that ends a phase, with what was told of it; refuse one it does not have."""
    gate = _phase(template, phase).get("gate") or {}
    expected = [str(one) for one in gate.get("criteria", ())]
    _refuse_unexpected("criteria", "criterion", [one.text for one in told], expected, _gate(template, phase))
    by_text = {one.text: one for one in told}
    return tuple(
        GateCriterion(**by_text[text].model_dump()) if text in by_text else GateCriterion(text=text)
        for text in expected
    )


def made(template: LifecycleVersion | None, phase: str | None, told: Sequence[Product]) -> tuple[GateProduct, ...]:
    """Return every product expected in a phase, with what was told of it; refuse one that is not expected."""
    expected = [str(one) for one in _phase(template, phase).get("products", ())]
    _refuse_unexpected("products", "product", [one.name for one in told], expected, _gate(template, phase))
    for one in told:
        if not one.exists and (one.deliverable or one.link):
            refuse_field(
                "products", "product-contradicted", f"'{one.name}' is said not to exist, and to be found somewhere"
            )
    by_name = {one.name: one for one in told}
    return tuple(
        GateProduct(**by_name[name].model_dump()) if name in by_name else GateProduct(name=name) for name in expected
    )


def _phase(template: LifecycleVersion | None, phase: str | None) -> dict[str, Any]:
    phases = template.phases if template else ()
    return next((one for one in phases if one["key"] == phase), {})


def _gate(template: LifecycleVersion | None, phase: str | None) -> str:
    if template is None or phase is None:
        return "a project in no phase of a lifecycle"
    return f"'{phase}' in the lifecycle {template.lifecycle} (version {template.number})"


def _refuse_unexpected(field: str, noun: str, told: Sequence[str], expected: Iterable[str], gate: str) -> None:
    has = list(expected)
    for one in told:
        if one not in has:
            known = f"it has: {'; '.join(has)}" if has else "it has none"
            refuse_field(field, f"unknown-{noun}", f"{gate} has no {noun} '{one}'; {known}")
        if told.count(one) > 1:
            refuse_field(field, f"{noun}-repeated", f"'{one}' stands there more than once")

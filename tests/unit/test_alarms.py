"""The alarms ask for figures that the program gives, and the runbook knows every one of them."""

import ast
import re

import pytest
import yaml

from tests.support.house import PROGRAM, ROOT, modules

ALARMS = yaml.safe_load((ROOT / "deploy/observability/alarms.yaml").read_text(encoding="utf-8"))
RULES = [rule for group in ALARMS["groups"] for rule in group["rules"]]
RUNBOOK = (ROOT / "deploy/RUNBOOK.md").read_text(encoding="utf-8")
UNITS = {"s": "_seconds", "1": "_ratio"}


def figures() -> set[str]:
    """Return the name of every figure the program makes, as Prometheus sees it."""
    found = set()
    for _, tree, _ in modules(*PROGRAM):
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
                kind = call.func.attr.removeprefix("create_")
                if kind not in {"gauge", "counter"}:
                    continue
                unit = next(ast.literal_eval(word.value) for word in call.keywords if word.arg == "unit")
                name = str(ast.literal_eval(call.args[0])).replace(".", "_")
                found.add(name + UNITS.get(unit, "") + ("_total" if kind == "counter" else ""))
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alarm_asks_for_a_figure_there_is_and_the_runbook_says_what_to_do(rule: dict[str, object]) -> None:
    asked = {word for word in re.findall(r"[a-z_]+", str(rule["expr"])) if word.count("_")} - {
        "min_over_time",
        "service_name",
    }
    assert asked
    assert asked <= figures()
    assert f"`{rule['alert']}`" in RUNBOOK
    anchor = rule["annotations"]["runbook"].removeprefix("#")  # type: ignore[index]
    sections = {line.lstrip("# ").strip().lower().replace(" ", "-") for line in RUNBOOK.splitlines() if line[:1] == "#"}
    assert anchor in sections

"""Finds drills and benches by their names, and prints what they measured."""

import argparse
import importlib
import importlib.util
import inspect
import json
import pkgutil
import sys
from typing import Any


def figure(
    name: str, value: float, unit: str, *, against: str = "", ratio: float | None = None, runs: int = 1
) -> dict[str, Any]:
    """One measured number. `against` says what it is compared with, `ratio` how many times as much."""
    shown = round(value, 3) if isinstance(value, float) else value
    told = round(ratio, 3) if ratio is not None else None
    return {"figure": name, "value": shown, "unit": unit, "against": against, "ratio": told, "runs": runs}


def names(package: str) -> list[str]:
    """The modules that can be run: those with a `run` of their own."""
    found = importlib.import_module(package)
    modules = [m.name for m in pkgutil.iter_modules(found.__path__) if not m.name.startswith("_")]
    return [name for name in sorted(modules) if _has_run(f"{package}.{name}")]


def main(package: str, words: list[str]) -> int:
    """Runs what was named, or everything; the exit status to give."""
    parser = argparse.ArgumentParser(prog=f"python -m {package}")
    parser.add_argument("names", nargs="*", help="which ones; all when none is named")
    parser.add_argument("--list", action="store_true", help="only name them")
    parser.add_argument("--small", action="store_true", help="a tenth of the size, to see that it works")
    parser.add_argument("--only", action="append", help="one of its scenes, where it has any; may be said again")
    parser.add_argument("--runs", type=int, help="how many times, where the figure is a median")
    if package == "drills":
        parser.add_argument("--teeth", action="store_true", help="plant a fault, and see whether it is noticed")
    asked = parser.parse_args(words)
    if asked.list:
        print("\n".join(names(package)))
        return 0
    options = {"small": asked.small} | ({"teeth": asked.teeth} if package == "drills" else {})
    options |= {name: value for name in ("only", "runs") if (value := getattr(asked, name))}
    return max((_run(f"{package}.{name}", options) for name in asked.names or names(package)), default=0)


def _run(module: str, options: dict[str, Any]) -> int:
    """0 when all went well; with a planted fault, when it was noticed."""
    noticed = False
    run = importlib.import_module(module).run
    strange = [name for name in options if name not in inspect.signature(run).parameters]
    if strange:
        raise SystemExit(f"{module} does not know --{strange[0]}")
    for told in run(**options):
        failed = told.pop("failed", False)
        print(json.dumps(told), flush=True)
        if failed:
            noticed = True
            print(f"{module}: {told['figure']} is {told['value']}", file=sys.stderr)
    return int(noticed is not options.get("teeth", False))


def _has_run(module: str) -> bool:
    spec = importlib.util.find_spec(module)
    source = spec.loader.get_source(module) if spec and hasattr(spec.loader, "get_source") else ""  # type: ignore[union-attr]
    return "\ndef run(" in (source or "")

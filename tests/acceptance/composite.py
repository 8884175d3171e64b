"""Composite actions, run here as a runner of GitHub Actions runs them.

    python tests/acceptance/composite.py action.yml paths=news strict=true

runs the steps of action.yml in the current folder, with the inputs that are named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]}
"""What `shell:` means, as GitHub documents it."""
_ALL = slice(None)


@dataclass
class Job:
    """What the steps of a job share: the checkout, the environment, and what they left."""

    workspace: Path
    scratch: Path
    environment: dict[str, str]
    log: str = ""
    code: int = 0
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    def use(self, action: Path, inputs: Mapping[str, str], part: slice = _ALL) -> Job:
        """Run a composite action's steps, or a part of them, until one fails."""
        definition = yaml.safe_load(action.read_text("utf-8"))
        known = definition["inputs"]
        assert set(inputs) <= set(known), "a runner would warn of these inputs"
        given = {
            f"inputs.{name}": inputs.get(name, each["default"]) for name, each in known.items()
        }
        steps: dict[str, str] = {}
        for step in definition["runs"]["steps"][part]:
            if self.code:
                break
            environment = {k: _filled(v, given) for k, v in step.get("env", {}).items()}
            environment["GITHUB_ACTION_PATH"] = str(action.parent)
            made = self.run(step["run"], step["shell"], environment)
            steps |= {f"steps.{step.get('id')}.outputs.{name}": each for name, each in made.items()}
        for name, output in definition.get("outputs", {}).items():
            self.outputs[name] = _filled(output["value"], steps)
        return self

    def run(self, script: str, shell: str, environment: Mapping[str, str]) -> dict[str, str]:
        """Run one step; gives its outputs."""
        file = self.scratch / "step.sh"
        file.write_text(script, "utf-8")
        told = {name: self.scratch / name for name in ("OUTPUT", "PATH", "STEP_SUMMARY")}
        for path in told.values():
            path.write_text("")
        done = subprocess.run(
            [*_SHELLS[shell], str(file)],
            cwd=self.workspace,
            env={
                **self.environment,
                **environment,
                **{f"GITHUB_{name}": str(path) for name, path in told.items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        self.log += done.stdout
        self.code = done.returncode
        self.summary += told["STEP_SUMMARY"].read_text("utf-8")
        for folder in told["PATH"].read_text("utf-8").splitlines():
            self.environment["PATH"] = os.pathsep.join([folder, self.environment["PATH"]])
        pairs = (line.partition("=") for line in told["OUTPUT"].read_text("utf-8").splitlines())
        return {name: value for name, _, value in pairs}


def new_job(workspace: Path, scratch: Path, base: Mapping[str, str]) -> Job:
    """A job on a runner, with the variables that one sets."""
    return Job(
        workspace,
        scratch,
        {
            **base,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(scratch),
        },
    )


def _filled(text: Any, values: Mapping[str, str]) -> str:
    """A value with its expressions replaced; a name that is not known is empty."""
    return _EXPRESSION.sub(lambda found: values.get(found[1], ""), str(text))


def main() -> int:
    """Run an action as the command line says."""
    action, *pairs = sys.argv[1:]
    inputs = dict(pair.split("=", 1) for pair in pairs)
    scratch = Path(tempfile.mkdtemp())
    try:
        job = new_job(Path.cwd(), scratch, os.environ).use(Path(action).resolve(), inputs)
        print(job.log, job.summary, sep="\n")
    finally:
        shutil.rmtree(scratch)
    return job.code


if __name__ == "__main__":
    sys.exit(main())

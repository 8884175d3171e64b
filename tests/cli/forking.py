"""Runs blogctl in processes that need not load other people's packages each time anew.

That takes most of the time of a short command. This program does it once and then forks: each
fork has its own folder and streams, runs the script that is installed, loads blogctl itself, and
ends as any process of Python does. ``program.Forks`` speaks to it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import socket
import sys
from pathlib import Path

# What the commands load when they need it, most of them of typer and pydantic.
_PACKAGES = (
    *("typer.main", "pydantic.main", "pydantic.types", "pydantic.fields", "pydantic.json_schema"),
    *("pydantic.functional_validators", "pydantic.functional_serializers", "pydantic.networks"),
    *("pydantic.dataclasses", "pydantic.root_model", "pydantic.type_adapter", "pydantic.plugin"),
    *("dateutil.parser", "tomllib", "tomli", "zoneinfo", "json", "difflib", "subprocess"),
    *("jinja2", "babel.dates", "importlib.metadata", "concurrent.futures", "tempfile", "secrets"),
)


def serve(connection: socket.socket) -> dict[str, str | list[str]]:
    """Fork for each request until there are no more; gives a fork what it is to run.

    A request comes as four descriptors: of a file that holds it as JSON, and of the streams.
    The answers to it are the process's id and how it ended.
    """
    while True:
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 4)
        if not descriptors:
            sys.exit()
        pid = os.fork()
        if not pid:
            connection.close()
            request, *streams = descriptors
            for number, descriptor in enumerate(streams):
                os.dup2(descriptor, number)
                os.close(descriptor)
            with os.fdopen(request, encoding="utf-8") as file:
                task: dict[str, str | list[str]] = json.load(file)
            return task
        for descriptor in descriptors:
            os.close(descriptor)
        connection.send(pid.to_bytes(8, "little"))
        _, status = os.waitpid(pid, 0)
        connection.send(os.waitstatus_to_exitcode(status).to_bytes(8, "little", signed=True))


if __name__ == "__main__":
    script = sys.argv[1]
    for package in _PACKAGES:
        importlib.import_module(package)
    assert "blogctl" not in sys.modules
    gc.collect()
    gc.freeze()  # what is there now is never garbage: forks need not copy it to look
    task = serve(socket.socket(fileno=int(sys.argv[2])))
    os.chdir(str(task["cwd"]))
    sys.argv = [script, *task["args"]]
    sys.path[0] = str(Path(script).parent)
    runpy.run_path(script, run_name="__main__")

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server of examples/web_app under test: started on a port of its own, with a log of its own."""

import gzip
import json
import pathlib
import signal
import subprocess
import tempfile
import time

START_SECONDS = 60
END_SECONDS = 60


class App:
    """A running server. Its records are read from its log; each request is known by its X-Request-Id."""

    def __init__(self, program, *arguments):
        self.directory = tempfile.TemporaryDirectory(prefix="loccer-servers-")
        self.log = pathlib.Path(self.directory.name) / "errors.log"
        self.process = subprocess.Popen([program, "--port", "0", "--log", str(self.log), *arguments],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server did not start: {line!r}")
        self.port = int(line.rsplit(":", 1)[1])

    def stop(self):
        """Ends the server as a user would. Returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self):
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "it did not end"
        finally:
            self.process.stdout.close()

    def close(self):
        self.directory.cleanup()

    def lines(self):
        """Returns the lines of the log, those that were rotated away first, without one that is being written."""
        lines = []
        for file in sorted(self.log.parent.iterdir(), key=lambda path: (path.name == self.log.name, path.name)):
            if not file.name.startswith(self.log.name) or file.suffix == ".lock":
                continue
            opened = gzip.open if file.suffix == ".gz" else open
            with opened(file, "rt", encoding="utf-8", newline="\n") as content:
                lines += content.read().split("\n")[:-1]
        return lines

    def records(self):
        return [json.loads(line) for line in self.lines()]

    def records_of(self, request_id):
        return [record for record in self.records() if id_of(record) == request_id]

    def await_record(self, request_id, seconds=20):
        """Returns the only record of a request whose answer nobody waits for."""
        deadline = time.monotonic() + seconds
        while not self.records_of(request_id) and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.records_of(request_id)


def context_of(record):
    """Returns the name of the framework and what the record says of the request."""
    integrations = record["integrations"]
    name = "beast" if "beast" in integrations else "httplib"
    return name, integrations[name]


def mixed_in(record, request_id, query=None):
    """Returns what a record of a request that fails in place_order() tells of another one: of its parts, each of which
    comes another way, those that do not have this id. The query is compared where it is given."""
    name, context = context_of(record)
    told = {
        "text": (record["msg"].startswith(f"order {request_id} of "), record["msg"]),
        "header": (id_of(record) == request_id, id_of(record)),
    }
    if query is not None:
        told["query"] = (context["query"] == query, context["query"])
    if name == "beast":
        value = record["integrations"]["asio"]["global_context"].get("request_id")
        told["global_context"] = (value == request_id, value)
    return {part: value for part, (is_own, value) in told.items() if not is_own}


def id_of(record):
    headers = context_of(record)[1].get("headers", {})
    return next((value for key, value in headers.items() if key.lower() == "x-request-id"), None)

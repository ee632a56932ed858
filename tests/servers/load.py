#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts a server of examples/web_app under load in which one request of a hundred fails, and compares its log with that.

Usage: load.py APP SECONDS [WRK]

The load comes from wrk, 8 connections, where it is there. What wrk counts is not exact, so beside it a client of our own
with 8 connections knows each of its requests: for each failure there is one record, which shows that request and no
other. The requests of wrk are numbered: none has two records, and none is missing between others. Meanwhile the server
has to answer a third client each second.
"""

import collections
import http.client
import json
import os
import pathlib
import subprocess
import sys
import threading
import time

from app import App, context_of, id_of, mixed_in

CONNECTIONS = 8
FAILING = 100  # one of so many
PATIENCE_SECONDS = 10

WRK_SCRIPT = f"""
local threads, n = 0, 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function request()
    n = n + 1
    if n % {FAILING} ~= 0 then return wrk.format("GET", "/") end
    local id = "wrk-" .. number .. "-" .. n
    return wrk.format("GET", "/order?id=" .. id, {{["X-Request-Id"] = id}})
end
function done(summary)
    local e = summary.errors
    io.write(string.format("counted %d %d %d\\n", summary.requests, e.status, e.connect + e.read + e.write + e.timeout))
end
"""


class Reader(threading.Thread):
    """Reads a log while it is written, and follows it when it is rotated."""

    def __init__(self, log):
        super().__init__()
        self.log = log
        self.is_over = threading.Event()
        self.ids = collections.Counter()
        self.wrong = []
        self.rotations = 0

    def run(self):
        file = open(self.log, "rb")
        rest = b""
        while True:
            is_over = self.is_over.is_set()
            rest = self.take(rest + file.read())
            if self.is_rotated(file):
                rest = self.take(rest + file.read())
                self.check(rest == b"", "a file ends in a line")
                file.close()
                file = open(self.log, "rb")
                self.rotations += 1
            elif is_over:
                break
            else:
                time.sleep(0.02)
        self.check(rest == b"", "the log ends in a line")
        file.close()

    def is_rotated(self, file):
        try:
            return os.stat(self.log).st_ino != os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return False

    def take(self, data):
        """Takes the whole lines of some bytes. Returns the rest."""
        *lines, rest = data.split(b"\n")
        for line in lines:
            record = json.loads(line)
            name = id_of(record)
            if name is None:
                continue
            self.ids[name] += 1
            _, context = context_of(record)
            mixed = mixed_in(record, name, {"id": name})
            self.check(not mixed, f"{name} is mixed with {mixed}")
            self.check(record["exc_type"] == "std::runtime_error" and context["status"] == 500, f"{name} is another")
        return rest

    def check(self, held, what):
        if not held:
            self.wrong.append(what)


class Client(threading.Thread):
    """A connection that is kept, whose requests are known one by one."""

    def __init__(self, number, port, end):
        super().__init__()
        self.number = number
        self.port = port
        self.end = end
        self.failed = set()
        self.sent = 0
        self.wrong = ["it did not come to its end"]

    def run(self):
        wrong = []
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.monotonic() < self.end:
            self.sent += 1
            name = f"own-{self.number}-{self.sent}"
            fails = self.sent % FAILING == 0
            connection.request("GET", f"/order?id={name}" if fails else "/", headers={"X-Request-Id": name})
            answer = connection.getresponse()
            answer.read()
            if answer.status != (500 if fails else 200):
                wrong.append(f"{name} was answered with {answer.status}")
            if fails:
                self.failed.add(name)
        connection.close()
        self.wrong = wrong


def ask_each_second(port, end):
    """Returns how long the slowest answer took."""
    slowest = 0.0
    while time.monotonic() < end:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"hello\n"
        connection.close()
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(max(0.0, min(began + 1, end) - time.monotonic()))
    return slowest


def missing_numbers(ids):
    """Returns what is missing of wrk's ids between others."""
    numbers = collections.defaultdict(set)
    for name in ids:
        if name.startswith("wrk-"):
            _, thread, number = name.split("-")
            numbers[thread].add(int(number))
    return [f"wrk-{thread}-{number}" for thread, known in numbers.items()
            for number in range(FAILING, max(known), FAILING) if number not in known]


def main():
    program, seconds = sys.argv[1], float(sys.argv[2])
    wrk = sys.argv[3] if len(sys.argv) > 3 else None
    app = App(program, "--threads", str(2 * CONNECTIONS + 2))  # cpp-httplib has one for each connection
    reader = Reader(app.log)
    reader.start()
    load = None
    if wrk:
        script = pathlib.Path(app.directory.name) / "load.lua"
        script.write_text(WRK_SCRIPT, encoding="utf-8")
        load = subprocess.Popen([wrk, "-c", str(CONNECTIONS), "-t", "2", "-d", f"{max(1, round(seconds))}s", "-s",
                                 str(script), f"http://127.0.0.1:{app.port}"], stdout=subprocess.PIPE, text=True)
    end = time.monotonic() + seconds
    clients = [Client(number, app.port, end) for number in range(CONNECTIONS)]
    for client in clients:
        client.start()
    slowest = ask_each_second(app.port, end)
    for client in clients:
        client.join()
    counted = (0, 0, 0)
    if load:
        output = load.communicate(timeout=60)[0]
        counted = tuple(int(word) for word in output.rsplit("counted ", 1)[1].split())
    code = app.stop()
    reader.is_over.set()
    reader.join()
    app.close()

    failed = set().union(*(client.failed for client in clients))
    own = {name for name in reader.ids if name.startswith("own-")}
    of_wrk = len(reader.ids) - len(own)
    problems = [
        *reader.wrong,
        *(problem for client in clients for problem in client.wrong),
        *(f"{name} has no record" for name in failed - own),
        *(f"{name} did not fail" for name in own - failed),
        *(f"{name} has {count} records" for name, count in reader.ids.items() if count != 1),
        *(f"{name} has no record" for name in missing_numbers(reader.ids)),
    ]
    if code != 0:
        problems.append(f"the server ended with {code}")
    if of_wrk < counted[1]:
        problems.append(f"wrk has seen {counted[1]} failures, of which {of_wrk} have a record")
    if not failed or (wrk and not of_wrk):
        problems.append("there was no load")
    print(f"own client: {sum(client.sent for client in clients)} requests, {len(failed)} failed, {len(own)} recorded; "
          f"wrk: {counted[0]} requests, {counted[1]} failed as it counts, {of_wrk} recorded, {counted[2]} socket errors; "
          f"{reader.rotations} rotations; slowest answer beside it {slowest * 1000:.0f} ms")
    print(*problems[:20], sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

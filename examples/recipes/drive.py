#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sends requests to a server of the recipes by curl and checks what it answers and records.

Usage: drive.py PROGRAM NAME LOG CURL [CHECK_LINES]

NAME is the server's key in `integrations`. CHECK_LINES is the tests' program that reads each line with two strict
parsers. Where curl or the server does not answer within its time, the test fails and the server is ended.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

SECONDS = "20"
STREAMING = {"microhttpd"}  # what has a body that is made piece by piece


def fail(sentence):
    sys.exit(f"drive: {sentence}")


def ask(curl, url, *options):
    """Returns the status and the body of an answer."""
    command = [curl, "--silent", "--max-time", SECONDS, "--write-out", "\n%{http_code}", *options, url]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    body, _, status = said.stdout.rpartition("\n")
    return int(status or 0), body


def converse(curl, address):
    """Sends requests of all kinds; the third order throws an int, the ninth an exception."""
    for number in (1, 2):
        if ask(curl, f"{address}/orders/{number}") != (200, f"order {number}\n"):
            fail(f"order {number} is not served")
    secret = ["--cookie", "session=c00k1e", "--header", "Authorization: Bearer hunter2hunter2hunter2"]
    status, body = ask(curl, f"{address}/orders/9?page=2&token=hunter2", *secret)
    if status != 500 or "no such order" in body:
        fail(f"an exception is answered by {status}, {body!r}")
    if ask(curl, f"{address}/orders/3")[0] != 500:
        fail("a thrown int is not answered by 500")
    form = ["--data", "number=5&password=hunter2"]
    if ask(curl, f"{address}/orders/0", *form)[0] != 500:
        fail("a form that is sent is not answered by 500")
    if ask(curl, f"{address}/orders/1")[0] != 200:
        fail("the server does not go on")


def break_off(curl, address):
    """Asks for a body that cannot be made to its end."""
    if ask(curl, f"{address}/report") != (200, "1 pump\n"):
        fail("a report that breaks off is not sent up to there")


def check(log, name, check_lines):
    for program in check_lines:
        lines = subprocess.run([program], env={**os.environ, "LOCCER_TEST_LINES": str(log)}, capture_output=True)
        if lines.returncode != 0:
            fail(f"a line is no record: {lines.stdout}")
    text = log.read_text(encoding="utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    if name in STREAMING:
        reports = [record for record in records if not record["integrations"][name]]
        if [record["msg"] for record in reports] != ["the report breaks off"]:
            fail("a report that breaks off has no record")
        records.remove(reports[0])
    # An answer may arrive before its record is made, so another thread's may come first.
    of_url = {record["integrations"][name]["url"]: record for record in records}
    kinds = {url: record["exc_type"] for url, record in of_url.items()}
    wanted_kinds = {"/orders/9": "std::out_of_range", "/orders/3": "int", "/orders/0": "std::out_of_range"}
    if kinds != wanted_kinds or len(records) != len(wanted_kinds):
        fail(f"{len(records)} records tell of {kinds}")
    for record in records:
        if record["origin"] != "throw" or "order_at" not in record["frames"][-1]["name"]:
            fail(f"a record without the stack of its throw: {record}")
    request = of_url["/orders/9"]["integrations"][name]
    wanted = {
        "url": "/orders/9",
        "method": "GET",
        "status": 500,
        "client_ip": "127.0.0.1",
        "query": {"page": "2", "token": "[REDACTED]"},
        "cookies": {"session": "[REDACTED]"},
    }
    shown = {key: request.get(key) for key in wanted}
    if shown != wanted:
        fail(f"a record shows {shown}")
    sent = of_url["/orders/0"]["integrations"][name]
    if sent.get("form") != {"number": "5", "password": "[REDACTED]"} and sent.get("streamed") is not True:
        fail(f"of a form, a record shows {sent}")
    for secret in ("hunter2", "c00k1e"):
        if secret in text:
            fail(f"a secret of the request is in the log: {text}")


def main():
    program, name, log, curl = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), sys.argv[4]
    log.unlink(missing_ok=True)
    server = subprocess.Popen([program, log], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        said = server.stdout.readline()
        port = re.search(r"listening on port (\d+)", said)
        if port is None:
            fail(f"the server says {said!r}")
        converse(curl, f"http://127.0.0.1:{port[1]}")
        if name in STREAMING:
            break_off(curl, f"http://127.0.0.1:{port[1]}")
        server.communicate(timeout=int(SECONDS))
    finally:
        server.kill()
    if server.returncode != 0:
        fail(f"the server ended with {server.returncode}")
    check(log, name, sys.argv[5:])


if __name__ == "__main__":
    main()

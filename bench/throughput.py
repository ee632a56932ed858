#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures what loccer takes of a server's throughput where nothing goes wrong.

Usage: throughput.py [--rounds N] [--json FILE] SERVER...

A SERVER prints the kinds of itself that there are, such as `plain loccer`. One of each is run, `SERVER loccer`, all at the
same time, and prints its port. wrk loads them in turns of a second, over 8 connections, in an order that is drawn anew for
each round; the figures are medians of the rounds, and of how they compare with the first kind within a round. Beside the throughput stands the time of the processors, user and system, that the server took for a
request: what wrk itself and other programs of the machine take is not in it.
"""

import argparse
import json
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess

TURN = "1s"
REQUESTS = re.compile(r"(\d+) requests in")
SPEED = re.compile(r"Requests/sec:\s*([\d.]+)")


class Server:
    """A server that is running."""

    def __init__(self, program, kind):
        self._process = subprocess.Popen([program, kind], stdout=subprocess.PIPE, text=True)
        self._port = int(self._process.stdout.readline())

    def load(self):
        """Returns requests a second, and microseconds of processors a request."""
        before = self._ticks()
        said = subprocess.run(
            ["wrk", "-t1", "-c8", "-d" + TURN, f"http://127.0.0.1:{self._port}/orders/7?page=2"],
            capture_output=True, text=True, check=True,
        ).stdout
        ticks = self._ticks() - before
        requests = int(REQUESTS.search(said)[1])
        return float(SPEED.search(said)[1]), ticks / os.sysconf("SC_CLK_TCK") * 1e6 / requests

    def stop(self):
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def _ticks(self):
        fields = pathlib.Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


def measure(program, rounds):
    """Returns what each kind of a server did, a list of pairs a round."""
    kinds = subprocess.run([program], capture_output=True, text=True, check=True).stdout.split()
    servers = {kind: Server(program, kind) for kind in kinds}
    turns = {kind: [] for kind in kinds}
    try:
        for kind in kinds:
            servers[kind].load()
        for _ in range(rounds):
            for kind in random.sample(kinds, len(kinds)):
                turns[kind].append(servers[kind].load())
    finally:
        for server in servers.values():
            server.stop()
    return turns


def figures_of(name, turns):
    plain_turns = next(iter(turns.values()))
    for kind, own_turns in turns.items():
        speeds = [speed for speed, _ in own_turns]
        costs = [cost for _, cost in own_turns]
        of_plain = [one[0] / plain[0] for one, plain in zip(own_turns, plain_turns)]
        cost_of_plain = [one[1] / plain[1] for one, plain in zip(own_turns, plain_turns)]
        yield {
            "question": f"throughput of {name}",
            "contender": kind,
            "requests_per_second": statistics.median(speeds),
            "times_first": statistics.median(of_plain),
            "processor_us": statistics.median(costs),
            "processor_times_first": statistics.median(cost_of_plain),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json")
    parser.add_argument("servers", nargs="+")
    arguments = parser.parse_args()

    results = []
    for program in arguments.servers:
        name = pathlib.Path(program).name.removesuffix("_server").removeprefix("bench_")
        results += figures_of(name, measure(program, arguments.rounds))
    print("| server | requests/s | of plain | processor us a request | of plain |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for result in results:
        print(
            f"| {result['question'].removeprefix('throughput of ')}, {result['contender']} "
            f"| {result['requests_per_second']:.0f} | {result['times_first']:.3f} "
            f"| {result['processor_us']:.2f} | {result['processor_times_first']:.3f} |"
        )
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({"program": "throughput", "results": results}, file, indent=1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Drives a server of examples/web_app over loopback and compares its log with what was done to it.

Usage: drive.py APP [CURL]

What the server has to answer is in examples/web_app/README.md. Each request has an X-Request-Id of its own, and in the
end the log must hold one record for each failure and none for anything else.
"""

import collections
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from app import App, context_of, id_of, mixed_in

PROGRAM = sys.argv[1]
CURL = sys.argv[2] if len(sys.argv) > 2 else None


class Driven(unittest.TestCase):
    """A server that runs as long as the tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.app = App(PROGRAM)
        cls.failed = collections.Counter()
        cls.lock = threading.Lock()
        cls.numbers = iter(range(1, 1_000_000))

    @classmethod
    def tearDownClass(cls):
        cls.app.stop()
        cls.app.close()

    def new_id(self, fails=False):
        with self.lock:
            name = f"{self.id().rsplit('.', 1)[-1]}-{next(self.numbers)}"
            if fails:
                self.failed[name] += 1
        return name

    def request(self, path, fails, method="GET", body=None, headers=(), connection=None):
        """Returns the answer, its body and the records of a request."""
        name = self.new_id(fails)
        own = connection is None
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=30)
        connection.request(method, path, body=body, headers={"X-Request-Id": name, **dict(headers)})
        answer = connection.getresponse()
        content = answer.read()
        if own:
            connection.close()
        return answer, content, self.app.records_of(name)

    def failure(self, path, **arguments):
        """Returns the only record of a request that fails, the framework's name, and what is said of the request."""
        answer, content, records = self.request(path, True, **arguments)
        self.assertEqual(len(records), 1)
        name, context = context_of(records[0])
        if records[0].get("exc_type") == "std::runtime_error":
            self.assertEqual(mixed_in(records[0], id_of(records[0])), {})
        self.assertIs(context[f"{name}_context"], True)
        self.assertNotIn(b"cannot be placed", content)
        self.assertIsNone(answer.getheader("EXCEPTION_WHAT"))
        if context["status"] is not None:
            self.assertEqual(context["status"], answer.status)
        return records[0], name, context

    def send(self, data, reads=True):
        """Sends bytes and returns all that comes back until the server closes, or closes at once."""
        with socket.create_connection(("127.0.0.1", self.app.port), timeout=30) as connection:
            connection.sendall(data)
            got = b""
            while reads:
                try:
                    part = connection.recv(65536)
                except ConnectionResetError:
                    break
                if not part:
                    break
                got += part
            return got

    def framework(self):
        return context_of(self.app.records()[0])[0]

    def lives(self):
        self.assertEqual(self.request("/", False)[0].status, 200)


class Server(Driven):
    # What flask_context, quart_context and the hooks of the originals do

    def test_record_without_a_request_says_so(self):
        started = [record for record in self.app.records() if id_of(record) is None]
        self.assertEqual([record["data"]["msg"] for record in started], ["server started"])
        name, context = context_of(started[0])
        self.assertEqual(context.keys(), {f"{name}_version", f"{name}_context"})
        self.assertIs(context[f"{name}_context"], False)
        self.assertRegex(context[f"{name}_version"], r"^[0-9][0-9.]*$")

    def test_exception_is_recorded_and_answered(self):
        record, _, context = self.failure("/order", headers={"User-Agent": "driver/1"})
        self.assertEqual(record["loccer_type"], "exception")
        self.assertEqual(record["exc_type"], "std::runtime_error")
        self.assertEqual(record["msg"], f"order {id_of(record)} of 0 bytes cannot be placed")
        self.assertEqual(record["origin"], "throw")
        self.assertIn("place_order", str(record["frames"][-1]["name"]))
        self.assertEqual(context["endpoint"], "/order")
        self.assertEqual(context["client_ip"], "127.0.0.1")
        self.assertGreater(context["client_port"], 0)
        self.assertEqual(context["url"], "/order")
        self.assertEqual(context["method"], "GET")
        self.assertEqual(context["http_version"], "HTTP/1.1")
        self.assertEqual(context["user_agent"], "driver/1")
        self.assertEqual(context["status"], 500)
        self.assertIs(context["is_json"], False)
        self.assertIsNone(context["content_type"])
        self.assertEqual((context["query"], context["cookies"], context["files"], context["form"]), ({}, {}, {}, {}))

    def test_anything_thrown_is_recorded(self):
        record, _, _ = self.failure("/int")
        self.assertEqual((record["exc_type"], record["msg"], record["origin"]), ("int", "42", "throw"))
        record, _, _ = self.failure("/text")
        self.assertEqual((record["exc_type"], record["msg"]), ("char const*", "not an exception class"))

    def test_status_from_500_on_is_recorded_as_metadata(self):
        for code in (500, 503, 599):
            record, name, context = self.failure(f"/status/{code}")
            self.assertEqual(record["loccer_type"], "metadata_log")
            self.assertEqual(record["data"], {"msg": f"{name.capitalize()} `{code}` response", "status_code": code})
            self.assertEqual(context["status"], code)
            self.assertEqual(context["url"], f"/status/{code}")

    def test_status_below_500_is_not_recorded(self):
        for path, status in (("/", 200), ("/status/204", 204), ("/status/302", 302), ("/status/404", 404),
                             ("/status/418", 418), ("/nothing/here", 404), ("/echo", 200)):
            answer, _, records = self.request(path, False)
            self.assertEqual((answer.status, records), (status, []))

    def test_what_a_handler_recorded_is_not_recorded_twice(self):
        record, _, context = self.failure("/caught")
        self.assertEqual(record["loccer_type"], "exception")
        self.assertIsNone(context["status"])

    def test_connection_goes_on_after_a_failure(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=30)
        for _ in range(5):
            self.assertEqual(len(self.request("/order", True, connection=connection)[2]), 1)
            self.assertEqual(self.request("/", False, connection=connection)[0].status, 200)
        connection.close()

    # What the original of the Asio integration does

    def test_coroutines_that_live_are_shown(self):
        if self.framework() != "beast":
            self.skipTest("threads have no coroutines")
        slow = [threading.Thread(target=self.request, args=("/slow/1500", False)) for _ in range(2)]
        for thread in slow:
            thread.start()
        time.sleep(0.3)

        record, _, context = self.failure("/slow/20/fail")

        asio = record["integrations"]["asio"]
        own, *others = (asio["coros"][name] for name in ("session", "session#2", "session#3"))
        self.assertEqual((own["state"], own["parent"], own["is_done"]), ("running", "accept#1", False))
        self.assertGreater(own["resumes"], 1)
        for coroutine in [asio["coros"]["accept"], *others]:
            self.assertEqual(coroutine["state"], "suspended")
            self.assertIn("beast_app.cpp:", coroutine["suspended_at"])
        self.assertEqual(asio["coros_total"], len(asio["coros"]))
        self.assertEqual([step["state"] for step in asio["async_stack"]][:2], ["awaiting", "spawned"])
        self.assertIsNone(asio["loop_context"])
        self.assertEqual(asio["global_context"], {"request_id": id_of(record)})
        for thread in slow:
            thread.join()

    # What was sent

    def test_query_is_decoded_and_redacted(self):
        record, _, context = self.failure("/order?city=Ko%C5%A1ice+1&pass%77ord=hunter2&bad=%zz&%&=x&a=1&a=2")
        self.assertEqual(context["url"], "/order")
        self.assertEqual(context["query"], {"city": "Ko\u0161ice 1", "password": "[REDACTED]", "bad": "%zz", "%": "",
                                            "": "x", "a": "1", "a#2": "2"})
        self.assertNotIn("hunter2", json.dumps(record))

    def test_urlencoded_form_is_decoded_and_redacted(self):
        body = "name=Ev%c3%a1+K&token=hunter2&broken=%f%&%00=%ff&x"
        record, _, context = self.failure("/order", method="POST", body=body,
                                          headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
        self.assertEqual(context["form"]["name"], "Ev\u00e1 K")
        self.assertEqual(context["form"]["token"], "[REDACTED]")
        self.assertEqual(context["form"]["broken"], "%f%")
        self.assertEqual(context["form"]["\x00"], "\ufffd")
        self.assertEqual(context["form"]["x"], "")
        self.assertEqual(context["method"], "POST")
        self.assertEqual(context["content_length"], len(body))
        self.assertNotIn("hunter2", json.dumps(record))

    def test_json_body_is_judged_by_its_keys(self):
        body = json.dumps({"user": "Eva", "login": {"password": "hunter2", "list": [1, 2.5, None, True]}})
        record, _, context = self.failure("/order", method="POST", body=body,
                                          headers={"Content-Type": "application/json; charset=utf-8"})
        self.assertIs(context["is_json"], True)
        self.assertEqual(context["json_payload"], {"user": "Eva", "login": {"password": "[REDACTED]",
                                                                            "list": [1, 2.5, None, True]}})
        self.assertNotIn("raw_payload", context)
        self.assertNotIn("hunter2", json.dumps(record))

    def test_body_that_is_no_json_is_told_as_it_came(self):
        for content_type, body in (("application/json", '{"user": "Eva", '), ("text/plain", "plain words"),
                                   ("application/json", '{"a":1} {"b":2}')):
            _, _, context = self.failure("/order", method="POST", body=body, headers={"Content-Type": content_type})
            self.assertEqual(context["raw_payload"], body)
            self.assertNotIn("json_payload", context)

    def test_long_body_is_cut_and_said_to_be(self):
        _, _, context = self.failure("/order", method="POST", body="word " * 40_000,
                                     headers={"Content-Type": "text/plain"})
        self.assertTrue(context["raw_payload"].startswith("word word "))
        self.assertLess(len(context["raw_payload"]), 20_000)
        self.assertEqual(context["content_length"], 200_000)

    def test_cookies_show_their_names_only(self):
        record, _, context = self.failure("/order", headers={"Cookie": 'lang=sk; a=b=c==; j={"x":1}; session="hunter2"'})
        self.assertEqual(context["cookies"], dict.fromkeys(("lang", "a", "j", "session"), "[REDACTED]"))
        self.assertNotIn("hunter2", json.dumps(record))

    def test_headers_are_redacted_and_all_there(self):
        name = self.new_id(True)
        self.send(f"GET /order HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: {name}\r\nX-Same: one\r\n"
                  "Authorization: Bearer hunter2hunter2\r\nX-Same: two\r\nX-Odd: ".encode() + b"\xff\xc3(\xe2\x80\xae"
                  b"\r\n\r\n")
        [record] = self.app.records_of(name)
        headers = context_of(record)[1]["headers"]
        self.assertEqual(sorted(value for key, value in headers.items() if key.startswith("X-Same")), ["one", "two"])
        self.assertEqual(headers["Authorization"], "[REDACTED]")
        self.assertEqual(headers["X-Odd"], "\ufffd\ufffd(\u202e")
        self.assertNotIn("hunter2", json.dumps(record))

    @unittest.skipUnless(CURL, "curl is not there")
    def test_multipart_upload_tells_of_its_files(self):
        name = self.new_id(True)
        got = subprocess.run([CURL, "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", f"X-Request-Id: {name}",
                              "-F", "title=Summer", "-F", "password=hunter2",
                              "-F", "photo=@-;filename=beach.jpg;type=image/jpeg",
                              f"http://127.0.0.1:{self.app.port}/order"],
                             input=b"\xff\xd8 hunter2", stdout=subprocess.PIPE, check=True, timeout=60)
        self.assertEqual(got.stdout, b"500")
        [record] = self.app.records_of(name)
        _, context = context_of(record)
        self.assertTrue(context["content_type"].startswith("multipart/form-data"))
        self.assertNotIn("hunter2", json.dumps(record))
        self.assertEqual(context["form"], {"title": "Summer", "password": "[REDACTED]"})
        photo = context["files"]["photo"]
        self.assertEqual((photo["filename"], photo["form_name"], photo["content_type"], photo["content_length"]),
                         ("beach.jpg", "photo", "image/jpeg", 10))

    @unittest.skipUnless(CURL, "curl is not there")
    def test_curl_gets_the_answer_to_a_failure(self):
        name = self.new_id(True)
        got = subprocess.run([CURL, "-s", "-w", "%{http_code}", "-H", f"X-Request-Id: {name}",
                              "-H", "Content-Type: application/octet-stream", "--data-binary", "@-",
                              f"http://127.0.0.1:{self.app.port}/order"],
                             input=b"x" * 100_000, stdout=subprocess.PIPE, check=True, timeout=60)
        self.assertTrue(got.stdout.endswith(b"500"))
        self.assertEqual(len(self.app.records_of(name)), 1)

    # Clients that are not as they should be

    def test_pipelined_requests_have_a_record_each(self):
        paths = ["/order?n=0", "/", "/int"]
        names = [self.new_id() for _ in paths]
        head = "GET {} HTTP/1.1\r\nHost: x\r\nX-Request-Id: {}\r\n{}\r\n"
        got = self.send("".join(head.format(path, name, "Connection: close\r\n" if path == "/int" else "")
                                for path, name in zip(paths, names)).encode())
        statuses = re.findall(rb"HTTP/1\.1 (\d+)", got)
        if self.framework() == "beast":
            self.assertEqual(len(statuses), len(paths))
        # cpp-httplib answers the first and forgets the bytes behind it
        self.assertEqual(statuses, [b"500", b"200", b"500"][:max(1, len(statuses))])
        for number, (name, path) in enumerate(zip(names, paths)):
            fails = number < len(statuses) and path != "/"
            self.failed[name] += fails
            self.assertEqual([context_of(record)[1]["url"] for record in self.app.records_of(name)],
                             [path.split("?")[0]] if fails else [])

    def test_concurrent_requests_are_not_mixed(self):
        wrong = []
        done = []

        def work(worker):
            connection = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=30)
            for number in range(25):
                fails = number % 3 == 0
                path = f"/order?worker={worker}&number={number}" if fails else "/echo"
                answer, content, records = self.request(path, fails, "POST", body=f"{worker}-{number}",
                                                        connection=connection)
                if fails:
                    query = {"worker": str(worker), "number": str(number)}
                    held = answer.status == 500 and [mixed_in(record, id_of(record), query) for record in records] == [{}]
                else:
                    held = content == f"{worker}-{number}".encode() and not records
                if not held:
                    wrong.append((worker, number, answer.status, records))
            connection.close()
            done.append(worker)

        workers = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(wrong, [])
        self.assertEqual(len(done), len(workers))

    def test_client_that_leaves_in_its_body_makes_no_record(self):
        self.send(f"POST /order HTTP/1.1\r\nHost: x\r\nX-Request-Id: {self.new_id()}\r\nContent-Length: 1000\r\n\r\n"
                  "only this".encode(), reads=False)
        self.send(f"POST /order HTTP/1.1\r\nX-Request-Id: {self.new_id()}\r\nContent-Le".encode(), reads=False)
        self.lives()

    def test_client_that_leaves_during_a_handler_changes_nothing(self):
        head = "GET {} HTTP/1.1\r\nHost: x\r\nX-Request-Id: {}\r\n\r\n"
        self.send(head.format("/slow/100", self.new_id()).encode(), reads=False)
        failing = self.new_id(True)
        self.send(head.format("/slow/100/fail", failing).encode(), reads=False)
        [record] = self.app.await_record(failing)
        self.assertEqual(context_of(record)[1]["status"], 500)
        self.lives()

    def test_what_is_no_request_makes_no_record(self):
        for data in (b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n",
                     b"GET /order HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
                     b"POST /order HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.app.port), timeout=30) as connection:
                try:
                    connection.sendall(data)
                    connection.shutdown(socket.SHUT_WR)
                    connection.recv(100)
                except OSError:
                    pass  # the server has closed it already
        self.lives()

    @classmethod
    def tearDownClass(cls):
        code = cls.app.stop()
        recorded = collections.Counter(id_of(record) for record in cls.app.records())
        recorded.pop(None, None)
        cls.app.close()
        if code != 0:
            raise AssertionError(f"the server ended with {code}")
        if recorded != +cls.failed:
            raise AssertionError(f"lost: {dict(cls.failed - recorded)}, unexpected: {dict(recorded - cls.failed)}")


class Shutdown(Driven):
    def test_requests_under_way_are_answered(self):
        answers = {}

        def ask(path, fails):
            answers[path] = self.request(path, fails)[0].status

        threads = [threading.Thread(target=ask, args=("/slow/600", False)),
                   threading.Thread(target=ask, args=("/slow/600/fail", True))]
        idle = http.client.HTTPConnection("127.0.0.1", self.app.port, timeout=30)
        self.request("/", False, connection=idle)
        for thread in threads:
            thread.start()
        time.sleep(0.2)

        self.app.process.send_signal(signal.SIGINT)
        for thread in threads:
            thread.join()
        code = self.app.wait()

        self.assertEqual(answers, {"/slow/600": 200, "/slow/600/fail": 500})
        self.assertEqual(code, 0)
        self.assertEqual([id_of(record) for record in self.app.records()[1:]], list(self.failed))
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", self.app.port), timeout=5).close()
        idle.close()

    def test_request_that_comes_together_with_the_end_is_answered(self):
        for _ in range(5):
            app = App(PROGRAM)
            if context_of(app.records()[0])[0] != "beast":
                app.stop()
                app.close()
                self.skipTest("cpp-httplib does not look for more on a connection")
            connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
            connection.request("GET", "/")
            connection.getresponse().read()
            time.sleep(0.1)  # now its session waits for the next request

            app.process.send_signal(signal.SIGSTOP)  # so that one thread gets the request, the other one the signal
            connection.request("GET", "/slow/20")
            app.process.send_signal(signal.SIGINT)
            app.process.send_signal(signal.SIGCONT)

            self.assertEqual(connection.getresponse().status, 200)
            self.assertEqual(app.wait(), 0)
            connection.close()
            app.close()

    def test_request_that_takes_too_long_does_not_hold_up_the_end(self):
        app = App(PROGRAM)
        if context_of(app.records()[0])[0] != "beast":
            app.stop()
            app.close()
            self.skipTest("a thread that sleeps is waited for")
        with socket.create_connection(("127.0.0.1", app.port), timeout=30) as connection:
            connection.sendall(b"GET /slow/600000/fail HTTP/1.1\r\nHost: x\r\nX-Request-Id: late\r\n\r\n")
            time.sleep(0.2)

            code = app.stop()

            self.assertEqual(code, 0)
            self.assertEqual(connection.recv(1000), b"")
        self.assertEqual(app.records_of("late"), [])
        app.close()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows that the scripts which check the rules do find what breaks them."""

import pathlib
import tempfile
import unittest

import check_list
import header_rules
import layers
import missing_suites

GOOD = """// SPDX-License-Identifier: MIT
#ifndef LOCCER_{guard}_HPP
#define LOCCER_{guard}_HPP

// What it is.
// Layer: {layer}.

{body}

#endif
"""


class Tree(unittest.TestCase):
    """A library of a few headers in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.write("include/loccer/base/version.hpp", '#define LOCCER_VERSION 100\nversion = "0.1.0"')

    def write(self, name, body=""):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        layer, stem = path.parent.name, path.stem
        guard = "_".join([layer, stem]).upper()
        path.write_text(GOOD.format(guard=guard, layer=layer, body=body), encoding="utf-8")
        if path.suffix == ".hpp":
            test = self.root / "tests" / layer / f"{stem}_test.cpp"
            test.parent.mkdir(parents=True, exist_ok=True)
            test.write_text(f"#include <loccer/{layer}/{stem}.hpp>\n", encoding="utf-8")


class Layers(Tree):
    def violations(self):
        return "\n".join(layers.violations(self.root / "include"))

    def test_accepts_an_include_of_a_lower_layer(self):
        self.write("include/loccer/event/a.hpp", "#include <loccer/base/version.hpp>\n#include <string_view>")
        self.assertEqual(self.violations(), "")

    def test_finds_an_include_of_a_higher_layer(self):
        self.write("include/loccer/event/a.hpp")
        self.write("include/loccer/base/b.hpp", "#include <loccer/event/a.hpp>")
        self.assertIn("base/ must not include event/", self.violations())

    def test_finds_an_include_of_the_root(self):
        (self.root / "include/loccer/loccer.hpp").write_text("", encoding="utf-8")
        self.write("include/loccer/base/b.hpp", "#include <loccer/loccer.hpp>")
        self.assertIn("the root holds umbrellas", self.violations())

    def test_finds_a_cycle(self):
        self.write("include/loccer/base/a.hpp", "#include <loccer/base/b.hpp>")
        self.write("include/loccer/base/b.hpp", "#include <loccer/base/a.hpp>")
        self.assertIn("a cycle: base/a.hpp -> base/b.hpp -> base/a.hpp", self.violations())

    def test_finds_a_dear_header(self):
        self.write("include/loccer/base/a.hpp", "#include <filesystem>\n#include <simdjson.h>")
        self.assertEqual(self.violations().count("the writing half does without"), 2)

    def test_finds_a_foreign_header_outside_its_place(self):
        self.write("include/loccer/json/a.hpp", "#include <boost/hana/tuple.hpp>")
        self.assertIn("which only base/meta", self.violations())

    def test_finds_a_library_of_one_header_in_another(self):
        self.write("include/loccer/outputs/json_file.hpp", "#include <zlib.h>\n#include <openssl/evp.h>")
        self.assertIn("which only outputs/(file/)?(gzip|gunzip|crc32).* may", self.violations())
        self.assertIn("which only outputs/file/sha256", self.violations())

    def test_finds_a_part_of_asio_outside_its_place(self):
        self.write("include/loccer/capture/a.hpp", "#include LOCCER_DETAIL_ASIO_PART(post.hpp)\n")
        self.write("include/loccer/json/b.hpp", "#include <boost/asio/post.hpp>")
        self.write("include/loccer/integrations/asio/c.hpp", "#include LOCCER_DETAIL_ASIO_PART(post.hpp)\n")
        self.assertEqual(self.violations().count("which only integrations/(asio|beast)"), 2)

    def test_finds_a_folder_that_is_not_in_the_table(self):
        self.write("include/loccer/extra/a.hpp")
        self.assertIn("the folder extra/ is not in the table", self.violations())


class HeaderRules(Tree):
    def violations(self):
        return "\n".join(header_rules.violations(self.root, "0.1.0"))

    def test_accepts_a_good_header(self):
        self.write("include/loccer/base/a.hpp", "#if LOCCER_CFG_RTTI\n#endif")
        self.assertEqual(self.violations(), "")

    def test_finds_what_a_header_must_not_hold(self):
        for body, sentence in {
            "#pragma once": "#pragma once",
            "using namespace std;": "using-directive",
            "struct A { virtual void f(); };": "virtual",
            "#define HELPER 1": "defines HELPER",
            "#ifdef __linux__\n#endif": "asks `__linux__`",
            "// TODO: more": "a note to do something",
            "int a;\t": "a tab",
            "\n" * 300: "lines, more than 300",
        }.items():
            with self.subTest(sentence):
                self.write("include/loccer/base/a.hpp", body)
                self.assertIn(sentence, self.violations())

    def test_finds_a_wrong_guard(self):
        self.write("include/loccer/base/a.hpp")
        (self.root / "include/loccer/base/a.hpp").rename(self.root / "include/loccer/base/b.hpp")
        self.assertIn("the guard LOCCER_BASE_B_HPP", self.violations())

    def test_finds_a_header_without_a_test(self):
        self.write("include/loccer/base/a.hpp")
        (self.root / "tests/base/a_test.cpp").rename(self.root / "tests/base/b_test.cpp")
        self.assertIn("base/a.hpp has no tests/base/a_test.cpp", self.violations())

    def test_finds_a_test_that_includes_something_else_first(self):
        self.write("include/loccer/base/a.hpp")
        (self.root / "tests/base/a_test.cpp").write_text("#include <string>\n", encoding="utf-8")
        self.assertIn("does not include <loccer/base/a.hpp> first", self.violations())

    def test_finds_another_version(self):
        self.assertEqual(len(list(header_rules.check_version("", "0.2.0"))), 2)


class CheckList(Tree):
    def test_finds_unlisted_missing_and_repeated_files(self):
        found = check_list.differences(self.root / "include", "*.hpp", ["gone.hpp", "gone.hpp"])
        self.assertEqual(len(found), 3)


class MissingSuites(unittest.TestCase):
    TESTS = [{"suite": ["loccer:unit"]}, {"suite": ["loccer:rules"]}]

    def test_accepts_suites_that_hold_tests(self):
        options = ["--suite", "unit", "--timeout-multiplier", "4", "--suite=rules"]
        self.assertEqual(missing_suites.missing(self.TESTS, options), [])

    def test_accepts_the_choice_of_all_suites(self):
        self.assertEqual(missing_suites.missing(self.TESTS, []), [])

    def test_finds_a_suite_without_tests(self):
        options = ["--suite", "unit", "--suite", "crash", "--suite=fuzz"]
        self.assertEqual(missing_suites.missing(self.TESTS, options), ["crash", "fuzz"])


if __name__ == "__main__":
    unittest.main()

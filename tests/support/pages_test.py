#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows that the scripts which check the pages do find what is wrong with them."""

import unittest

import docs_snippets
import errors_page

SOURCE = """int a;
    //! [loop]
    while (true) {
        //! [call]
        f();
        //! [call]
    }
    //! [loop]
"""


class DocsSnippets(unittest.TestCase):
    def mistakes(self, page):
        return "\n".join(docs_snippets.mistakes(page, {"examples/a.cpp": SOURCE}.get))

    def test_accepts_a_region_without_its_indentation_and_inner_marks(self):
        page = "<!-- from: examples/a.cpp#loop -->\n```cpp\nwhile (true) {\n    f();\n}\n```\n"
        self.assertEqual(self.mistakes(page), "")

    def test_finds_a_block_that_differs(self):
        page = "<!-- from: examples/a.cpp#call -->\n```cpp\ng();\n```\n"
        self.assertIn("differs", self.mistakes(page))

    def test_finds_a_block_of_no_source(self):
        self.assertIn("where it is from", self.mistakes("```cpp\nf();\n```\n"))

    def test_writes_what_the_source_says(self):
        page = "<!-- from: examples/a.cpp#call -->\n```cpp\ng();\n```\n"
        written = docs_snippets.updated(page, {"examples/a.cpp": SOURCE}.get)
        self.assertEqual(written, "<!-- from: examples/a.cpp#call -->\n```cpp\nf();\n```\n")
        self.assertEqual(self.mistakes(written), "")

    def test_finds_a_missing_file_and_a_missing_region(self):
        self.assertIn("no such file", self.mistakes("<!-- from: b.cpp#x -->\n```cpp\nf();\n```\n"))
        self.assertIn("one region", self.mistakes("<!-- from: examples/a.cpp#x -->\n```cpp\nf();\n```\n"))


class ErrorsPage(unittest.TestCase):
    def mistakes(self, header, page):
        return "\n".join(errors_page.mistakes({"a.hpp": header}, page))

    def test_accepts_an_anchor_with_its_section_though_the_sentence_is_cut(self):
        self.assertEqual(self.mistakes('"see docs/errors.md#"\n    "a-b"', "## a-b\n"), "")

    def test_finds_an_anchor_without_section(self):
        self.assertIn("a.hpp points to #a-b", self.mistakes('"docs/errors.md#a-b"', "# Errors\n"))

    def test_finds_a_section_that_no_header_points_to(self):
        self.assertIn("no header points to", self.mistakes("", "## a-b\n"))

    def test_finds_a_section_that_stands_twice(self):
        self.assertIn("more than once", self.mistakes('"docs/errors.md#a-b"', "## a-b\n## a-b\n"))


if __name__ == "__main__":
    unittest.main()

// SPDX-License-Identifier: MIT
//
// Records what a block throws, at the place of the throw, and lets it go on.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>
#include <string>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

std::string first_word(const std::string& text) {
    if (text.empty()) throw std::invalid_argument("a text without words");
    return text.substr(0, text.find(' '));
}

}  // namespace

int main() {
    Log log;

    //! [scope]
    bool went_on = false;
    try {
        LOCCER_CAPTURE(log) { first_word(""); };
    } catch (const std::invalid_argument&) {
        went_on = true;
    }
    //! [scope]
    expect(went_on, "the exception goes on as if there were no scope");
    expect_newest(log, R"("origin":"throw")");  // the stack is that of first_word

    //! [value]
    const std::string word = LOCCER_CAPTURE(log) { return first_word("hello world"); };
    //! [value]
    expect(word == "hello", "what the block returns is the value of the scope");

    try {
        LOCCER_CAPTURE(log) {
            LOCCER_CAPTURE(log) { first_word(""); };
        };
    } catch (const std::exception&) {
    }
    expect(count(log) == 2, "an exception that crosses two scopes of a log is recorded once");
}

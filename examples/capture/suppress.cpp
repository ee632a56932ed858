// SPDX-License-Identifier: MIT
//
// Records what a block throws and goes on behind it.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <optional>
#include <stdexcept>
#include <string>

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [suppress]
    const bool sent = LOCCER_SUPPRESS(log) { throw std::runtime_error("the post office is closed"); };
    //! [suppress]
    expect(!sent, "false says that the block did not finish");
    expect_newest(log, R"("msg":"the post office is closed")");

    //! [value]
    const std::optional<int> number = LOCCER_SUPPRESS(log) { return std::stoi("eleven"); };
    const int number_or_none = number.value_or(0);
    //! [value]
    expect(number_or_none == 0, "there is no value where the block threw");
    expect_newest(log, R"("exc_type":"std::invalid_argument","msg":"stoi")");

    const std::optional<int> twelve = LOCCER_SUPPRESS(log) { return std::stoi("12"); };
    expect(twelve == 12, "else it is what the block returned");
    expect(count(log) == 2, "what does not fail is not recorded");
}

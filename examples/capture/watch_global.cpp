// SPDX-License-Identifier: MIT
//
// Shows variables in every record, wherever the error happened.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <atomic>
#include <stdexcept>
#include <string>

namespace {

//! [variables]
// They are borrowed, so they live as long as the log.
const std::string build = "2.1";
std::atomic<int> open_connections{0};
//! [variables]

}  // namespace

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [watch]
    log.watch_global("build", build);
    log.watch_global("open_connections", open_connections);
    //! [watch]

    open_connections = 3;
    LOCCER_SUPPRESS(log) { throw std::runtime_error("overload"); };
    expect_newest(log, R"("globals":{"build":"2.1","open_connections":3})");

    open_connections = 1;
    LOCCER_SUPPRESS(log) { throw std::runtime_error("overload again"); };
    expect_newest(log, R"("globals":{"build":"2.1","open_connections":1})");
}

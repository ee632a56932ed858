// SPDX-License-Identifier: MIT
//
// Names of functions are looked up on another thread: the first error of a place does not hold up the thread that meets
// it.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>
#include <string>

namespace {

//! [type]
using TickLog = loccer::Loccer<loccer::InMemoryOutput, loccer::SymbolizedFramesOn<loccer::ResolverThread>>;
//! [type]

void quote(const std::string& symbol) { throw std::out_of_range("no market for " + symbol); }

void on_tick(TickLog& log) {
    LOCCER_SUPPRESS(log) { quote("XYZ"); };
}

}  // namespace

int main() {
    TickLog log;

    on_tick(log);

    log.flush();  // at the end of a program this happens by itself
    expect_newest(log, R"("msg":"no market for XYZ")");
}

// SPDX-License-Identifier: MIT
//
// Records the exception that a handler has caught.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

namespace {

using Log = loccer::Loccer<loccer::InMemoryOutput>;

struct Unrelated {};  // no std::exception, no message

}  // namespace

int main() {
    Log log;

    //! [call]
    try {
        throw std::out_of_range("shelf 12 of 10");
    } catch (...) {
        log.capture_exception();  // or log();
    }
    //! [call]
    expect_newest(log, R"("exc_type":"std::out_of_range","msg":"shelf 12 of 10")");

    try {
        throw Unrelated{};
    } catch (const Unrelated&) {
        log();
    }
    expect_newest(log, "Unrelated");

    try {
        throw 42;
    } catch (int) {
        log();
        expect(!log(), "one exception is one record, however often it is asked for");
    }
    expect_newest(log, R"("exc_type":"int","msg":"42")");

    expect(!log.capture_exception(), "where nothing is being handled there is nothing to record");
    expect(count(log) == 3, "three exceptions are three records");
}

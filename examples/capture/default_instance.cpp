// SPDX-License-Identifier: MIT
//
// A log for the whole process: the functions and macros without a log find it.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

//! [type]
using MyLoccer = loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput>;
//! [type]

namespace {

void work(int step) {
    if (step == 3) throw std::runtime_error("step 3 failed");
}

}  // namespace

int main() {
    //! [install]
    MyLoccer& log = loccer::install<MyLoccer>(loccer::InMemoryOutput{100});
    //! [install]

    //! [use]
    try {
        LOCCER_CAPTURE() { work(3); };
    } catch (const std::exception&) {
        loccer::capture_exception();  // the scope has recorded it already, so this does nothing
    }
    LOCCER_TRY { work(3); }
    LOCCER_CATCH() { loccer::log_metadata({{"msg", "step 3 is left out"}}); }
    //! [use]

    expect(count(log) == 3, "two exceptions and a message");
    expect_newest(log, R"("platform":{"username":)");

    //! [restore]
    loccer::restore();  // what was there before install() is there again
    //! [restore]
    expect(!loccer::restore(), "nothing more is installed");
}

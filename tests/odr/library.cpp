// SPDX-License-Identifier: MIT
// A shared library whose symbols are hidden unless they say otherwise. It is built twice.

#include "part.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>

#define LOCCER_TEST_EXPORT extern "C" [[gnu::visibility("default")]]

#ifdef LOCCER_TEST_FIRST_LIBRARY

LOCCER_TEST_EXPORT bool record_in_first_library() {
    try {
        throw std::runtime_error("first library");
    } catch (const std::exception&) {
        return loccer::capture_exception();
    }
}

LOCCER_TEST_EXPORT void throw_from_first_library() { throw std::out_of_range("thrown by the first library"); }

#else

LOCCER_TEST_EXPORT bool record_in_second_library() {
    LOCCER_SUPPRESS() { throw std::runtime_error("second library"); };
    return true;
}

LOCCER_TEST_EXPORT bool install_in_second_library() {
    using Log = loccer::Loccer<loccer::InMemoryOutput>;
    Log& log = loccer::install<Log>();
    const bool recorded = record_in_second_library() && record_in_first_library();
    const bool restored = loccer::restore();
    return recorded && restored && log.get<loccer::InMemoryOutput>().size() == 2;
}

LOCCER_TEST_EXPORT void install_for_good_in_second_library() {
    loccer::install<loccer::Loccer<loccer::StderrOutput>>();
}

LOCCER_TEST_EXPORT void restore_in_second_library() { loccer::restore(); }

#endif

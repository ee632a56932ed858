// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FAULT_STORAGE_LOGS_HPP
#define LOCCER_TESTS_FAULT_STORAGE_LOGS_HPP
#include "faulty_kernel.hpp"
#include <loccer/outputs/json_file.hpp>
namespace fault {
struct SmallLog {
    explicit SmallLog(const std::string& path) : file(path, false) {}
    bool write(const loccer::Record& r) noexcept {
        auto f = file.make_ready(loccer::file::coarse_now());
        if (!f) f = file.append(r.bytes());
        return failures.passed(f);
    }
    std::uint64_t dropped() const { return failures.dropped(); }
    loccer::OutputFailure last_error() const { return failures.last(); }
    loccer::file::CurrentFile<FaultyKernel> file;
    loccer::outputs::Failures failures;
};
}
#endif

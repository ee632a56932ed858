// SPDX-License-Identifier: MIT
// The unit that defines the log; the front comes first, and the whole library behind it.

#include "errors.hpp"

#include <loccer/loccer.hpp>

#include "units.hpp"

namespace {

using ErrorLog = loccer::Loccer<loccer::InMemoryOutput, loccer::MaxRecord<16 * loccer::KiB>>;

/// Made and filled by the forms as they are without the front.
ErrorLog& log_of_type() {
    static ErrorLog log(loccer::InMemoryOutput(100));
    return log;
}

}  // namespace

#define LOCCER_TEST_LOG log_of_type()
#include "forms.hpp"

namespace shop {

LOCCER_DEFINE_LOG(errors, ErrorLog, loccer::InMemoryOutput(100));
LOCCER_DEFINE_DEFAULT_LOG(installed);

}  // namespace shop

std::vector<std::string> capture_all_by_type() {
    auto& memory = log_of_type().get<loccer::InMemoryOutput>();
    memory.clear();
    (void)capture_all();
    return memory.records();
}

std::vector<std::string> take_records() {
    auto& memory = loccer::log_behind<ErrorLog>(shop::errors)->get<loccer::InMemoryOutput>();
    std::vector<std::string> records = memory.records();
    memory.clear();
    return records;
}

// SPDX-License-Identifier: MIT
// The unit of a library with hidden symbols that defines its log.

#include <loccer/loccer.hpp>

#define LOCCER_TEST_EXPORT extern "C" [[gnu::visibility("default")]]

LOCCER_TEST_EXPORT int capture_all_in_library();

namespace {

using LibraryLog = loccer::Loccer<loccer::InMemoryOutput>;

}  // namespace

LOCCER_DECLARE_LOG(library_errors);
LOCCER_DEFINE_LOG(library_errors, LibraryLog);

LOCCER_TEST_EXPORT int records_of_library() {
    auto& memory = loccer::log_behind<LibraryLog>(library_errors)->get<loccer::InMemoryOutput>();
    memory.clear();
    const int expected = capture_all_in_library();
    const auto made = static_cast<int>(memory.size());
    memory.clear();
    return made == expected ? made : -1;
}

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_FUZZ_SUPPORT_HPP
#define LOCCER_TESTS_FUZZ_SUPPORT_HPP

// What the fuzz targets share: bytes in memory that ends where they do, and the end of a run that has found a fault,
// whose input libFuzzer then keeps.

#include "../support/json_check.hpp"

#include <fuzzer/FuzzedDataProvider.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace fuzz {

/// *Effects* ends the run where `held` is false.
inline void check(bool held, const char* what) {
    if (held) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// *Returns* the value of a text that loccer has written; ends the run where it is not what loccer may write.
inline nlohmann::json checked(std::string_view text) {
    testing::GTEST_FLAG(throw_on_failure) = true;  // nothing catches it
    return json_check::checked(text);
}

/// A copy of bytes from whose end on a sanitizer sees every read.
class ExactBytes {
  public:
    explicit ExactBytes(std::string_view bytes) : bytes_(new char[bytes.size()]), size_(bytes.size()) {
        if (size_ != 0) std::memcpy(bytes_.get(), bytes.data(), size_);
    }
    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }
    [[nodiscard]] char* data() const noexcept { return bytes_.get(); }

  private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

/// *Returns* a text as a JSON parser gives it back, what is ill-formed replaced by U+FFFD.
inline std::string repaired(std::string_view text) {
    using nlohmann::json;
    const std::string dumped = json(std::string(text)).dump(-1, ' ', false, json::error_handler_t::replace);
    return json::parse(dumped).get<std::string>();
}

}  // namespace fuzz

#endif

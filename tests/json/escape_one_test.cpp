// SPDX-License-Identifier: MIT
#include <loccer/json/escape_one.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

using namespace std::string_view_literals;
namespace escaping = loccer::json::escaping;

constexpr std::size_t constant_size(std::string_view text) {
    std::array<char, 64> out{};
    std::size_t repaired = 0;
    const char* in = text.data();
    return static_cast<std::size_t>(escaping::put_one(out.data(), in, in + text.size(), repaired) - out.data());
}

std::string one(std::string_view text, std::size_t* repaired_out = nullptr) {
    std::array<char, 64> out{};
    std::size_t repaired = 0;
    const char* in = text.data();
    const char* const end = escaping::put_one(out.data(), in, in + text.size(), repaired);
    if (repaired_out != nullptr) *repaired_out = repaired;
    return {out.data(), static_cast<std::size_t>(end - out.data())};
}

TEST(PutOne, WritesShortFormsWhereJsonHasThem) {
    EXPECT_EQ(one("\""), "\\\"");
    EXPECT_EQ(one("\\"), "\\\\");
    EXPECT_EQ(one("\b"), "\\b");
    EXPECT_EQ(one("\f"), "\\f");
    EXPECT_EQ(one("\n"), "\\n");
    EXPECT_EQ(one("\r"), "\\r");
    EXPECT_EQ(one("\t"), "\\t");
}

TEST(PutOne, WritesOtherControlsInLowerCaseHexadecimal) {
    EXPECT_EQ(one("\0"sv), "\\u0000");
    EXPECT_EQ(one("\x1F"), "\\u001f");
    EXPECT_EQ(one("\x7F"), "\\u007f");
    EXPECT_EQ(one("\xC2\x9B"), "\\u009b");
    EXPECT_EQ(one("\xE2\x80\xAE"), "\\u202e");
    EXPECT_EQ(one("\xEF\xBB\xBF"), "\\ufeff");
}

TEST(PutOne, KeepsWhatIsHarmless) {
    EXPECT_EQ(one("/"), "/");
    EXPECT_EQ(one("\xC3\xA9"), "\xC3\xA9");
    EXPECT_EQ(one("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
}

TEST(IsLetterOfTwo, IsSaidOnlyOfWhatIsKeptAsItIs) {
    int letters = 0;
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string pair{static_cast<char>(first), static_cast<char>(second)};
            if (!escaping::is_letter_of_two(pair.data(), pair.data() + 2)) continue;
            ASSERT_EQ(one(pair), pair) << first << ' ' << second;
            EXPECT_FALSE(escaping::is_letter_of_two(pair.data(), pair.data() + 1));
            ++letters;
        }
    }

    EXPECT_EQ(letters, (0xD8 - 0xC3) * 64);
}

TEST(PutOne, CountsWhatItRepairs) {
    std::size_t repaired = 0;

    EXPECT_EQ(one("\xE2\x82", &repaired), "\xEF\xBF\xBD");
    EXPECT_EQ(repaired, 1U);
}

TEST(PutOne, WorksAtCompileTime) {
    static_assert(constant_size("a") == 1);
    static_assert(constant_size("\x01") == 6);
    static_assert(constant_size("\xE2\x80\xAE") == 6);
    static_assert(constant_size("\xFF") == 3);
}

}  // namespace

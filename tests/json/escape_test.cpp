// SPDX-License-Identifier: MIT
#include <loccer/json/escape.hpp>
#include <loccer/json/key_hash.hpp>

#include "../support/json_check.hpp"
#include "kernels.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace json = loccer::json;

using kernels::Escaped;
using kernels::in_steps;
using kernels::run;

void expect_all_agree(std::string_view text, std::size_t shift = 0) {
    const Escaped expected = run(&kernels::one_by_one, text);
    ASSERT_EQ(run(&json::escape_portable, text, shift), expected) << testing::PrintToString(std::string{text});
    ASSERT_EQ(run(&json::escape, text, shift), expected) << testing::PrintToString(std::string{text});
    ASSERT_EQ(run(&json::escaping::escape_blocks<json::escaping::HalvesBits>, text, shift), expected)
        << testing::PrintToString(std::string{text});
    ASSERT_EQ(run(&in_steps<false>, text, shift), expected) << testing::PrintToString(std::string{text});
    ASSERT_EQ(run(&in_steps < LOCCER_CFG_SSE2 != 0 >, text, shift), expected)
        << testing::PrintToString(std::string{text});
}

/// Text as it comes: mostly plain, sometimes marks, sequences whole or broken.
std::string random_text(std::mt19937& random, std::size_t size) {
    static const char* const pieces[] = {
        "\"",           "\\",       "\n",           "\x1B[0m",  "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
        "\xE2\x80\xAE", "\xC2\x85", "\xED\xA0\x80", "\xE2\x82", "\xF0\x9F", "\xFF",         "\x80",
        "\x7F"};
    std::string text;
    const auto oddness = random() % 20 + 1;
    while (text.size() < size) {
        if (random() % oddness == 0) text += pieces[random() % std::size(pieces)];
        else text += static_cast<char>(' ' + random() % 95);
    }
    text.resize(size);
    return text;
}

TEST(Escape, KernelsAgreeOnEveryByteAndPair) {
    for (unsigned first = 0; first < 256; ++first) {
        expect_all_agree(std::string(1, static_cast<char>(first)));
        for (unsigned second = 0; second < 256; ++second) {
            const std::string pair{static_cast<char>(first), static_cast<char>(second)};
            expect_all_agree(pair);
            expect_all_agree("0123456789abcd" + pair);
            expect_all_agree(pair + "0123456789abcd");
            expect_all_agree("0123456" + pair + "9abcdefghijklmnop");
        }
    }
}

TEST(Escape, KernelsAgreeOnEveryLengthPositionAndAlignment) {
    for (std::size_t size = 0; size <= 80; ++size) {
        const std::string plain(size, 'x');
        for (std::size_t shift = 0; shift < 16; ++shift) expect_all_agree(plain, shift);
        for (std::size_t at = 0; at < size; ++at) {
            for (const std::string_view odd :
                 {"\"", "\x01", "\x7F", "\xFF", "\xC3\xA9", "\xE2\x80\xA8", "\xF0\x9F\x98"}) {
                std::string text = plain;
                text.replace(at, odd.size(), odd);
                text.resize(size);
                expect_all_agree(text, at % 16);
            }
        }
    }
}

template <bool HasSse2>
void expect_short_keys_are_copied_where_all_is_plain() {
    for (std::size_t size = 0; size <= json::longest_short; ++size) {
        const std::unique_ptr<char[]> out{new char[size]};
        std::string text(size, '~');
        std::uint32_t hash = 0;
        EXPECT_TRUE(json::copy_plain_key<HasSse2>(text, out.get(), hash));
        EXPECT_EQ(hash, json::key_hash(text)) << size;
        EXPECT_EQ(std::string_view(out.get(), size), text);
        for (std::size_t at = 0; at < size; ++at) {
            for (unsigned byte = 0; byte < 256; ++byte) {
                text[at] = static_cast<char>(byte);
                ASSERT_EQ(json::copy_plain_key<HasSse2>(text, out.get(), hash),
                          json::escaping::is_plain(static_cast<std::uint8_t>(byte)))
                    << size << ' ' << at << ' ' << byte;
            }
            text[at] = '~';
        }
    }
}

TEST(CopyPlainShort, SaysWhetherAllIsPlainWithVectorsAndWithout) {
    expect_short_keys_are_copied_where_all_is_plain<false>();
    expect_short_keys_are_copied_where_all_is_plain<LOCCER_CFG_SSE2 != 0>();
}

TEST(Escape, KernelsAgreeOnRandomText) {
    std::mt19937 random{20221122};
    for (int round = 0; round < 20000; ++round) {
        expect_all_agree(random_text(random, random() % 200), random() % 16);
    }
}

TEST(Escape, KernelsAgreeOnRandomBytes) {
    std::mt19937 random{6};
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 100, '\0');
        for (char& character : text) character = static_cast<char>(random());
        expect_all_agree(text, random() % 16);
    }
}

TEST(Escape, GivesStringsThatParseBackToTheSameText) {
    std::mt19937 random{7};
    for (int round = 0; round < 500; ++round) {
        std::string text;
        while (text.size() < 200) {
            const auto value = static_cast<std::uint32_t>(random() % 3 == 0 ? random() % 0x80 : random() % 0xD800);
            if (value < 0x80) {
                text += static_cast<char>(value);
            } else if (value < 0x800) {
                text += {static_cast<char>(0xC0 | value >> 6), static_cast<char>(0x80 | (value & 0x3F))};
            } else {
                text += {static_cast<char>(0xE0 | value >> 12), static_cast<char>(0x80 | (value >> 6 & 0x3F)),
                         static_cast<char>(0x80 | (value & 0x3F))};
            }
        }

        const Escaped escaped = run(&json::escape, text);

        ASSERT_EQ(json_check::checked('"' + escaped.text + '"'), text);
        ASSERT_EQ(escaped.repaired, 0U);
    }
}

TEST(Escape, NeverWritesMoreThanSixBytesForOne) {
    const std::string text(1000, '\x01');

    EXPECT_EQ(run(&json::escape, text).text.size(), text.size() * json::max_escape);
}

TEST(EscapeWithin, CutsBetweenCodePointsAndNeverPassesTheEnd) {
    std::mt19937 random{8};
    for (int round = 0; round < 3000; ++round) {
        const std::string text = random_text(random, random() % 600);
        const std::size_t room = random() % 1500;
        std::vector<char> out(room + 1, '#');
        std::size_t repaired = 0;
        const char* in = text.data();

        const char* const end =
            json::escape_within(in, text.data() + text.size(), out.data(), out.data() + room, repaired);

        ASSERT_EQ(out.back(), '#');
        const auto taken = static_cast<std::size_t>(in - text.data());
        const std::string written{out.data(), static_cast<std::size_t>(end - out.data())};
        ASSERT_EQ(written, run(&kernels::one_by_one, text).text.substr(0, written.size()));
        ASSERT_TRUE(taken == text.size() || written.size() + 8 > room);
        ASSERT_EQ(run(&kernels::one_by_one, std::string_view{text}.substr(taken)).text,
                  run(&kernels::one_by_one, text).text.substr(written.size()));
    }
}

TEST(EscapeWithin, StopsAtTheRoomWhateverTheSource) {
    const std::string text(1 << 24, 'x');
    char out[100];
    std::size_t repaired = 0;
    const char* in = text.data();

    const char* const end = json::escape_within(in, in + text.size(), out, out + sizeof out, repaired);

    EXPECT_GT(end - out, 90);
    EXPECT_EQ(in - text.data(), end - out);
}

}  // namespace

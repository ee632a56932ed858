// SPDX-License-Identifier: MIT
#include <loccer/reflect/tape_code.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using loccer::reflect::TapeCode;
using loccer::reflect::TapeReader;
using loccer::reflect::TapeStep;

std::string bytes(TapeCode code, std::string_view rest) {
    return std::string(1, static_cast<char>(code)) + std::string(rest);
}

TEST(Varint, ReadsBackAtEveryLength) {
    for (unsigned shift = 0; shift < 64; ++shift) {
        for (const std::uint64_t value : {std::uint64_t{1} << shift, (std::uint64_t{1} << shift) - 1}) {
            char text[loccer::reflect::max_varint_bytes];
            const std::size_t size = loccer::reflect::put_varint(text, value);
            const std::string tape = bytes(TapeCode::unsigned_integer, std::string_view(text, size));
            TapeReader reader(tape);
            TapeStep step;

            EXPECT_TRUE(reader.next(step));

            EXPECT_EQ(step.bits, value);
            EXPECT_EQ(size, loccer::reflect::varint_size(value));
            EXPECT_TRUE(reader.at_end());
        }
    }
}

TEST(TapeReader, RefusesAStepThatIsCutOff) {
    for (const std::string& tape : {bytes(TapeCode::integer, ""), bytes(TapeCode::integer, "\x80"),
                                    bytes(TapeCode::double_number, "1234567"), bytes(TapeCode::float_number, "123"),
                                    bytes(TapeCode::text,
                                          "\x05"
                                          "1234"),
                                    bytes(TapeCode::key, "\xFF")}) {
        TapeReader reader(tape);
        TapeStep step;

        EXPECT_FALSE(reader.next(step));
    }
}

TEST(TapeReader, RefusesAVarintWithoutEnd) {
    const std::string tape = bytes(TapeCode::integer, std::string(20, '\xFF'));
    TapeReader reader(tape);
    TapeStep step;

    EXPECT_FALSE(reader.next(step));
}

TEST(TapeReader, RefusesATextLongerThanTheAddressSpace) {
    const std::string tape = bytes(TapeCode::text, std::string(9, '\xFF') + "\x01");
    TapeReader reader(tape);
    TapeStep step;

    EXPECT_FALSE(reader.next(step));
}

TEST(TapeReader, RefusesAnUnknownCode) {
    TapeReader reader("\x7F");
    TapeStep step;

    EXPECT_FALSE(reader.next(step));
}

}  // namespace

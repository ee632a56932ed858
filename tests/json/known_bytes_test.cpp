// SPDX-License-Identifier: MIT
#include <loccer/json/known_bytes.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace {

constexpr std::size_t longest = 40;
constexpr std::size_t capacity = 64;
using Known = loccer::json::KnownBytes<int, longest, capacity>;

/// *Returns* the note to a text, 0 where there is none.
int note_of(const Known& known, const std::string& text, std::uint32_t hash) {
    const int* const note = known.find(text, hash);
    return note == nullptr ? 0 : *note;
}

TEST(KnownBytes, AreNoneAtFirst) {
    const auto known = std::make_unique<Known>();

    EXPECT_EQ(known->find("depth", 17), nullptr);
    EXPECT_EQ(known->find("", 17), nullptr);
    EXPECT_EQ(known->find(std::string(12, '\0'), 0), nullptr);
}

TEST(KnownBytes, KeepTextsOfEverySizeUpToTheLongest) {
    const auto known = std::make_unique<Known>();
    for (std::size_t size = 1; size <= longest; ++size) {
        const std::string text(size, 'x');
        known->add(text, 17, static_cast<int>(size));
        EXPECT_EQ(note_of(*known, text, 17), static_cast<int>(size));
    }
}

TEST(KnownBytes, KeepNeitherNothingNorWhatIsTooLong) {
    const auto known = std::make_unique<Known>();
    const std::string longer(longest + 1, 'x');
    const std::string far_longer(longest + 256, 'x');
    for (const std::string& text : {std::string(), longer, far_longer}) {
        known->add(text, 17, 1);

        EXPECT_EQ(note_of(*known, text, 17), 0) << text.size();
    }
}

TEST(KnownBytes, AreKnownByAllOfTheirBytesWhateverTheHash) {
    const auto known = std::make_unique<Known>();
    const std::string text = "X-Request-Id of the first request";
    known->add(text, 17, 1);

    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string other = text;
        other[at] = '#';
        EXPECT_EQ(note_of(*known, other, 17), 0) << at;
    }
    EXPECT_EQ(note_of(*known, text + ".", 17), 0);
    EXPECT_EQ(note_of(*known, text.substr(0, text.size() - 1), 17), 0);
    EXPECT_EQ(note_of(*known, text.substr(1), 17), 0);
}

TEST(KnownBytes, KeepTwoTextsOfOneHash) {
    const auto known = std::make_unique<Known>();
    known->add("first", 17, 1);
    known->add("other", 17, 2);

    EXPECT_EQ(note_of(*known, "first", 17), 1);
    EXPECT_EQ(note_of(*known, "other", 17), 2);
}

TEST(KnownBytes, GiveWayToOthersAndAreNeverMixedUp) {
    constexpr int texts = 10'000;
    constexpr std::uint32_t spread = 0x9E37'79B1;  // over all of the hashes, and so over all of the places
    const auto known = std::make_unique<Known>();
    const auto text_of = [](int number) { return "text number " + std::to_string(number); };
    for (int number = 1; number <= texts; ++number) {
        const auto hash = static_cast<std::uint32_t>(number) * spread;
        known->add(text_of(number), hash, number);
        EXPECT_EQ(note_of(*known, text_of(number), hash), number);
    }

    int kept = 0;
    for (int number = 1; number <= texts; ++number) {
        const int note = note_of(*known, text_of(number), static_cast<std::uint32_t>(number) * spread);
        ASSERT_TRUE(note == 0 || note == number) << note << " instead of " << number;
        kept += note != 0 ? 1 : 0;
    }
    EXPECT_EQ(kept, static_cast<int>(capacity));
}

}  // namespace

// SPDX-License-Identifier: MIT
#include <loccer/json/clean_texts.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>

namespace {

using loccer::Text;
using loccer::TextKind;
using loccer::json::Cleanness;
using loccer::json::CleanTexts;

Text text_of(const std::string& bytes, TextKind kind = TextKind::prose) { return {bytes, false, kind}; }

TEST(CleanTexts, AreNoneAtFirst) {
    const auto texts = std::make_unique<CleanTexts>();

    EXPECT_EQ(texts->find(text_of("disk is slow")), Cleanness::unknown);
    EXPECT_EQ(texts->find(text_of("")), Cleanness::unknown);
    EXPECT_EQ(texts->find(text_of(std::string(12, '\0'))), Cleanness::unknown);
}

TEST(CleanTexts, ContainWhatWasAdded) {
    const auto texts = std::make_unique<CleanTexts>();

    for (const std::size_t size : {CleanTexts::shortest, std::size_t{100}, CleanTexts::longest}) {
        const std::string bytes(size, 'x');
        texts->add(text_of(bytes), true);
        EXPECT_EQ(texts->find(text_of(bytes)), Cleanness::plain) << size;
    }
}

TEST(CleanTexts, ContainNothingThatDiffersInOneByte) {
    const auto texts = std::make_unique<CleanTexts>();
    const std::string bytes = "order 17 was not settled: no answer within 200 ms";
    texts->add(text_of(bytes), true);

    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string other = bytes;
        other[at] = '#';
        EXPECT_EQ(texts->find(text_of(other)), Cleanness::unknown) << at;
    }
    EXPECT_EQ(texts->find(text_of(bytes + '.')), Cleanness::unknown);
    EXPECT_EQ(texts->find(text_of(bytes.substr(0, bytes.size() - 1))), Cleanness::unknown);
}

TEST(CleanTexts, KnowWhetherATextIsEscaped) {
    const auto texts = std::make_unique<CleanTexts>();
    texts->add(text_of("disk \"a\" is slow"), false);

    EXPECT_EQ(texts->find(text_of("disk \"a\" is slow")), Cleanness::clean);
}

TEST(CleanTexts, TellCodeFromProse) {
    const auto texts = std::make_unique<CleanTexts>();
    texts->add(text_of("password = secret_of(user)", TextKind::code), true);

    EXPECT_EQ(texts->find(text_of("password = secret_of(user)", TextKind::code)), Cleanness::plain);
    EXPECT_EQ(texts->find(text_of("password = secret_of(user)", TextKind::prose)), Cleanness::unknown);
}

TEST(CleanTexts, KeepNeitherLongNorShortOnes) {
    const auto texts = std::make_unique<CleanTexts>();
    const std::string longer(CleanTexts::longest + 1, 'x');
    const std::string shorter(CleanTexts::shortest - 1, 'x');
    texts->add(text_of(longer), true);
    texts->add(text_of(shorter), true);

    EXPECT_EQ(texts->find(text_of(longer)), Cleanness::unknown);
    EXPECT_EQ(texts->find(text_of(shorter)), Cleanness::unknown);
}

TEST(CleanTexts, GiveWayToOthersAndAreNeverMixedUp) {
    const auto texts = std::make_unique<CleanTexts>();
    for (int i = 0; i < 1000; ++i) {
        const std::string bytes = "message number " + std::to_string(i);
        EXPECT_EQ(texts->find(text_of(bytes)), Cleanness::unknown) << i;
        texts->add(text_of(bytes), true);
        EXPECT_EQ(texts->find(text_of(bytes)), Cleanness::plain) << i;
    }
}

}  // namespace

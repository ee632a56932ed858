// SPDX-License-Identifier: MIT
#include <loccer/outputs/file/chain_member.hpp>

#include "../chain_lines.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using loccer::file::chain_member_bytes;
using loccer::file::ChainHash;
using loccer::file::longest_chain;
using loccer::file::parse_chain_member;
using outputs_test::chain_hash;
using outputs_test::chained;

TEST(ChainMember, ReadsBackWhatWasWritten) {
    const ChainHash prev = chain_hash(0x0f);
    const std::string line = chained("\"a\":1", 17, chain_hash(0xab), &prev);

    const auto member = parse_chain_member(line);

    ASSERT_TRUE(member);
    EXPECT_EQ(member->head.n, 17U);
    EXPECT_EQ(member->head.hash, chain_hash(0xab));
    EXPECT_EQ(member->prev, prev);
}

TEST(ChainMember, TellsWhichBytesAreHashed) {
    const std::string line = chained("\"a\":1", 17, chain_hash(0xab));

    const auto member = parse_chain_member(line);

    ASSERT_TRUE(member);
    EXPECT_FALSE(member->prev);
    EXPECT_EQ(line.substr(0, member->hashed), "{\"a\":1,\"chain\":{\"n\":17,\"hash\":\"");
}

TEST(ChainMember, StandsInAnEmptyObjectWithoutAComma) {
    const std::string line = chained("", 1, chain_hash(1));

    EXPECT_TRUE(line.starts_with("{\"chain\":{"));
    EXPECT_TRUE(parse_chain_member(line));
}

TEST(ChainMember, IsFoundInTheEndOfALongLine) {
    const ChainHash prev = chain_hash(2);
    const std::string line = chained("\"a\":\"" + std::string(5000, 'x') + "\"", longest_chain, chain_hash(1), &prev);

    const auto member = parse_chain_member(std::string_view(line).substr(line.size() - chain_member_bytes - 1));

    ASSERT_TRUE(member);
    EXPECT_EQ(member->head.n, longest_chain);
}

TEST(ChainMember, HasOneSpelling) {
    const std::string hash(64, 'a');
    for (const std::string& line : {
             std::string(),
             std::string("{\"a\":1}"),
             "{\"chain\":{\"n\":0,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"n\":01,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"n\":,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"n\":1000000000000000000,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"n\":1,\"hash\":\"" + std::string(64, 'A') + "\"}}",
             "{\"chain\":{\"n\":1,\"hash\":\"" + hash + "a\"}}",
             "{\"chain\":{\"n\":1,\"hash\":\"" + hash + "\"}} ",
             "{\"chain\": {\"n\":1,\"hash\":\"" + hash + "\"}}",
             "{\"a\":{\"chain\":{\"n\":1,\"hash\":\"" + hash + "\"}}}",
             "x{\"chain\":{\"n\":1,\"hash\":\"" + hash + "\"}}",
             "{\"n\":1,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"prev\":\"" + hash.substr(1) + "\",\"n\":1,\"hash\":\"" + hash + "\"}}",
             "{\"chain\":{\"x\":\"" + hash + "\",\"n\":1,\"hash\":\"" + hash + "\"}}",
         }) {
        EXPECT_FALSE(parse_chain_member(line)) << line;
    }
}

}  // namespace

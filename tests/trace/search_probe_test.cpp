// SPDX-License-Identifier: MIT
#include <loccer/trace/search_probe.hpp>

// The question that the clauses ask, of which this header alone knows nothing.
#include <loccer/trace/throw_probe.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace {

using loccer::trace::AskedCatch;
using loccer::trace::PlainCatch;
using loccer::trace::SearchProbe;

/// *Returns* whether a clause of that class catches what is thrown.
template <class Probe, class Thrown>
bool catches(const Thrown& thrown) {
    try {
        try {
            throw Thrown(thrown);
        } catch (Probe&) {
            return true;
        }
    } catch (...) {
    }
    return false;
}

TEST(SearchProbe, AndTheOthersAreClassesOfTheirOwn) {
    EXPECT_FALSE((std::is_same_v<SearchProbe, AskedCatch>));
    EXPECT_FALSE((std::is_same_v<SearchProbe, PlainCatch>));
    EXPECT_FALSE((std::is_same_v<AskedCatch, PlainCatch>));
}

TEST(PlainCatch, CatchesWhateverIsThrown) {
    if (!LOCCER_CFG_THROW_PROBE) GTEST_SKIP() << "the compiler makes the type_info by itself";
    static const int variable = 1;

    EXPECT_TRUE(catches<PlainCatch>(17));
    EXPECT_TRUE(catches<PlainCatch>(std::string("text")));
    EXPECT_TRUE(catches<PlainCatch>(std::out_of_range("limit")));
    EXPECT_TRUE(catches<PlainCatch>(&variable));
    EXPECT_TRUE(catches<PlainCatch>(nullptr));
}

TEST(AskedCatch, CatchesWhateverIsThrown) {
    if (!LOCCER_CFG_THROW_PROBE) GTEST_SKIP() << "the compiler makes the type_info by itself";

    EXPECT_TRUE(catches<AskedCatch>(17));
    EXPECT_TRUE(catches<AskedCatch>(std::out_of_range("limit")));
}

}  // namespace

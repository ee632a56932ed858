// SPDX-License-Identifier: MIT
#include <loccer/policy/output.hpp>

#include <gtest/gtest.h>

namespace {

struct VoidOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) {}
};
struct TellingOutput {
    using loccer_role = loccer::OutputRole;
    bool write(const loccer::Record&) { return true; }
};
struct ConstantOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) const {}
};
struct Receipt {};
struct ReceiptOutput {
    using loccer_role = loccer::OutputRole;
    Receipt write(const loccer::Record&) { return {}; }
};
struct RolelessOutput {
    void write(const loccer::Record&) {}
};

TEST(OutputPolicy, AcceptsWhatWritesSilently) {
    EXPECT_TRUE(loccer::OutputPolicy<VoidOutput>);
    EXPECT_TRUE(loccer::OutputPolicy<ConstantOutput>);
}

TEST(OutputPolicy, AcceptsWhatTellsItsSuccess) { EXPECT_TRUE(loccer::OutputPolicy<TellingOutput>); }

TEST(OutputPolicy, RefusesAResultThatIsNoSuccess) { EXPECT_FALSE(loccer::OutputPolicy<ReceiptOutput>); }

struct RefusingOutput {
    using loccer_role = loccer::OutputRole;
    bool write(const loccer::Record&) { return false; }
};
struct ThrowingOutput {
    using loccer_role = loccer::OutputRole;
    void write(const loccer::Record&) { throw 1; }
};

template <class Output>
bool is_stored_by(Output output = {}) {
    const loccer::Event event;
    return loccer::policy::write_to(output, loccer::Record("{}\n", event));
}

TEST(WriteTo, TellsWhatTheOutputTells) {
    EXPECT_TRUE(is_stored_by<VoidOutput>());
    EXPECT_TRUE(is_stored_by<TellingOutput>());
    EXPECT_FALSE(is_stored_by<RefusingOutput>());
}

TEST(WriteTo, TakesAnExceptionForAFailure) { EXPECT_FALSE(is_stored_by<ThrowingOutput>()); }

TEST(OutputPolicy, RefusesWhatDoesNotClaimTheRole) { EXPECT_FALSE(loccer::OutputPolicy<RolelessOutput>); }

}  // namespace

// SPDX-License-Identifier: MIT

// The campaign in a log that puts tokens in the place of secrets: they tell which of these are equal, and no more.

#include "campaign.hpp"
#include "mode_channels.hpp"
#include "odd_value_channels.hpp"
#include "surrounding_channels.hpp"
#include "text_channels.hpp"
#include "value_channels.hpp"

#include <loccer/redactions/correlation_token.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using canary::Cell;
using canary::Channel;
using canary::Rules;
using canary::Tokens;
using canary::Trial;

using TokenLog = canary::LogWith<loccer::CorrelationToken<loccer::KeyFile<LOCCER_CANARY_KEY>>>;

class TokensCampaign : public testing::TestWithParam<Trial> {
  protected:
    /// The key is a secret as well.
    static void SetUpTestSuite() {
        const std::string key = canary::ledger().random().text(48);
        const canary::Place place{canary::ledger().row("key_of_tokens"), canary::Kind::scope, Rules::tokens};
        canary::ledger().plant(place, canary::Role::secret, key);
        ::unlink(LOCCER_CANARY_KEY);
        const int file = ::open(LOCCER_CANARY_KEY, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0 || ::write(file, key.data(), key.size()) != 48) std::abort();
        ::close(file);
    }
    static void TearDownTestSuite() { ::unlink(LOCCER_CANARY_KEY); }
};

TEST_P(TokensCampaign, LeaksNothingAndTellsEqualSecrets) {
    const Cell sum = run_trial<canary::SmallBench<TokenLog>>(GetParam());

    expect_none_leaked(sum, GetParam().channel->name);
    const Tokens& tokens = canary::ledger().tokens();
    if (GetParam().channel == &canary::equal_secrets) {
        EXPECT_GT(tokens.read, 0U);
    }
    EXPECT_EQ(tokens.missing + tokens.unequal + tokens.shared, 0U) << tokens.example;
}

std::vector<Trial> trials() {
    std::vector<Trial> trials = {{&canary::equal_secrets, Rules::tokens, true}};
    const auto add = [&](const auto& channels) {
        for (const Channel& channel : channels)
            trials.push_back({&channel, Rules::tokens, canary::is_tried_in_full(channel)});
    };
    add(canary::text_channels);
    add(canary::value_channels);
    add(canary::odd_value_channels);
    add(canary::surrounding_channels);
    return trials;
}

INSTANTIATE_TEST_SUITE_P(All, TokensCampaign, testing::ValuesIn(trials()), canary::name_of_trial);

}  // namespace

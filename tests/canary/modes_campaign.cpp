// SPDX-License-Identifier: MIT

// The campaign in logs with other rules than the default ones: what each of them hides or shows in channels of its
// own, and in those in which the default log has been searched.

#include "campaign.hpp"
#include "mode_channels.hpp"
#include "odd_value_channels.hpp"
#include "surrounding_channels.hpp"
#include "text_channels.hpp"
#include "value_channels.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace {

using canary::Cell;
using canary::Channel;
using canary::Rules;
using canary::SmallBench;
using canary::Trial;

Cell result_of(const Trial& trial) {
    switch (trial.rules) {
        case Rules::named: return run_trial<SmallBench<canary::NamedLog>>(trial);
        case Rules::types: return run_trial<SmallBench<canary::TypesLog>>(trial);
        case Rules::personal: return run_trial<SmallBench<canary::PersonalLog>>(trial);
        default: return run_trial<SmallBench<canary::BoundedLog>>(trial);
    }
}

class ModesCampaign : public testing::TestWithParam<Trial> {};

TEST_P(ModesCampaign, LeaksNothingAndKeepsWhatIsHarmless) {
    const Cell sum = result_of(GetParam());

    expect_none_leaked(sum, GetParam().channel->name);
}

std::vector<Trial> own_trials() {
    return {{&canary::named_values, Rules::named, true},         {&canary::keys_and_types, Rules::types, true},
            {&canary::personal_texts, Rules::personal, true},    {&canary::home_paths, Rules::personal, true},
            {&canary::build_directories, Rules::personal, true}, {&canary::long_texts, Rules::bounded, true}};
}

/// *Returns* the other channels, with each of the logs.
std::vector<Trial> common_trials() {
    std::vector<Trial> trials;
    const auto add = [&](const auto& channels) {
        for (const Channel& channel : channels) {
            for (const Rules rules : {Rules::named, Rules::types, Rules::personal, Rules::bounded}) {
                // What looks harmless in a key that is no secret stays with every mode, as keys do.
                const bool hides_values = rules == Rules::named || rules == Rules::types;
                if (hides_values && std::string_view(channel.name) == "secrets_as_keys") continue;
                trials.push_back({&channel, rules, canary::is_tried_in_full(channel)});
            }
        }
    };
    add(canary::text_channels);
    add(canary::value_channels);
    add(canary::odd_value_channels);
    add(canary::surrounding_channels);
    return trials;
}

INSTANTIATE_TEST_SUITE_P(Own, ModesCampaign, testing::ValuesIn(own_trials()), canary::name_of_trial);
INSTANTIATE_TEST_SUITE_P(Common, ModesCampaign, testing::ValuesIn(common_trials()), canary::name_of_trial);

}  // namespace

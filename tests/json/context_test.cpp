// SPDX-License-Identifier: MIT
#include <loccer/json/context.hpp>

#include <loccer/base/size.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/settings.hpp>

#include <gtest/gtest.h>

#include <concepts>

namespace {

using Rules = loccer::policy::OpenRules;
using MaxRecordKind = loccer::policy::MaxRecordKind;
using Default = loccer::MaxRecord<64 * loccer::KiB>;

TEST(Context, FindsTheSettingOfAKind) {
    using Small = loccer::MaxRecord<2 * loccer::KiB>;
    using Context = loccer::json::Context<Rules, loccer::RawFrames, Small, loccer::Environment<"PATH">>;

    static_assert(std::same_as<Context::setting<MaxRecordKind, Default>, Small>);
    static_assert(std::same_as<Context::setting<loccer::policy::FramesKind, void>, loccer::RawFrames>);
}

TEST(Context, FallsBackToTheDefault) {
    using Context = loccer::json::Context<Rules, loccer::RawFrames>;

    static_assert(std::same_as<Context::setting<MaxRecordKind, Default>, Default>);
    static_assert(std::same_as<loccer::json::Context<Rules>::setting<MaxRecordKind, Default>, Default>);
}

}  // namespace

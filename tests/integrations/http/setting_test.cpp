// SPDX-License-Identifier: MIT
#include <loccer/integrations/http/setting.hpp>

#include <loccer/policy/setting.hpp>

#include <gtest/gtest.h>

namespace {

using loccer::Capture4xx;
using loccer::CaptureBody;
using loccer::HttpCapture;
using loccer::NoCapture5xx;

TEST(HttpCapture, IsASettingOfALog) {
    EXPECT_TRUE((loccer::SettingPolicy<HttpCapture<>>));
    EXPECT_TRUE((loccer::CheckSetting<HttpCapture<Capture4xx>>::passed()));
}

TEST(HttpCapture, RecordsServerErrorsAloneWithoutOptions) {
    EXPECT_FALSE(HttpCapture<>::captures_4xx);
    EXPECT_TRUE(HttpCapture<>::captures_5xx);
    EXPECT_EQ(HttpCapture<>::body_bytes, 0U);
}

TEST(HttpCapture, TakesItsOptionsInAnyOrder) {
    using Setting = HttpCapture<CaptureBody<100>, NoCapture5xx, Capture4xx>;

    EXPECT_TRUE(Setting::captures_4xx);
    EXPECT_FALSE(Setting::captures_5xx);
    EXPECT_EQ(Setting::body_bytes, 100U);
}

TEST(CaptureBody, ShowsEightKibibytesUnlessToldOtherwise) { EXPECT_EQ(HttpCapture<CaptureBody<>>::body_bytes, 8192U); }

}  // namespace

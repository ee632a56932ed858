// SPDX-License-Identifier: MIT
#include <loccer/json/option_watch.hpp>

#include <loccer/json/object.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/reflect/reflect.hpp>

#include "../support/json_check.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using loccer::json::Writer;

/// Removes what stands under `password`, and looks through texts.
struct Rules : loccer::policy::OpenRules {
    static constexpr bool judges_values = true;
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "password"; }
};

template <class Value>
nlohmann::json described(const Value& value) {
    std::array<char, 4096> storage;
    Writer writer{storage};
    loccer::json::RedactingSink<Rules> sink{writer};
    loccer::reflect::describe(sink, value);
    return json_check::checked(writer.view());
}

using Words = std::vector<std::string>;

TEST(OptionWatch, RemovesTheElementBehindASensitiveOption) {
    EXPECT_EQ(described(Words{"mysql", "--password", "hunter2", "shop"}).dump(),
              R"(["mysql","--password","[REDACTED]","shop"])");
    EXPECT_EQ(described(Words{"mysql", "-password", "hunter2", "shop"})[2], "[REDACTED]");
    EXPECT_EQ(described(Words{"curl", "password:", "hunter2", "shop"})[2], "[REDACTED]");
}

TEST(OptionWatch, LeavesWhatStandsBehindOtherOptionsAndWords) {
    const Words harmless{"mysql", "--host", "db1", "password", "hunter", "--password=x y", "z", "--", "a", "-"};

    EXPECT_EQ(described(harmless), nlohmann::json(harmless));
}

TEST(OptionWatch, RemovesAValueOfAnyType) {
    EXPECT_EQ(described(std::tuple("a", "--password", 1234, "b")).dump(), R"(["a","--password","[REDACTED]","b"])");
    EXPECT_EQ(described(std::tuple("a", "--password", Words{"x", "y", "z"}, "b")).dump(),
              R"(["a","--password","[REDACTED]","b"])");
}

TEST(OptionWatch, ForgetsAnOptionAtTheEndOfItsList) {
    EXPECT_EQ(described(std::vector<Words>{{"a", "b", "--password"}, {"c", "d", "e"}, {"f", "g", "h"}}).dump(),
              R"([["a","b","--password"],["c","d","e"],["f","g","h"]])");
}

TEST(OptionWatch, RemovesTheElementThatAnIntegrationAddsBehindAnOption) {
    std::array<char, 4096> storage;
    Writer writer{storage};
    writer.begin_array();
    {
        loccer::json::Array<loccer::json::Context<Rules>> array{writer};
        array.value("--password");
        array.value(std::string("hunter2"));
        array.value("db1");
    }
    writer.end_array();

    EXPECT_EQ(json_check::checked(writer.view()).dump(), R"(["--password","[REDACTED]","db1"])");
    EXPECT_EQ(writer.redactions(), 1U);
}

/// *Returns* what an integration's array holds that `body(array)` fills.
template <class Body>
std::string filled(Body&& body) {
    std::array<char, 4096> storage;
    Writer writer{storage};
    writer.begin_array();
    {
        loccer::json::Array<loccer::json::Context<Rules>> array{writer};
        body(array);
    }
    writer.end_array();
    return json_check::checked(writer.view()).dump();
}

TEST(OptionWatch, RemovesWhatAnIntegrationAddsBehindAnOptionOfAnyShape) {
    const auto behind = [](const auto& add) {
        return filled([&](auto& array) {
            array.value("--password");
            add(array);
            array.value("db1");
        });
    };
    const std::string wanted = R"(["--password","[REDACTED]","db1"])";

    EXPECT_EQ(behind([](auto& array) { array.object([](auto& inner) { inner.field("x", "hunter2"); }); }), wanted);
    EXPECT_EQ(behind([](auto& array) { array.array([](auto& inner) { inner.value("hunter2"); }); }), wanted);
    EXPECT_EQ(behind([](auto& array) { array.value([]() -> int { throw 1; }); }), wanted);
}

TEST(OptionWatch, SeesAnOptionOfAnyType) {
    const auto with = [](const auto& option) {
        return filled([&](auto& array) {
            array.value(option);
            array.value("hunter2");
            array.value("db1");
        });
    };
    const std::string wanted = R"(["--password","[REDACTED]","db1"])";

    EXPECT_EQ(with(std::wstring(L"--password")), wanted);
    EXPECT_EQ(with(std::optional<std::string>("--password")), wanted);
    EXPECT_EQ(with([] { return std::string("--password"); }), wanted);
}

TEST(OptionWatch, TakesTheFirstElementForTheNameOfTheSecond) {
    EXPECT_EQ(filled([](auto& array) {
                  array.value("password");
                  array.value("hunter2");
              }),
              R"(["password","[REDACTED]"])");
    EXPECT_EQ(filled([](auto& array) {
                  array.value("city");
                  array.value("Ulm");
                  array.value("password");
                  array.value("x");
              }),
              R"(["city","Ulm","password","x"])");
}

}  // namespace

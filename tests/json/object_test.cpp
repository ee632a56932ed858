// SPDX-License-Identifier: MIT
#include <loccer/json/object.hpp>

#include "../support/fake_rules.hpp"
#include "../support/json_parts.hpp"

#include <loccer/policy/settings.hpp>

#include <gtest/gtest.h>

#include <concepts>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Declared only: a program that refers to it does not link.
int loccer_test_is_never_defined();

namespace {

using json_parts::object;
using namespace loccer::literals;

TEST(Object, WritesFieldsOfManyKinds) {
    const auto written = object([](auto& out) {
        out.field("depth"_key, 3);
        out.field("name"_key, "queue");
        out.field(std::string{"computed"}, std::vector<int>{1, 2});
        out.field("none"_key, nullptr);
        out.field("lazy"_key, [] { return 0.5; });
    });

    EXPECT_EQ(written.dump(), R"({"computed":[1,2],"depth":3,"lazy":0.5,"name":"queue","none":null})");
}

TEST(Object, WritesObjectsAndArraysWithinEachOther) {
    const auto written = object([](auto& out) {
        out.object("peer"_key, [](auto& peer) {
            peer.field("host"_key, "a");
            peer.object("deeper", [](auto& deeper) { deeper.field("x"_key, 1); });
        });
        out.array("list"_key, [](auto& list) {
            list.value(1);
            list.value([] { return "two"; });
            list.object([](auto& inner) { inner.field("three"_key, 3); });
            list.array([](auto& inner) { inner.value(4); });
        });
        out.array("empty", [](auto&) {});
    });

    EXPECT_EQ(written.dump(), R"({"empty":[],"list":[1,"two",{"three":3},[4]],)"
                              R"("peer":{"deeper":{"x":1},"host":"a"}})");
}

TEST(Object, NeverCallsForARedactedValue) {
    int calls = 0;
    const auto count = [&](auto&&...) { return ++calls; };

    const auto written = object([&](auto& out) {
        out.field("password"_key, count);
        out.field(std::string{"api_token"}, count);
        out.object("password"_key, count);
        out.object(std::string{"password"}, count);
        out.array("password"_key, count);
        out.array(std::string{"password"}, count);
        out.object("peer"_key, [&](auto& peer) { peer.field("password"_key, count); });
    });

    EXPECT_EQ(calls, 0);
    EXPECT_EQ(written["password"], "[REDACTED]");
    EXPECT_EQ(written["api_token"], "[REDACTED]");
    EXPECT_EQ(written["password#5"], "[REDACTED]");
    EXPECT_EQ(written["peer"]["password"], "[REDACTED]");
}

TEST(Object, JudgesTheMembersOfAStructureAndNotItsKey) {
    const auto written = object([](auto& out) {
        out.structure("password"_key, [](auto& inner) {
            inner.field("kind"_key, "reset");
            inner.field("password"_key, "hunter2");
        });
        out.structure(std::string{"api_token"}, [](auto& inner) {
            inner.field("is_done"_key, false);
            inner.field(std::string{"password"}, "hunter2");
        });
        out.structure(std::string{"api_token"}, [](auto&) { throw std::runtime_error("lost"); });
    });

    EXPECT_EQ(written["password"].dump(), R"({"kind":"reset","password":"[REDACTED]"})");
    EXPECT_EQ(written["api_token"].dump(), R"({"is_done":false,"password":"[REDACTED]"})");
    EXPECT_NE(written["api_token#2"].get<std::string>().find("lost"), std::string::npos);
}

TEST(Object, JudgesAFieldOfAKindByTheKindAndByItsOwnKey) {
    int calls = 0;
    const auto count = [&] { return ++calls; };

    const auto written = object([&](auto& out) {
        out.field_of("password"_key, "theme", count);
        out.field_of("colour"_key, "api_token", count);
        out.field_of("colour"_key, "sky", "blue");
    });

    EXPECT_EQ(calls, 0);
    EXPECT_EQ(written.dump(), R"({"api_token":"[REDACTED]","sky":"blue","theme":"[REDACTED]"})");
}

TEST(Object, GeneratesNoCodeForAValueUnderARedactedLiteralKey) {
    // Were the callable used in any way, this program would lack loccer_test_is_never_defined().
    const auto written = object([](auto& out) {
        out.field("password"_key, [] { return loccer_test_is_never_defined(); });
        out.object("api_token"_key, [](auto& inner) { inner.field("x"_key, loccer_test_is_never_defined()); });
    });

    EXPECT_EQ(written.dump(), R"({"api_token":"[REDACTED]","password":"[REDACTED]"})");
}

struct Formatted {
    int* count;
    friend std::ostream& operator<<(std::ostream& out, const Formatted& value) {
        ++*value.count;
        return out << "formatted";
    }
};

TEST(Object, NeverFormatsARedactedValue) {
    int formatted = 0;

    const auto written = object([&](auto& out) {
        out.field("password"_key, Formatted{&formatted});
        out.field("in_map"_key, std::map<std::string, Formatted>{{"password", {&formatted}}});
        EXPECT_EQ(formatted, 0);
        out.field("open"_key, Formatted{&formatted});
    });

    EXPECT_EQ(formatted, 1);
    EXPECT_EQ(written["in_map"]["password"], "[REDACTED]");
    EXPECT_EQ(written["open"], "formatted");
}

TEST(Object, NeverOverridesAMember) {
    const auto written = object([](auto& out) {
        out.field("seq"_key, 1);
        out.field(std::string{"seq"}, "forged");
        out.field("seq"_key, "again");
        out.object("seq"_key, [](auto& inner) { inner.field("seq"_key, 1); });
    });

    EXPECT_EQ(written.dump(), R"({"seq":1,"seq#2":"forged","seq#3":"again","seq#4":{"seq":1}})");
}

TEST(Object, ForwardsTheSettingsOfTheLog) {
    using Small = loccer::MaxRecord<2 * loccer::KiB>;
    using Context = loccer::json::Context<json_parts::Rules, Small>;

    static_assert(std::same_as<loccer::json::Object<Context>::setting<loccer::policy::MaxRecordKind, void>, Small>);
    static_assert(std::same_as<loccer::json::Object<Context>::setting<loccer::policy::FramesKind, void>, void>);
}

TEST(Object, CopiesWhatWasRenderedBefore) {
    const auto written = object([](auto& out) {
        out.raw("block"_key, R"({"a":1})");
        out.raw("password"_key, R"("secret")");
        out.raw_members(R"("b":2,"c":3)");
        out.field("d"_key, 4);
    });

    EXPECT_EQ(written.dump(), R"({"b":2,"block":{"a":1},"c":3,"d":4,"password":"[REDACTED]"})");
}

TEST(Object, ReplacesWhatIsNestedTooDeeply) {
    struct Recursion {
        int& calls;
        void operator()(json_parts::Object& inner) const {
            ++calls;
            inner.object("inner"_key, *this);
        }
    };
    int calls = 0;

    const auto written = object([&](auto& out) { out.object("outer"_key, Recursion{calls}); });

    EXPECT_LT(calls, 100);
    EXPECT_NE(written.dump().find("nested too deeply"), std::string::npos);
}

TEST(Object, StaysWellFormedInAnyStorage) {
    for (std::size_t size = loccer::json::Writer::value_room; size < 900; ++size) {
        object(
            [](auto& out) {
                out.field("depth"_key, 3);
                out.field("text", std::string(200, '\n'));
                out.object("peer"_key, [](auto& peer) {
                    peer.field("list"_key, std::vector<std::string>(20, "\xE2\x82\xAC\""));
                    peer.array("more"_key, [](auto& more) {
                        for (int i = 0; i < 20; ++i) more.value(i);
                    });
                });
            },
            size);
        ASSERT_FALSE(HasFailure()) << size;
    }
}

#if LOCCER_CFG_EXCEPTIONS

TEST(Object, PutsAReasonInThePlaceOfWhatThrows) {
    bool object_returned = true;
    bool array_returned = true;

    const auto written = object([&](auto& out) {
        out.field("field"_key, []() -> int { throw std::runtime_error("no queue"); });
        object_returned = out.object("object"_key, [](auto& inner) {
            inner.field("half"_key, 1);
            throw std::runtime_error("no peer");
        });
        array_returned = out.array("array", [](auto& inner) {
            inner.value(1);
            throw 42;
        });
        out.field("after"_key, 1);
    });

    EXPECT_FALSE(object_returned);
    EXPECT_FALSE(array_returned);
    EXPECT_EQ(written.dump(), R"({"after":1,"array":"[failed: unknown]","field":"[failed: no queue]",)"
                              R"("object":"[failed: no peer]"})");
}

#endif

/// *Returns* what `body(object)` writes under these rules, parsed.
template <class Rules, class Body>
nlohmann::json object_under(Body&& body) {
    fake_rules::Storage out;
    out.writer.begin_object();
    loccer::json::Object<loccer::json::Context<Rules>> object{out.writer};
    body(object);
    out.writer.end_object();
    return out.parsed();
}

TEST(Object, JudgesComputedKeysAndValuesAsTexts) {
    const auto written = object_under<fake_rules::Bracketed>([](auto& out) {
        out.field(std::string{"<ada>"}, "<text>");
        out.field("n"_key, 1'000'000'000'001);
        out.object(std::string{"<bob>"}, [](auto& inner) { inner.field("x"_key, 1); });
        out.array(std::string{"<eve>"}, [](auto& inner) { inner.value("a <b>"); });
    });

    EXPECT_EQ(written.dump(), R"({"[REDACTED]":"[REDACTED]","[REDACTED]#2":{"x":1},"[REDACTED]#3":["a [REDACTED]"],)"
                              R"("n":"[REDACTED]"})");
}

struct HidingPasswords : loccer::policy::OpenRules {
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "password"; }
};

TEST(Object, HidesTextsByTheirKeysWhereTextsAreNotJudged) {
    const auto written = object_under<HidingPasswords>([](auto& out) {
        out.field("password"_key, std::string{"hunter2"});
        out.field(std::string{"password"}, std::string{"hunter2"});
        out.field(std::string_view{"password"}, std::string_view{"hunter2"});
        out.field(std::string_view{"user"}, std::string{"ada"});
    });

    EXPECT_EQ(written.dump(),
              R"({"password":"[REDACTED]","password#2":"[REDACTED]","password#3":"[REDACTED]","user":"ada"})");
}

TEST(Object, ShowsNoMoreOfATextThanOfAnyValue) {
    const std::string endless(10'000, 'x');

    const auto written = object([&](auto& out) {
        out.field("text"_key, endless);
        out.field("view", std::string_view{endless});
        out.field("pointer"_key, endless.c_str());
    });

    EXPECT_EQ(written["text"], std::string(8192, 'x') + "...[cut, 10000 bytes in all]");
    EXPECT_EQ(written["view"], written["text"]);
    EXPECT_EQ(written["pointer"], written["text"]);
}

TEST(Object, PutsATokenForAScalarUnderASecretKey) {
    const auto written = object_under<fake_rules::Correlating>([](auto& out) {
        out.field("password"_key, "hunter2");
        out.field(std::string{"password"}, [] { return 4711; });
        out.object("password"_key, [](auto& inner) { inner.field("x"_key, 1); });
        out.array(std::string{"password"}, [](auto& inner) { inner.value(1); });
    });

    EXPECT_EQ(written.dump(), R"({"password":"secret-of-7","password#2":"secret-of-4","password#3":"[REDACTED]",)"
                              R"("password#4":"[REDACTED]"})");
}

/// Shows what stands under `shown`, whatever it is in, but for `private`.
struct Naming : loccer::policy::OpenRules {
    static constexpr bool names_what_passes = true;
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key != "shown"; }
    [[nodiscard]] static constexpr bool redacts_object(std::string_view key) noexcept { return key == "private"; }
};

TEST(Object, EntersObjectsWhereTheRulesNameWhatPasses) {
    const auto write = [](auto& inner) {
        inner.field("shown"_key, 1);
        inner.field("other"_key, 2);
    };

    const auto written = object_under<Naming>([&](auto& out) {
        out.object("peer"_key, write);
        out.object(std::string{"deeper"}, write);
        out.array("list"_key, [](auto& list) { list.value(3); });
    });

    EXPECT_EQ(written.dump(), R"({"deeper":{"other":"[REDACTED]","shown":1},"list":"[REDACTED]",)"
                              R"("peer":{"other":"[REDACTED]","shown":1}})");
}

TEST(Object, EntersNoObjectThatOtherRulesRemoveWhereTheRulesNameWhatPasses) {
    int calls = 0;
    const auto write = [&](auto& inner) {
        ++calls;
        inner.field("shown"_key, 1);
    };

    const auto written = object_under<Naming>([&](auto& out) {
        out.object("private"_key, write);
        out.object(std::string{"private"}, write);
    });

    EXPECT_EQ(calls, 0);
    EXPECT_EQ(written.dump(), R"({"private":"[REDACTED]","private#2":"[REDACTED]"})");
}

#if LOCCER_CFG_EXCEPTIONS

TEST(Object, TellsNothingOfACallableThatThrewUnderASecretKey) {
    const auto written = object_under<fake_rules::Correlating>([](auto& out) {
        out.field("password"_key, []() -> int { throw std::runtime_error("hunter2"); });
        out.field(std::string{"password"}, []() -> int { throw std::runtime_error("hunter2"); });
    });

    EXPECT_EQ(written.dump(), R"({"password":"[REDACTED]","password#2":"[REDACTED]"})");
}

#endif

}  // namespace

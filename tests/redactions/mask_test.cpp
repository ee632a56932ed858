// SPDX-License-Identifier: MIT
#include <loccer/redactions/mask.hpp>

#include "support/planted.hpp"

#include <loccer/policy/redaction.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/none.hpp>

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using loccer::Mask;
using test_log::only_record;

static_assert(loccer::CheckRedaction<Mask<"***">>::passed());
static_assert(!loccer::policy::replaces_default<Mask<"***">>);

TEST(Mask, RemovesNothingByItself) { EXPECT_FALSE(Mask<"***">::redacts_key("password")); }

TEST(Mask, SaysWhatItPutsInThePlaceOfWhatIsRemoved) {
    std::string said;
    const auto note = [&](std::string_view what, std::string_view name) {
        said = std::string(what) + ": " + std::string(name);
    };

    Mask<"(gone)">::describe(note);

    EXPECT_EQ(said, "puts in the place of what is removed: (gone)");
}

struct Asking {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "asking";
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("password"_key, "hunter2");
        out.field(std::string("token"), "hunter2");
        out.object("cookies"_key, [](auto& inner) { inner.field("a"_key, 1); });
        out.array(std::string("secrets"), [](auto& inner) { inner.value(1); });
        out.field("pairs"_key, std::vector<std::vector<std::string>>{{"password", "hunter2"}});
    }
};

TEST(Mask, StandsWhereverAValueIsRemoved) {
    loccer::Loccer<Asking, Mask<"***">, loccer::InMemoryOutput> log;
    const std::string password = "hunter2";
    log.watch_global("password", password);

    EXPECT_THROW(LOCCER_CAPTURE(log, password) { throw std::runtime_error("limit"); }, std::runtime_error);

    const auto record = only_record(log);
    EXPECT_EQ(record["integrations"]["asking"].dump(),
              R"({"cookies":"***","pairs":[["password","***"]],"password":"***","secrets":"***","token":"***"})");
    EXPECT_EQ(record["globals"]["password"], "***");
    EXPECT_NE(record["frames"].dump().find(R"("password":"***")"), std::string::npos);
    EXPECT_EQ(record.dump().find("[REDACTED]"), std::string::npos);
    EXPECT_EQ(record["redactions"], 7);
}

TEST(Mask, StandsInMetadataAndForLoccersOwnTexts) {
    const planted::ThreadNamed thread("settler");
    loccer::Loccer<loccer::AllowList<"ms">, Mask<"***">, loccer::InMemoryOutput> log;

    log.log_metadata(std::map<std::string, int>{{"ms", 1}, {"user", 2}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"ms":1,"user":"***"})");
    EXPECT_EQ(only_record(log)["thread"]["name"], "***");
    EXPECT_EQ(only_record(log)["redactions"], 2);
}

TEST(Mask, IsTheSameForEveryValue) {
    loccer::Loccer<Mask<"***">, loccer::InMemoryOutput> log;

    log.log_metadata({{"password", ""}, {"token", 4711}, {"secret", nullptr}, {"pin", 0.5}});

    EXPECT_EQ(only_record(log)["data"].dump(), R"({"password":"***","pin":"***","secret":"***","token":"***"})");
}

TEST(Mask, MayBeAsLongAsAMarkerCanBe) {
    loccer::Loccer<Mask<"123456789012345678901234567890123456789012345678">, loccer::MaxRecord<2 * loccer::KiB>,
                   loccer::InMemoryOutput>
        log;

    log.log_metadata({{"password", "hunter2"}});

    EXPECT_EQ(only_record(log)["data"]["password"], "123456789012345678901234567890123456789012345678");
    EXPECT_FALSE(only_record(log).contains("truncated"));
}

TEST(Mask, MayHoldAllOfPrintableAsciiButWhatJsonEscapes) {
    loccer::Loccer<Mask<" !#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~">, loccer::InMemoryOutput> log;

    log.log_metadata({{"password", "hunter2"}});

    EXPECT_EQ(only_record(log)["data"]["password"], " !#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~");
}

TEST(Mask, RemovesNothingWithNoRedaction) {
    loccer::Loccer<loccer::NoRedaction, Mask<"***">, loccer::InMemoryOutput> log;

    log.log_metadata({{"password", "shown"}});

    EXPECT_EQ(only_record(log)["data"]["password"], "shown");
    EXPECT_FALSE(only_record(log).contains("redactions"));
}

}  // namespace

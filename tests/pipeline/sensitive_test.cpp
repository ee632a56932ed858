// SPDX-License-Identifier: MIT
// What becomes of a Sensitive on each way into a record, whatever the rules of the log.
#include <loccer/reflect/sensitive.hpp>

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/types_only.hpp>
#include <loccer/trace/snapshot.hpp>

#include "support/test_log.hpp"

#include <boost/hana/define_struct.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace {

using loccer::Sensitive;
using test_log::only_record;

constexpr std::string_view secret = "xK9#mm2!qq";
constexpr std::string_view marker = "[REDACTED]";

Sensitive<std::string> password() { return Sensitive<std::string>{secret}; }

struct Account {
    BOOST_HANA_DEFINE_STRUCT(Account, (std::string, user), (Sensitive<std::string>, shown), (int, age));
};

/// An exception that a program has made known, which is somewhere in its locals too.
struct LoginFailed : std::runtime_error {
    BOOST_HANA_DEFINE_STRUCT(LoginFailed, (Sensitive<std::string>, shown), (int, age), (int, tries));
    LoginFailed() : std::runtime_error("login failed"), shown(secret), age(7), tries(3) {}
};

/// Gives what it holds in each of the ways that an integration has.
struct SessionIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "session";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        const std::string run_time = "shown";
        out.field("shown"_key, password());
        out.field("age"_key, [] { return password(); });
        out.field(run_time, password());
        out.field(run_time, [] { return std::optional{password()}; });
        out.array("user"_key, [](auto& list) { list.value(password()); });
        out.object("data"_key, [](auto& object) { object.field("shown"_key, std::pair{"shown", password()}); });
    }
};

/// Looks for the secret in everything that loccer keeps of exceptions, while a record is written.
struct SnapshotOutput {
    using loccer_role = loccer::OutputRole;
    bool found = false;

    void write(const loccer::Record& record) {
        const auto* const bytes = reinterpret_cast<const char*>(&loccer::trace::snapshot_pool);
        const std::string_view kept(bytes, sizeof loccer::trace::snapshot_pool);
        found = found || kept.find(secret) != std::string_view::npos ||
                record.line().find(secret) != std::string_view::npos;
    }
};

template <class... Redactions>
using Log = loccer::Loccer<loccer::InMemoryOutput, SnapshotOutput, SessionIntegration, Redactions...>;

/// *Returns* the only record of a log, which has the secret nowhere.
template <class AnyLog>
nlohmann::json checked(const AnyLog& log) {
    const std::string line = log.template get<loccer::InMemoryOutput>().records().at(0);
    EXPECT_EQ(line.find(secret), std::string::npos) << line;
    EXPECT_FALSE(log.template get<SnapshotOutput>().found);
    return only_record(log);
}

template <class AnyLog>
[[gnu::noinline]] void log_in(AnyLog& log) {
    const Sensitive<std::string> shown{secret};
    const LoginFailed user;
    const std::map<std::string, Sensitive<std::string>> data{{"shown", password()}};
    LOCCER_CAPTURE(log, shown, user, data) { throw LoginFailed(); };
}

template <class AnyLog>
nlohmann::json recorded_login() {
    AnyLog log;
    static const Sensitive<std::string> shown{secret};
    log.watch_global("shown", shown);
    try {
        log_in(log);
    } catch (const LoginFailed&) {
    }
    return checked(log);
}

/// *Returns* the only locals of a record.
nlohmann::json locals_of(const nlohmann::json& record) {
    nlohmann::json found;
    for (const nlohmann::json& frame : record["frames"]) {
        if (!frame["locals"].is_null()) found = frame["locals"];
    }
    return found;
}

/// *Returns* the same members out of the locals, the integration and the globals of a record.
nlohmann::json values_of(const nlohmann::json& record) {
    const nlohmann::json locals = locals_of(record);
    return {locals["shown"], locals["user"]["shown"], locals["data"]["shown"], record["integrations"]["session"],
            record["globals"]};
}

const nlohmann::json redacted_session = nlohmann::json::parse(R"({"shown":"[REDACTED]","age":"[REDACTED]",
    "shown#2":"[REDACTED]","shown#3":"[REDACTED]","user":["[REDACTED]"],"data":{"shown":{"shown":"[REDACTED]"}}})");
const nlohmann::json redacted_values{marker, marker, marker, redacted_session, {{"shown", marker}}};

TEST(SensitiveInALog, IsHiddenOnEveryWay) {
    const nlohmann::json record = recorded_login<Log<>>();

    EXPECT_EQ(values_of(record), redacted_values);
    EXPECT_EQ(record["msg"], "login failed");
    EXPECT_EQ(locals_of(record)["user"]["age"], 7);
    EXPECT_EQ(record["redactions"], 10);
}

TEST(SensitiveInALog, IsHiddenWhereNothingElseIs) {
    const nlohmann::json record = recorded_login<Log<loccer::NoRedaction, loccer::NoValueRedaction>>();

    EXPECT_EQ(values_of(record), redacted_values);
    EXPECT_EQ(record["redactions"], 10);
}

TEST(SensitiveInALog, IsHiddenWhereItsKeyMayBeShown) {
    const nlohmann::json record = recorded_login<Log<loccer::AllowList<"shown", "user", "data", "age", "msg">>>();

    EXPECT_EQ(values_of(record), redacted_values);
    EXPECT_EQ(record["msg"], "login failed");
}

TEST(SensitiveInALog, IsHiddenWhereTypesAreShown) {
    const nlohmann::json record = recorded_login<Log<loccer::TypesOnly>>();

    EXPECT_EQ(values_of(record), redacted_values);
    EXPECT_EQ(locals_of(record)["user"]["age"], "<integer>");
}

TEST(SensitiveInALog, StandsAsTheMarkerOfTheLog) {
    Log<loccer::Mask<"***">, loccer::NoRedaction> log;

    log.log_metadata({{"shown", password()}});

    EXPECT_EQ(checked(log)["data"]["shown"], "***");
}

TEST(SensitiveInALog, IsHiddenInMetadata) {
    loccer::Loccer<loccer::InMemoryOutput, SnapshotOutput, loccer::NoRedaction> log;

    log.log_metadata({{"plain", password()},
                      {"number", Sensitive<std::uint64_t>{4242424242}},
                      {"struct", Account{"ann", password(), 7}},
                      {"optional", std::optional{password()}},
                      {"variant", std::variant<int, Sensitive<std::string>>{password()}},
                      {"tuple", std::tuple{1, password(), 2}},
                      {"pair", std::pair{"entry", password()}},
                      {"named", std::pair{password(), "shown"}},
                      {"list", std::vector{password(), password()}},
                      {"owned", std::make_unique<Sensitive<std::string>>(secret)}});

    const nlohmann::json data = checked(log)["data"];
    EXPECT_EQ(data, nlohmann::json::parse(R"({"plain":"[REDACTED]","number":"[REDACTED]",
        "struct":{"user":"ann","shown":"[REDACTED]","age":7},"optional":"[REDACTED]","variant":"[REDACTED]",
        "tuple":[1,"[REDACTED]",2],"pair":{"entry":"[REDACTED]"},"named":["[REDACTED]","shown"],
        "list":["[REDACTED]","[REDACTED]"],"owned":"[REDACTED]"})"));
    EXPECT_EQ(only_record(log)["redactions"], 11);
}

TEST(SensitiveInALog, IsHiddenAsTheWholeOfMetadata) {
    loccer::Loccer<loccer::InMemoryOutput, SnapshotOutput, loccer::NoRedaction> log;

    log.log_metadata(password());

    EXPECT_EQ(checked(log)["data"], marker);
}

TEST(SensitiveInALog, HasNoMessageWhereItIsThrown) {
    loccer::Loccer<loccer::InMemoryOutput, SnapshotOutput, loccer::NoRedaction> log;

    try {
        LOCCER_CAPTURE(log) { throw password(); };
    } catch (const Sensitive<std::string>& thrown) {
        EXPECT_EQ(thrown.reveal(), secret);
    }

    EXPECT_TRUE(checked(log)["msg"].is_null());
}

}  // namespace

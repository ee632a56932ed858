// SPDX-License-Identifier: MIT
#include <loccer/redactions/correlation_token.hpp>

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/reflect/sensitive.hpp>

#include "../support/test_log.hpp"

#include <boost/hana/define_struct.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using loccer::CorrelationToken;
using test_log::only_record;

constexpr std::string_view secret = "hunter2";

/// A key of `Size` times the same letter.
template <char Letter, std::size_t Size = 32>
struct Key {
    static std::span<const unsigned char> bytes() noexcept {
        static constexpr auto letters = [] {
            std::array<unsigned char, Size> made{};
            made.fill(static_cast<unsigned char>(Letter));
            return made;
        }();
        return letters;
    }
};

/// Of HMAC-SHA-256 under 32 times `k`, by another implementation.
constexpr std::string_view token_of_secret = "[REDACTED:09a959a4670c14c0]";
constexpr std::string_view token_of_nothing = "[REDACTED:1aa340d90b6f2941]";
constexpr std::string_view token_of_card = "[REDACTED:b90507aa38534ab8]";
constexpr std::string_view token_of_true = "[REDACTED:ebc3066de9b40ecc]";

template <class... Redactions>
using LogOf = loccer::Loccer<loccer::InMemoryOutput, Redactions...>;
using Log = LogOf<CorrelationToken<Key<'k'>>>;

template <class AnyLog>
nlohmann::json data_of(const AnyLog& log) {
    EXPECT_EQ(log.template get<loccer::InMemoryOutput>().records().at(0).find(secret), std::string::npos);
    return only_record(log)["data"];
}

/// *Returns* what stands under a redacted key of a log with that redaction.
template <class Redaction, class Value>
std::string stands_for(const Value& value) {
    LogOf<Redaction> log;
    log.log_metadata({{"password", value}});
    return data_of(log)["password"];
}

TEST(CorrelationToken, IsTheBeginningOfACodeUnderTheKey) {
    using Redaction = CorrelationToken<Key<'k'>>;

    EXPECT_EQ(stands_for<Redaction>(secret), token_of_secret);
    EXPECT_EQ(stands_for<Redaction>(""), token_of_nothing);
    EXPECT_EQ(stands_for<Redaction>(std::string(secret)), token_of_secret);
}

TEST(CorrelationToken, DiffersWithTheKeyAndTheSecret) {
    EXPECT_NE(stands_for<CorrelationToken<Key<'l'>>>(secret), token_of_secret);
    EXPECT_NE((stands_for<CorrelationToken<Key<'k', 33>>>(secret)), token_of_secret);
    EXPECT_NE(stands_for<CorrelationToken<Key<'k'>>>("hunter3"), token_of_secret);
}

TEST(CorrelationToken, IsThatOfTheDigitsForANumber) {
    using Redaction = CorrelationToken<Key<'k'>>;

    EXPECT_EQ(stands_for<Redaction>("4111111111111111"), token_of_card);
    EXPECT_EQ(stands_for<Redaction>(std::int64_t{4111111111111111}), token_of_card);
    EXPECT_EQ(stands_for<Redaction>(std::uint64_t{4111111111111111}), token_of_card);
    EXPECT_EQ(stands_for<Redaction>(4111111111111111.0), token_of_card);
    EXPECT_EQ(stands_for<Redaction>(-1), stands_for<Redaction>("-1"));
    EXPECT_EQ(stands_for<Redaction>(0.5), stands_for<Redaction>("0.5"));
    EXPECT_EQ(stands_for<Redaction>(true), token_of_true);
}

TEST(CorrelationToken, IsNotMadeOfWhatHasNoText) {
    using Redaction = CorrelationToken<Key<'k'>>;

    EXPECT_EQ(stands_for<Redaction>(nullptr), "[REDACTED]");
    EXPECT_EQ(stands_for<Redaction>(std::vector<int>{1, 2}), "[REDACTED]");
    EXPECT_EQ(stands_for<Redaction>(std::map<std::string, int>{{"a", 1}}), "[REDACTED]");
    EXPECT_EQ(stands_for<Redaction>(loccer::Sensitive<std::string>{secret}), "[REDACTED]");
    // Another text may begin alike.
    EXPECT_EQ(stands_for<Redaction>(std::string(10'000, 'x')), "[REDACTED]");
}

TEST(CorrelationToken, StandsInTheMarkerOfTheLog) {
    LogOf<CorrelationToken<Key<'k'>>, loccer::Mask<"***">> log;

    log.log_metadata({{"password", secret}, {"token", nullptr}});

    EXPECT_EQ(data_of(log)["password"], "***:" + std::string(token_of_secret.substr(10, 16)));
    EXPECT_EQ(data_of(log)["token"], "***");
}

struct Account {
    BOOST_HANA_DEFINE_STRUCT(Account, (std::string, user), (std::string, password), (int, age));
};
struct Header {
    BOOST_HANA_DEFINE_STRUCT(Header, (std::string, name), (std::string, value));
};

TEST(CorrelationToken, StandsInMetadataOfAnyShape) {
    Log log;

    log.log_metadata({{"struct", Account{"ann", std::string(secret), 7}},
                      {"map", std::map<std::string, std::string>{{"password", std::string(secret)}, {"b", "shown"}}},
                      {"pair", std::pair{"password", secret}},
                      {"tuple", std::tuple{"password", secret}},
                      {"header", Header{"password", std::string(secret)}},
                      {"list", std::vector<std::string>{"password", std::string(secret)}},
                      {"behind", std::tuple{1, std::tuple{"password", secret}, "shown"}}});

    nlohmann::json expected = nlohmann::json::parse(R"({"struct":{"user":"ann","password":"#","age":7},
        "map":{"password":"#","b":"shown"},"pair":{"password":"#"},"tuple":["password","#"],
        "header":{"name":"password","value":"#"},"list":["password","#"],"behind":[1,["password","#"],"shown"]})");
    std::string text = expected.dump();
    for (std::size_t at = 0; (at = text.find('#', at)) != std::string::npos;) text.replace(at, 1, token_of_secret);
    EXPECT_EQ(data_of(log), nlohmann::json::parse(text));
    EXPECT_EQ(only_record(log)["redactions"], 7);
}

TEST(CorrelationToken, StandsInAStructThatIsTheWholeOfMetadata) {
    Log log;

    log.log_metadata(Account{"ann", std::string(secret), 7});

    EXPECT_EQ(data_of(log), (nlohmann::json{{"user", "ann"}, {"password", token_of_secret}, {"age", 7}}));
}

/// Gives a secret in each of the ways that an integration has.
struct SessionIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "session";

    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        const std::string key = "password";
        out.field("password"_key, secret);
        out.field("api_key"_key, [] { return std::string(secret); });
        out.field(key, secret);
        out.field(key, [] { return secret; });
        out.object("inner"_key, [&](auto& inner) { inner.field("password"_key, secret); });
        out.array("list"_key, [](auto& list) { list.value(std::pair{"password", secret}); });
        out.object("token"_key, [](auto& inner) { inner.field("a"_key, secret); });
        out.array(key, [](auto& list) { list.value(secret); });
        out.field("passwd"_key, []() -> int { throw std::runtime_error("hunter2 is wrong"); });
        out.field("shown"_key, 7);
    }
};

TEST(CorrelationToken, StandsInIntegrations) {
    LogOf<CorrelationToken<Key<'k'>>, SessionIntegration> log;

    log.log_metadata({{"msg", "hello"}});

    EXPECT_FALSE(data_of(log).is_null());
    const nlohmann::json expected{{"password", token_of_secret},
                                  {"api_key", token_of_secret},
                                  {"password#2", token_of_secret},
                                  {"password#3", token_of_secret},
                                  {"inner", {{"password", token_of_secret}}},
                                  {"list", {{{"password", token_of_secret}}}},
                                  {"token", "[REDACTED]"},
                                  {"password#4", "[REDACTED]"},
                                  {"passwd", "[REDACTED]"},
                                  {"shown", 7}};
    EXPECT_EQ(only_record(log)["integrations"]["session"], expected);
}

TEST(CorrelationToken, StandsInLocalsAndGlobals) {
    Log log;
    static const std::string global(secret);
    log.watch_global("password", global);
    const std::string password(secret);
    const Account account{"ann", std::string(secret), 7};

    try {
        LOCCER_CAPTURE(log, password, account) { throw std::runtime_error("failed"); };
    } catch (const std::runtime_error&) {
    }

    EXPECT_EQ(log.get<loccer::InMemoryOutput>().records().at(0).find(secret), std::string::npos);
    const nlohmann::json record = only_record(log);
    EXPECT_EQ(record["globals"]["password"], token_of_secret);
    nlohmann::json locals;
    for (const nlohmann::json& frame : record["frames"])
        if (!frame["locals"].is_null()) locals = frame["locals"];
    EXPECT_EQ(locals["password"], token_of_secret);
    EXPECT_EQ(locals["account"], (nlohmann::json{{"user", "ann"}, {"password", token_of_secret}, {"age", 7}}));
}

TEST(CorrelationToken, StandsInMessages) {
    Log log;

    try {
        LOCCER_CAPTURE(log) { throw std::runtime_error("no entry for password=hunter2, card 4111111111111111"); };
    } catch (const std::runtime_error&) {
    }

    EXPECT_EQ(only_record(log)["msg"],
              "no entry for password=" + std::string(token_of_secret) + ", card " + std::string(token_of_card));
}

struct FailsHalfway {};
void loccer_describe(auto& place, const FailsHalfway&) {
    place.value("half");
    throw std::runtime_error("hunter2 is wrong");
}

TEST(CorrelationToken, IsNotMadeOfTheReasonWhyAValueCouldNotBeDescribed) {
    Log log;

    log.log_metadata(std::map<std::string, FailsHalfway>{{"password", {}}});

    EXPECT_EQ(data_of(log)["password"], "[REDACTED]");
}

TEST(CorrelationToken, StandsForWhatIsNotAllowed) {
    LogOf<CorrelationToken<Key<'k'>>, loccer::AllowList<"shown", "msg">> log;

    log.log_metadata({{"other", secret}, {"shown", 7}});

    EXPECT_EQ(data_of(log), (nlohmann::json{{"other", token_of_secret}, {"shown", 7}}));
}

/// A log that needs no token keeps nothing back for another one that does.
TEST(CorrelationToken, IsMadeWhereAnotherLogRemovesTheSameKey) {
    test_log::Log plain;
    Log log;
    const std::string password(secret);

    try {
        LOCCER_CAPTURE(log, password) {
            LOCCER_CAPTURE(plain, password) { throw std::runtime_error("failed"); };
        };
    } catch (const std::runtime_error&) {
    }

    for (const std::string& line : plain.get<loccer::InMemoryOutput>().records())
        EXPECT_NE(line.find("\"password\":\"[REDACTED]\""), std::string::npos);
    EXPECT_NE(log.get<loccer::InMemoryOutput>().records().at(0).find(token_of_secret), std::string::npos);
}

TEST(CorrelationToken, IsTheSameInAnotherProcess) {
    const std::string here = stands_for<CorrelationToken<Key<'p'>>>(secret);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const ::pid_t child = ::fork();
    if (child == 0) {
        // A key type of its own: nothing of it is inherited.
        struct Inherited : Key<'p'> {};
        const std::string there = stands_for<CorrelationToken<Inherited>>(secret);
        const auto written = ::write(ends[1], there.data(), there.size());
        ::_exit(written > 0 ? 0 : 1);
    }
    ::close(ends[1]);
    char there[64];
    const ::ssize_t size = ::read(ends[0], there, sizeof there);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);

    EXPECT_EQ(status, 0);
    EXPECT_EQ(std::string(there, size < 0 ? 0U : static_cast<std::size_t>(size)), here);
}

TEST(CorrelationToken, IsMadeByManyThreadsAtOnce) {
    Log log;
    std::vector<std::thread> threads;
    std::array<std::string, 4> all;

    for (std::string& last : all) {
        threads.emplace_back([&last] {
            for (int i = 0; i < 200; ++i) {
                char token[16];
                const std::size_t size = CorrelationToken<Key<'k'>>::write_token(secret, token);
                const std::string made(token, size);
                if (last.empty()) last = made;
                if (last != made) last = "different";
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    for (const std::string& last : all) EXPECT_EQ(last, token_of_secret.substr(10, 16));
}

TEST(CorrelationToken, NeedsAKey) {
    struct NoKey {
        static std::span<const unsigned char> bytes() noexcept { return {}; }
    };
    char token[16];

    EXPECT_EQ((CorrelationToken<Key<'n'>>::write_token(secret, token)), 0U);  // no log has been made with it
    EXPECT_EQ(stands_for<CorrelationToken<NoKey>>(secret), "[REDACTED]");
}

struct LateKey {
    static inline bool is_there = false;
    static std::span<const unsigned char> bytes() noexcept {
        return is_there ? Key<'k'>::bytes() : std::span<const unsigned char>();
    }
};

TEST(CorrelationToken, AsksForAKeyWithEachLogUntilThereIsOne) {
    EXPECT_EQ(stands_for<CorrelationToken<LateKey>>(secret), "[REDACTED]");

    LateKey::is_there = true;

    EXPECT_EQ(stands_for<CorrelationToken<LateKey>>(secret), token_of_secret);
}

TEST(CorrelationToken, RefusesAKeyThatCanBeFoundByTrying) {
    using ShortLog = LogOf<CorrelationToken<Key<'s', 31>>>;
    const LogOf<> other;
    ASSERT_TRUE(loccer::trace::known_rules.all_redact("password"));

    try {
        const ShortLog log;
        FAIL() << "not refused";
    } catch (const std::system_error& refused) {
        EXPECT_EQ(refused.code(), std::errc::invalid_argument);
        EXPECT_TRUE(std::string_view(refused.what()).starts_with("loccer::CorrelationToken: the key has 31 bytes"));
    }
    // The log that was not made has left no rules behind.
    EXPECT_TRUE(loccer::trace::known_rules.all_redact("password"));
}

TEST(CorrelationToken, RefusesALogWhoseKeyFileIsRefused) {
    using FileLog = LogOf<CorrelationToken<loccer::KeyFile<"/proc/self/cwd/no-such-folder/loccer.key">>>;

    EXPECT_THROW(const FileLog log, std::system_error);
}

/// Renders a value once and for all when its log is made.
struct RenderedIntegration {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "rendered";
    std::string value{};

    template <class Context>
    void activate() {
        char token[48];
        value = std::string(token, Context::rules::write_token(secret, token));
    }
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("value"_key, value);
    }
};

TEST(CorrelationToken, IsReadyWhenIntegrationsAreActivated) {
    LogOf<RenderedIntegration, CorrelationToken<Key<'r'>>> log;

    EXPECT_EQ(log.get<RenderedIntegration>().value.size(), token_of_secret.size());
}

TEST(CorrelationToken, SaysWhoseKeyItHas) {
    std::vector<std::string> said;
    const auto out = [&](std::string_view what, std::string_view name) {
        said.push_back(std::string(what) + " " + std::string(name));
    };

    CorrelationToken<Key<'k'>>::describe(out);
    CorrelationToken<loccer::KeyFile<"/etc/shop/loccer.key">>::describe(out);

    EXPECT_EQ(said, (std::vector<std::string>{
                        "tells equal removed values by tokens, under the key of the program",
                        "tells equal removed values by tokens, under the key of /etc/shop/loccer.key"}));
}

}  // namespace

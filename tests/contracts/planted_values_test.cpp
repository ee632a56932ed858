// SPDX-License-Identifier: MIT
//
// Of values that must not be shown no byte stands in a record, however they are nested: random values in every
// place of records of logs with each of the modes.

#include "support/planted.hpp"

#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

enum class Shape : unsigned char { text, integer, number, words, pair, tuple, map, optional, printed, object, array };

/// A value of a random shape. What is secret of it is one of the planted values, the rest is a plain word.
struct Nested {
    Shape shape = Shape::text;
    bool is_secret = true;
    std::vector<std::pair<std::string, Nested>> inside{};

    [[nodiscard]] std::string word() const {
        return is_secret ? "a " + std::string(planted::text) + " \"\xE2\x82\xAC" : "plain";
    }

    template <class Place>
    friend void loccer_describe(Place& place, const Nested& nested) {
        nested.describe(place);
    }

  private:
    template <class Place>
    void describe(Place& place) const {
        const std::string_view name = is_secret ? "password" : "name";
        switch (shape) {
            case Shape::text: return place.value(word());
            case Shape::integer: return place.value(is_secret ? planted::integer : std::int64_t{1});
            case Shape::number: return place.value(is_secret ? planted::number : 0.5);
            case Shape::words: return place.value(std::vector<std::string>{std::string(name), word()});
            case Shape::pair: return place.value(std::pair<std::string, std::string>(name, word()));
            case Shape::tuple: return place.value(std::tuple<std::string, std::int64_t>(name, 1));
            case Shape::map: return place.value(std::map<std::string, std::string>{{std::string(name), word()}});
            case Shape::optional: return place.value(std::optional<std::string>(word()));
            case Shape::printed: return is_secret ? place.value(planted::Printed{}) : place.value(1);
            case Shape::object:
                return place.object([this](auto& out) {
                    for (const auto& [key, value] : inside) out.field(key, value);
                });
            case Shape::array:
                return place.array([this](auto& out) {
                    for (const auto& [key, value] : inside) out.value(value);
                });
        }
    }
};

/// Makes random values, the same ones in every run.
class Maker {
  public:
    /// *Returns* a value all of which is secret, or, where `by_key`, only what stands under a sensitive key.
    Nested make(bool by_key, bool is_secret, unsigned depth = 0) {
        constexpr std::array<std::string_view, 6> keys{"note", "total", "", "shown below", "x", "caf\xC3\xA9"};
        constexpr std::array<std::string_view, 4> sensitive{"password", "apiToken", "user[pin]", "set-cookie"};
        constexpr unsigned leaves = static_cast<unsigned>(Shape::object);
        const unsigned most = depth < 5 ? leaves + 2 : leaves;
        Nested made{static_cast<Shape>(depth < 2 ? leaves + below(2) : below(most)), is_secret, {}};
        if (static_cast<unsigned>(made.shape) < leaves) return made;
        for (unsigned count = 1 + below(4); count > 0; --count) {
            const bool hides = by_key && made.shape == Shape::object && below(2) == 0;
            const std::string_view key = hides ? sensitive[below(sensitive.size())] : keys[below(keys.size() - by_key)];
            made.inside.emplace_back(key, make(by_key, is_secret || hides, depth + 1));
        }
        return made;
    }

  private:
    unsigned below(std::size_t bound) { return static_cast<unsigned>(random_() % bound); }

    std::minstd_rand random_{17};
};

/// Shows a value in its object.
struct Giving {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "giving";
    Nested value{};
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("literal"_key, value);
        out.field(std::string("computed"), [this] { return value; });
        out.object("inner"_key, [this](auto& inner) { inner.field("value"_key, value); });
        out.array("list"_key, [this](auto& list) { list.value(value); });
    }
};

/// *Returns* the lines of a log that gets the value in every place.
template <class... Redactions>
std::vector<std::string> lines_with(const Nested& value) {
    loccer::Loccer<Giving, loccer::InMemoryOutput, Redactions...> log(Giving{value});
    log.watch_global("watched", value);
    log.log_metadata(value);
    log.log_metadata({{"member", value}});
    log.log_metadata(std::vector<Nested>{value, value, value});
    try {
        LOCCER_CAPTURE(log, value) { throw 1; };
    } catch (int) {
    }
    test_log::records(log);  // both parsers accept each
    return log.template get<loccer::InMemoryOutput>().records();
}

/// *Returns* how many of the lines show a planted value.
std::size_t showing(const std::vector<std::string>& lines) {
    std::size_t count = 0;
    for (const std::string& line : lines) count += planted::shows_any(line) ? 1 : 0;
    return count;
}

constexpr int rounds = 60;

template <class... Redactions>
std::size_t showing_in_all_rounds(bool by_key) {
    Maker maker;
    std::size_t count = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto lines = lines_with<Redactions...>(maker.make(by_key, !by_key));
        EXPECT_EQ(lines.size(), 4U);
        for (const std::string& line : lines) {
            if (planted::shows_any(line) && sizeof...(Redactions) == 0) ADD_FAILURE() << line;
        }
        count += showing(lines);
    }
    return count;
}

TEST(PlantedValues, AreShownByALogThatRemovesNothing) {
    EXPECT_GT(showing_in_all_rounds<loccer::NoRedaction>(false), 3U * rounds);
    EXPECT_GT(showing_in_all_rounds<loccer::NoRedaction>(true), 2U * rounds);
}

TEST(PlantedValues, AreNotShownUnderSensitiveKeys) { EXPECT_EQ(showing_in_all_rounds<>(true), 0U); }

TEST(PlantedValues, AreNotShownUnderSensitiveKeysWithAMaskAndABound) {
    EXPECT_EQ((showing_in_all_rounds<loccer::Mask<"***">, loccer::TruncateRedaction<16>>(true)), 0U);
}

TEST(PlantedValues, AreNotShownByAnAllowListThatDoesNotNameThem) {
    EXPECT_EQ((showing_in_all_rounds<loccer::AllowList<>>(false)), 0U);
    EXPECT_EQ((showing_in_all_rounds<loccer::AllowList<"msg", "name">>(false)), 0U);
}

TEST(PlantedValues, AreNotShownUnderSensitiveKeysByAnAllowListThatNamesAllOthers) {
    using Naming = loccer::AllowList<"literal", "computed", "value", "list", "watched", "member", "note", "total", "x",
                                     "shown below", "name">;

    EXPECT_EQ((showing_in_all_rounds<Naming>(true)), 0U);
}

TEST(PlantedValues, AreNotShownWhereTypesAreAlone) { EXPECT_EQ((showing_in_all_rounds<loccer::TypesOnly>(false)), 0U); }

}  // namespace

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_PLANTED_HPP
#define LOCCER_TESTS_SUPPORT_PLANTED_HPP

// A program that says the same few values in every place of a record from which a value can come, so that
// a test finds out which of these places a log shows. Keys, types and functions do not hold them.

#include <loccer/loccer.hpp>

#include "test_log.hpp"

#include <boost/hana/define_struct.hpp>

#include <array>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <ostream>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace planted {

/// The values. The line of a source that names one is a place as well.
inline constexpr std::string_view text = "zyzzyva";
inline constexpr std::int64_t integer = 7700770077007700;
inline constexpr double number = 0.7700770077;

/// *Returns* whether a line of a log holds one of the values, or a part of one.
inline bool shows_any(std::string_view line) {
    return line.find("zyz") != std::string_view::npos || line.find("77007700") != std::string_view::npos;
}

struct Order {
    BOOST_HANA_DEFINE_STRUCT(Order, (std::string, note), (std::int64_t, total), (std::optional<double>, share));
};

/// Prints itself.
struct Printed {
    friend std::ostream& operator<<(std::ostream& stream, const Printed&) { return stream << "printed " << text; }
};

/// Throws while it is printed.
struct Unprintable {
    friend std::ostream& operator<<(std::ostream&, const Unprintable&) { throw std::runtime_error("no zyzzyva"); }
};

/// Errors whose messages are values.
struct Category : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "shop"; }
    [[nodiscard]] std::string message(int) const override { return std::string("code of ") + std::string(text); }
};
inline std::error_code code() {
    static const Category category;
    return {5, category};
}

/// *Effects* writes members of all kinds; `key(literal)` makes the keys.
void write_members(auto& out, const auto& key) {
    out.field(key("text"), text);
    out.field(key("integer"), integer);
    out.field(key("number"), number);
    out.field(key("lazy"), [] { return std::string(text); });
    out.field(key("order"), Order{std::string(text), integer, number});
    out.field(key("orders"), std::vector<Order>{{std::string(text), integer, {}}});
    out.field(key("map"), std::map<std::string, std::string>{{"note", std::string(text)}});
    out.field(key("pair"), std::pair<std::string, std::string>{"note", text});
    out.field(key("variant"), std::variant<int, std::string>{std::string(text)});
    out.field(key("printed"), Printed{});
    out.field(key("error"), std::runtime_error(std::string(text)));
    out.field(key("code"), code());
    out.field(key("unprintable"), Unprintable{});
    out.field(key("failing"), []() -> int { throw std::runtime_error("zyzzyva failed"); });
    out.object(key("peer"), [](auto& peer) {
        peer.field("host", text);
        peer.object("deeper", [](auto& deeper) { deeper.field("port", integer); });
    });
    out.object(key("failing_object"), [](auto& inner) {
        inner.field("note", text);
        throw std::runtime_error("zyzzyva failed");
    });
    out.array(key("list"), [](auto& list) {
        list.value(text);
        list.value([] { return integer; });
        list.object([](auto& inner) { inner.field("note", text); });
        list.array([](auto& inner) { inner.value(number); });
    });
}

struct Talking {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "talking";
    void gather(const loccer::Event&, auto& out) const {
        using namespace loccer::literals;
        out.field("literal_text"_key, text);
        out.field("literal_integer"_key, integer);
        out.object("literal_peer"_key, [](auto& peer) { peer.field("host"_key, text); });
        out.array("literal_list"_key, [](auto& list) { list.value(number); });
        write_members(out, [](std::string_view key) { return key; });
    }
};

struct Failing {
    using loccer_role = loccer::IntegrationRole;
    static constexpr loccer::FixedString name = "failing";
    void gather(const loccer::Event&, auto& out) const {
        out.field("note", text);
        throw std::runtime_error("zyzzyva failed");
    }
};

/// A log with both integrations. \tparam Redactions as the test wants them.
template <class... Redactions>
using Log = loccer::Loccer<Talking, Failing, loccer::InMemoryOutput, Redactions...>;

/// Names the calling thread, and gives it its name back.
class ThreadNamed {
  public:
    explicit ThreadNamed(const char* name) {
        ::pthread_getname_np(::pthread_self(), before_.data(), before_.size());
        ::pthread_setname_np(::pthread_self(), name);
    }
    ThreadNamed(const ThreadNamed&) = delete;
    ThreadNamed& operator=(const ThreadNamed&) = delete;
    ~ThreadNamed() { ::pthread_setname_np(::pthread_self(), before_.data()); }

  private:
    std::array<char, 16> before_{};
};

[[noreturn, gnu::noinline]] inline void throw_nested() {
    const std::string word(text);
    LOCCER_LOCALS(word);
    try {
        throw std::runtime_error("cause: zyzzyva");
    } catch (...) {
        std::throw_with_nested(std::out_of_range("message: zyzzyva"));
    }
}

/// *Effects* makes records of every kind with the values in every place.
template <class AnyLog>
void record_everywhere(AnyLog& log) {
    static const std::string global_text(text);
    static const Order global_order{std::string(text), integer, number};
    const ThreadNamed thread("zyzzyva");
    log.watch_global("global_text", global_text);
    log.watch_global("global_order", global_order);
    const std::string word(text);
    const std::int64_t amount = integer;
    const double share = number;
    const Order order{std::string(text), integer, number};
    const std::map<std::string, std::int64_t> amounts{{"total", integer}};
    const std::vector<std::string> words{3, std::string(text)};
    const Unprintable unprintable;
    try {
        LOCCER_CAPTURE(log, word, amount, share, order, amounts, words, unprintable) { throw_nested(); };
    } catch (...) {
    }
    log.capture_exception(code());
    log.capture_exception(std::system_error(code(), std::string(text)));
    log.log_metadata({{"note", text}, {"amount", integer}, {"share", number}, {"order", order}});
    log.log_metadata(order);
    log.log_metadata(amounts);
    log.log_metadata(words);
    log.log_metadata(word);
    log.log_metadata(amount);
    log.log_metadata(share);
    log.log_metadata(std::pair<std::string, std::string>("note", text));
    log.log_metadata(std::array<std::string, 2>{std::string(text), std::string(text)});
    log.log_metadata(unprintable);
}

}  // namespace planted

#endif

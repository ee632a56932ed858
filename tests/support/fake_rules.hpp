// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_FAKE_RULES_HPP
#define LOCCER_TESTS_SUPPORT_FAKE_RULES_HPP

// Rules of a made-up log whose secrets a reader sees at once, and what a writer wrote under them.

#include "json_check.hpp"

#include <loccer/json/writer.hpp>
#include <loccer/policy/rules.hpp>
#include <loccer/policy/text.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fake_rules {

/// Secrets are what stands between `<` and `>`, both included, and numbers above 10^12.
struct Bracketed : loccer::policy::OpenRules {
    static constexpr bool judges_values = true;
    [[nodiscard]] static constexpr loccer::Span next_secret(const loccer::Text& text, std::size_t from) noexcept {
        const std::size_t begin = text.bytes.find('<', from);
        const std::size_t end = begin == std::string_view::npos ? begin : text.bytes.find('>', begin);
        if (end == std::string_view::npos) return {text.bytes.size(), text.bytes.size()};
        return {begin, end + 1};
    }
    [[nodiscard]] static constexpr std::size_t sure_end(const loccer::Text& text) noexcept {
        const std::size_t begin = text.bytes.rfind('<');
        if (begin == std::string_view::npos || text.bytes.find('>', begin) != std::string_view::npos) {
            return text.bytes.size();
        }
        return begin;
    }
    [[nodiscard]] static constexpr bool redacts_number(std::uint64_t number) noexcept {
        return number > 1'000'000'000'000;
    }
};

/// As Bracketed in what a program says; what its source says has no secrets.
struct InProseOnly : Bracketed {
    [[nodiscard]] static constexpr loccer::Span next_secret(const loccer::Text& text, std::size_t from) noexcept {
        if (text.kind == loccer::TextKind::prose) return Bracketed::next_secret(text, from);
        return {text.bytes.size(), text.bytes.size()};
    }
};

/// As Bracketed, with a marker of its own.
struct Starred : Bracketed {
    static constexpr std::string_view marker = "***";
};

/// Finds something of no size everywhere.
struct FindsNothing : loccer::policy::OpenRules {
    static constexpr bool judges_values = true;
    [[nodiscard]] static constexpr loccer::Span next_secret(const loccer::Text& /*text*/, std::size_t from) noexcept {
        return {from, from};
    }
};

/// Of a removed text its size is told, and of what begins with `?` nothing.
struct Correlating : Bracketed {
    static constexpr bool correlates = true;
    [[nodiscard]] static constexpr bool redacts(std::string_view key) noexcept { return key == "password"; }
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept {
        if (secret.starts_with('?')) return 0;
        const std::string token = "secret-of-" + std::to_string(secret.size());
        return token.copy(to.data(), to.size());
    }
};

/// A writer with storage of exactly one size, so that sanitizers see any access beyond it.
class Storage {
  public:
    explicit Storage(std::size_t size = 1 << 16) : bytes_(new char[size]), writer({bytes_.get(), size}) {}

  private:
    std::unique_ptr<char[]> bytes_;

  public:
    loccer::json::Writer writer;

    /// *Returns* what was written, checked by both parsers.
    [[nodiscard]] nlohmann::json parsed() const { return json_check::checked(writer.view()); }
};

}  // namespace fake_rules

#endif

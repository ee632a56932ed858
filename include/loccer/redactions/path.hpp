// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_PATH_HPP
#define LOCCER_REDACTIONS_PATH_HPP

// Paths tell who somebody is and how a machine is laid out: the user's name in a home directory, and the folders in
// which a program was built.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/policy/text.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/byte_set.hpp>
#include <loccer/redactions/value/kind.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// The user's name in `/home/ada/src`, `/Users/ada/src` and `C:\Users\ada`.
struct HomePath {
    static constexpr std::string_view name = "users' names in home directories";
    static constexpr Anchor anchors[] = {{ByteSet{"hU"}, ByteSet{"/\\"}, ByteSet{"os"}}};

    [[nodiscard]] static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        constexpr ByteSet ends = ByteSet{"/\\:;,\"'`<>|()[]{}"} | spaces;
        const std::string_view rest = text.bytes.substr(anchor);
        std::size_t at = rest.starts_with("home") ? 4 : rest.starts_with("Users") ? 5 : 0;
        if (anchor == 0 || at == 0 || at == rest.size() || (rest[at] != '/' && rest[at] != '\\')) return {};
        while (at < rest.size() && (rest[at] == '/' || rest[at] == '\\')) ++at;
        const std::size_t end = skip(rest, at, ~ends);
        return {anchor + at, anchor + end};
    }
};

/// A directory that is not shown: what is in it stays.
template <FixedString Prefix>
struct PathPrefix {
    static constexpr std::string_view name = Prefix.view();
    static constexpr Anchor anchors[] = {
        {ByteSet{Prefix.view().substr(0, 1)}, every_byte, ByteSet{Prefix.view().substr(1, 1)}}};

    [[nodiscard]] static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        const std::string_view rest = text.bytes.substr(anchor);
        if (!rest.starts_with(name)) return {};
        const bool whole = rest.size() == name.size() || name.back() == '/' || name.back() == '\\' ||
                           !alphanumerics.has(rest[name.size()]);
        return whole ? Span{anchor, anchor + name.size()} : Span{};
    }
};

}  // namespace redactions

/// Removes users' names from paths of home directories, and `Prefixes`, such as the directory in which the program
/// was built, from paths in texts, frames and modules. *Requires* that each prefix has two characters or more.
template <FixedString... Prefixes>
struct PathRedaction {
    static_assert(((Prefixes.size() >= 2) && ...),
                  "loccer::PathRedaction: Prefixes must have two characters or more each; see "
                  "docs/errors.md#path-redaction");
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    using kinds = redactions::KindList<redactions::HomePath, redactions::PathPrefix<Prefixes>...>;

    /// *Returns* false: paths are found in texts. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* calls `out(what, name)` for each of them.
    template <class Out>
    static void describe(Out& out) {
        out("removes from paths", redactions::HomePath::name);
        (out("removes from paths", Prefixes.view()), ...);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

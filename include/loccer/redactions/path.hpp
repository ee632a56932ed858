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
#include <loccer/redactions/value/shape.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

/// The user's name in `/home/ada/src`, `/Users/ada/src`, `C:\Users\ada` in any case, and `~ada/src`. A name may have an
/// apostrophe in it and, where homes are in `Users`, blanks, if a separator or the quote around the path ends it.
struct HomePath {
    static constexpr std::string_view name = "users' names in home directories";
    static constexpr Anchor anchors[] = {
        {ByteSet{"hUu"}, ByteSet{"/\\"}, ByteSet{"osS"}},
        {ByteSet{"~"}, spaces | quotes | ByteSet{"/=:"}, ascii_letters},
    };

    [[nodiscard]] static Span find_at(const Text& text, std::size_t anchor, std::size_t /*from*/) noexcept {
        const std::string_view bytes = text.bytes;
        if (bytes[anchor] == '~') return find_behind_tilde(text, anchor);
        const bool is_users = reads(bytes, anchor, "users");
        const std::size_t folder = anchor + (is_users ? 5U : 4U);
        if (anchor == 0 || (!is_users && !spells(bytes, anchor, "home"))) return {};
        // `/users/17` is a part of many a URL.
        if (is_users && !spells(bytes, anchor, "Users") && !follows_drive(bytes, anchor)) return {};
        const std::size_t begin = skip(bytes, folder, separators);
        if (begin == folder) return {};
        return {begin, end_of_name(bytes, begin, quote_before(bytes, anchor), is_users)};
    }

  private:
    static constexpr ByteSet separators{"/\\"};
    static constexpr ByteSet ends = ByteSet{"/\\:;,\"'`<>|()[]{}"} | spaces;
    static constexpr std::size_t longest = 64;

    [[nodiscard]] static Span find_behind_tilde(const Text& text, std::size_t tilde) noexcept {
        const std::string_view bytes = text.bytes;
        const bool is_begin = tilde == 0 || quotes.has(bytes[tilde - 1]);
        if (text.kind == TextKind::code && !is_begin) return {};  // an operator
        const std::size_t end = skip(bytes, tilde + 1, alphanumerics | ByteSet{"._-"}, tilde + longest);
        return end < bytes.size() && bytes[end] == '/' ? Span{tilde + 1, end} : Span{};
    }

    /// *Returns* whether `C:\` stands before `at`, or `C:\\`.
    [[nodiscard]] static bool follows_drive(std::string_view text, std::size_t at) noexcept {
        const std::size_t colon = skip_back(text, at, separators, at > 4 ? at - 4 : 0);
        return colon >= 2 && text[colon - 1] == ':' && ascii_letters.has(text[colon - 2]);
    }

    /// *Returns* the quote with which the word around `at` begins, or 0.
    [[nodiscard]] static char quote_before(std::string_view text, std::size_t at) noexcept {
        const std::size_t begin = skip_back(text, at, ~(spaces | quotes), at > 256 ? at - 256 : 0);
        return begin != 0 && quotes.has(text[begin - 1]) ? text[begin - 1] : '\0';
    }

    [[nodiscard]] static std::size_t end_of_name(std::string_view text, std::size_t begin, char quote,
                                                 bool has_blanks) noexcept {
        std::size_t end = skip(text, begin, ~ends);
        while (end < text.size() && end - begin < longest) {
            const bool is_apostrophe = text[end] == '\'' && end + 1 < text.size() && ascii_letters.has(text[end + 1]);
            const bool is_blank = has_blanks && text[end] == ' ';
            if (end == begin || (!is_apostrophe && !is_blank)) break;
            const std::size_t next = is_blank ? end_of_words(text, end + 1, quote) : skip(text, end + 1, ~ends);
            const bool is_closed = next < text.size() && (separators.has(text[next]) || text[next] == quote);
            const bool is_name = is_closed && !spaces.has(text[next - 1]);
            if (!is_name && (is_blank || quote == '\'')) break;
            end = next;
        }
        return end;
    }

    /// *Returns* the end of up to four words at `at`, of a name such as `O'Neil` also.
    [[nodiscard]] static std::size_t end_of_words(std::string_view text, std::size_t at, char quote) noexcept {
        const ByteSet letters = quote == '\'' ? ~ends : ~ends | ByteSet{"'"};
        std::size_t end = skip(text, at, letters, at + longest);
        for (int words = 1; words < 4 && end < text.size() && text[end] == ' '; ++words) {
            end = skip(text, end + 1, letters, at + longest);
        }
        return end;
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

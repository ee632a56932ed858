// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_CODE_WORDS_HPP
#define LOCCER_REDACTIONS_VALUE_CODE_WORDS_HPP

// What names of functions say of the literals that are their arguments.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/command_line.hpp>
#include <loccer/redactions/value/secret_word.hpp>

#include <cstddef>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// *Returns* whether a call of this name makes an error, whose argument is its message.
[[nodiscard]] constexpr bool names_error(std::string_view name) noexcept {
    for (const std::string_view ending : {"rror", "xception", "ailure", "nvalid", "xpected", "xpired", "arning"}) {
        if (name.ends_with(ending)) return true;
    }
    return name.find("Invalid") != std::string_view::npos || name.find("Error") != std::string_view::npos ||
           name.find("nvalid_") != std::string_view::npos;
}

/// *Returns* whether a call of this name writes its arguments to a log or checks something, with a message.
[[nodiscard]] constexpr bool names_log(std::string_view name) noexcept {
    return is_one_of("log print println printf fprintf warn info debug trace assert static_assert fatal", name);
}

/// *Returns* whether a call of this name gives back its argument as another type.
[[nodiscard]] constexpr bool converts(std::string_view name) noexcept {
    for (const std::string_view ending : {"tring", "view", "View", "iteral", "_cast", "ByteArray", "fromUtf8"}) {
        if (name.ends_with(ending)) return true;
    }
    return is_one_of(
        "TEXT _T _TEXT move forward strdup vector array optional make_optional make_unique make_shared bytes from span "
        "to_array tr concat StrCat format append assign insert replace",
        name);
}

/// *Returns* whether a method of this name looks for something by its argument, rather than keeping it.
[[nodiscard]] constexpr bool looks_up(std::string_view name) noexcept {
    for (const std::string_view begin : {"get", "load", "read", "has", "is_", "find", "parse", "expect", "count"}) {
        if (name.starts_with(begin)) return true;
    }
    return is_one_of("at encode decode split join header contains open value error visit send request erase", name);
}

/// *Returns* whether a function of this name compares its arguments.
[[nodiscard]] constexpr bool names_comparison(std::string_view name) noexcept {
    for (const std::string_view part : {"cmp", "equal", "Equal", "ompare", "_EQ", "_NE", "STREQ", "STRNE"}) {
        if (name.find(part) != std::string_view::npos) return true;
    }
    return false;
}

/// *Returns* which argument of a function of this name, in any case, is a password, 1 being the second; 0 where it is
/// whichever looks like one.
[[nodiscard]] constexpr std::size_t password_place(std::string_view name) noexcept {
    if (reads_one_of("mysql_real_connect", name)) return 3;
    if (reads_one_of("pqsetdblogin", name)) return 6;
    if (reads_one_of("ldap_bind ldap_bind_s ldap_simple_bind ldap_simple_bind_s", name)) return 2;
    return reads_one_of("unlock", name) ? 0 : 1;
}

/// *Returns* whether one of the arguments of a function of this name is a password.
[[nodiscard]] constexpr bool takes_password(std::string_view name) noexcept {
    return reads_one_of("login log_in logon log_on signin sign_in", name) || password_place(name) != 1;
}

/// *Returns* whether a function of this name writes to its first argument.
[[nodiscard]] constexpr bool writes_first(std::string_view name) noexcept {
    return is_one_of("strcpy strncpy strlcpy strcat strncat strlcat sprintf snprintf memcpy memmove wcscpy strcpy_s",
                     name);
}

/// *Returns* whether with this word a statement, or a part of one, begins.
[[nodiscard]] constexpr bool is_statement_word(std::string_view word) noexcept {
    return is_one_of(
        "return throw case co_return co_yield else do try if while for switch catch goto sizeof raise yield", word);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_VALUE_API_PREFIXES_HPP
#define LOCCER_REDACTIONS_VALUE_API_PREFIXES_HPP

// How the tokens of well-known services begin, and what follows. Facts from the services' own documentation
// and from the rules of public secret scanners.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/value/byte_set.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// A prefix and what has to follow it.
struct ApiPrefix {
    std::string_view text;
    std::size_t least;  ///< characters of `alphabet` that follow at least
    ByteSet alphabet;
    bool is_exact = false;   ///< not more of them either
    bool has_digit = false;  ///< one of them is a digit, since a word could follow too
};

inline constexpr ByteSet lower_hex = digits | ByteSet::range('a', 'f');
inline constexpr ByteSet base32_letters = upper_letters | digits;

// clang-format off: a table

/// Each ends with a `_`, `-` or `.`, where the scanner stops.
inline constexpr ApiPrefix api_prefixes[] = {
    {"ghp_", 30, alphanumerics},              {"gho_", 30, alphanumerics},
    {"ghu_", 30, alphanumerics},              {"ghs_", 30, base64url_letters},
    {"ghr_", 30, alphanumerics},              {"github_pat_", 30, base64url_letters},
    {"glpat-", 20, base64url_letters},        {"gldt-", 20, base64url_letters},
    {"glrt-", 20, base64url_letters},         {"glptt-", 40, lower_hex},
    {"glcbt-", 20, base64url_letters},        {"gloas-", 40, alphanumerics},
    {"xoxb-", 10, base64url_letters},         {"xoxa-", 10, base64url_letters},
    {"xoxp-", 10, base64url_letters},         {"xoxr-", 10, base64url_letters},
    {"xoxs-", 10, base64url_letters},         {"xoxe-", 10, base64url_letters},
    {"xoxc-", 10, base64url_letters},         {"xoxd-", 10, base64url_letters | ByteSet{"%"}},
    {"xapp-", 10, base64url_letters},         {"ya29.", 20, base64url_letters},
    {"GOCSPX-", 28, base64url_letters},       {"sk_live_", 10, alphanumerics},
    {"rk_live_", 10, alphanumerics},          {"sk_test_", 10, alphanumerics},
    {"rk_test_", 10, alphanumerics},          {"whsec_", 24, token68_letters},
    {"SG.", 22, base64url_letters | ByteSet{"."}},   {"npm_", 36, alphanumerics},
    {"pypi-", 50, base64url_letters},         {"key-", 32, lower_hex, true},
    {"sk-ant-", 20, base64url_letters},       {"sk-proj-", 20, base64url_letters},
    {"sk-svcacct-", 20, base64url_letters},   {"sk-or-", 20, base64url_letters},
    {"sk-", 20, base64url_letters, false, true},     {"sq0atp-", 22, base64url_letters},
    {"sq0csp-", 40, base64url_letters},       {"shpat_", 32, hex_digits},
    {"shpca_", 32, hex_digits},               {"shppa_", 32, hex_digits},
    {"shpss_", 32, hex_digits},               {"dop_v1_", 64, lower_hex},
    {"doo_v1_", 64, lower_hex},               {"dor_v1_", 64, lower_hex},
    {"hvs.", 24, base64url_letters},          {"hvb.", 24, base64url_letters},
    {"hvr.", 24, base64url_letters},          {"s.", 24, alphanumerics, true, true},
    {"dp.pt.", 40, alphanumerics},            {"dp.st.", 40, alphanumerics | ByteSet{"._-"}},
    {"AGE-SECRET-KEY-", 40, base32_letters},  {"PMAK-", 24, lower_hex | ByteSet{"-"}},
    {"NRAK-", 27, base32_letters},            {"glsa_", 32, alphanumerics | ByteSet{"_"}},
    {"glc_", 32, token68_letters},            {"lin_api_", 40, alphanumerics},
    {"rubygems_", 48, lower_hex},             {"hf_", 34, ascii_letters},
    {"pscale_tkn_", 32, base64url_letters},   {"pscale_pw_", 32, base64url_letters},
    {"pscale_oauth_", 32, base64url_letters}, {"dckr_pat_", 27, base64url_letters},
    {"r8_", 37, alphanumerics},               {"gsk_", 52, alphanumerics},
    {"sbp_", 40, lower_hex},                  {"nfp_", 36, alphanumerics},
    {"pplx-", 48, alphanumerics},             {"xai-", 70, alphanumerics},
    {"tskey-", 20, base64url_letters},        {"CFPAT-", 43, base64url_letters},
    {"shptka_", 32, hex_digits},
    {"xkeysib-", 64, lower_hex | ByteSet{"-"}},      {"secret_", 43, alphanumerics, true},
    {"ntn_", 43, alphanumerics},              {"figd_", 40, base64url_letters},
    {"sntrys_", 60, token68_letters},         {"sntryu_", 64, lower_hex},
    {"pul-", 40, lower_hex},                  {"fo1_", 43, base64url_letters},
    {"fm2_", 60, token68_letters},
};

// clang-format on

/// The prefixes by their last letter but one, and where those of each letter begin.
struct ApiPrefixIndex {
    std::uint8_t order[std::size(api_prefixes)]{};
    std::uint8_t begin[129]{};
    std::uint32_t before[4][32]{};  ///< a bit for what may stand before the letter, by sign and letter

    /// *Returns* whether a prefix may end with these bytes, of which the last is `_`, `-` or `.`: words with such a
    /// sign behind pass seldom. *Allocates* no. *Signal-safe* yes.
    [[nodiscard]] constexpr bool may_end(char first, char letter, char sign) const noexcept {
        return (before[sign_of(sign)][part_of(letter)] >> part_of(first) & 1U) != 0;
    }
    [[nodiscard]] static constexpr std::size_t sign_of(char sign) noexcept {
        return static_cast<unsigned char>(sign) % 4;
    }
    [[nodiscard]] static constexpr std::size_t part_of(char letter) noexcept {
        return static_cast<unsigned char>(letter) % 32;
    }
};

/// *Returns* the last letter but one.
consteval std::size_t index_letter(const ApiPrefix& prefix) {
    return static_cast<unsigned char>(prefix.text[prefix.text.size() - 2]);
}

consteval ApiPrefixIndex index_api_prefixes() {
    ApiPrefixIndex index;
    for (const ApiPrefix& prefix : api_prefixes) {
        const std::string_view text = prefix.text;
        ++index.begin[index_letter(prefix) + 1];
        const std::uint32_t any = text.size() < 3 ? ~0U : 1U << index.part_of(text[text.size() - 3]);
        index.before[index.sign_of(text.back())][index.part_of(text[text.size() - 2])] |= any;
    }
    std::uint8_t next[129]{};
    for (std::size_t letter = 0; letter < 128; ++letter) {
        index.begin[letter + 1] = static_cast<std::uint8_t>(index.begin[letter + 1] + index.begin[letter]);
        next[letter + 1] = index.begin[letter + 1];
    }
    for (std::size_t i = 0; i < std::size(api_prefixes); ++i) {
        index.order[next[index_letter(api_prefixes[i])]++] = static_cast<std::uint8_t>(i);
    }
    return index;
}

inline constexpr ApiPrefixIndex api_prefix_index = index_api_prefixes();

/// *Returns* the letters that stand before `sign` at the end of a prefix.
consteval ByteSet letters_before(char sign) {
    ByteSet set;
    for (const ApiPrefix& prefix : api_prefixes) {
        if (prefix.text.back() == sign) set = set | ByteSet{prefix.text.substr(prefix.text.size() - 2, 1)};
    }
    return set;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif

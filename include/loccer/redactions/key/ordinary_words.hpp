// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_KEY_ORDINARY_WORDS_HPP
#define LOCCER_REDACTIONS_KEY_ORDINARY_WORDS_HPP

// Words that keys are usually made of. A name that is looked for is recognised by letters that are in none of
// them, so that ordinary keys are passed over quickly; a verdict never depends on this list.
// Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/redactions/key/letter_code.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Divided by spaces.
inline constexpr std::string_view ordinary_words =
    "accept access account action active address agent amount application attempt author balance batch body build "
    "cache category change channel city class client code column command condition config connection container content "
    "control count country create current customer database date default delay depth description destination device "
    "directory display document duration element email encoding engine entry environment error event expires field "
    "file "
    "filter first forward from function group handler hash header height history host identity index info instance "
    "interval invoice item kernel label language last latency length level library limit line location machine "
    "manager message metadata method mode module name namespace network node notification number object offset "
    "operation "
    "option order origin output owner page parameter parent partition path payment phone platform policy port position "
    "previous price primary priority process product profile program progress protocol proxy public quantity queue "
    "range reason record refresh region release request resource response result retries role route sample schedule "
    "score security sequence server service session settings shipping size sort source stage start state status "
    "storage strict string subject summary support system table target task template thread time timestamp title "
    "total trace transaction transport type unit updated upgrade url user value vendor version video view volume "
    "warehouse warning weight width worker year zone";

/// How often three letters follow each other in the words, by their code. A template, so that only a unit that
/// looks for names computes it.
template <class = void>
inline constexpr auto ordinary_windows = [] {
    struct {
        std::uint8_t count[std::size_t{1} << (3 * letter_bits)]{};
    } result;
    LetterCode code = 0;
    std::size_t letters = 0;
    for (const char character : ordinary_words) {
        const std::uint32_t letter = class_of(character);
        letters = letter == 0 ? 0 : letters + 1;
        code = last_letters(appended(code, character), 3);
        if (letters > 2) ++result.count[code];
    }
    return result;
}();

/// How common the letters are in keys, by their class.
inline constexpr std::uint8_t commonness[] = {0, 3, 1, 2, 2, 3, 1, 1, 1, 3, 0, 0, 2, 2, 3, 3,
                                              2, 0, 3, 3, 3, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
static_assert(std::size(commonness) == class_count);

/// Three neighbouring letters of a name by which it is recognised. `letters` of the name are read when they are;
/// `code` has the last of these.
struct Window {
    LetterCode code{};
    std::size_t letters{};
};

/// *Returns* the window that is rarest in ordinary keys, the latest of several; of a name with fewer than three
/// letters all of it.
template <class = void>
[[nodiscard]] constexpr Window rarest_window(std::string_view name) noexcept {
    Window best;
    LetterCode code = 0;
    std::size_t letters = 0;
    unsigned least = 0;
    unsigned commonness_of_last = 0;
    unsigned commonness_of_two = 0;
    for (const char character : name) {
        const std::uint32_t letter = class_of(character);
        if (letter == 0) continue;
        code = appended(code, character);
        ++letters;
        const unsigned cost =
            commonness_of_two + commonness[letter] + 10U * ordinary_windows<>.count[last_letters(code, 3)];
        commonness_of_two = commonness_of_last + commonness[letter];
        commonness_of_last = commonness[letter];
        if (letters > 3 && cost > least) continue;
        best = {last_letters(code, code_letters), letters};
        least = cost;
    }
    return best;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif

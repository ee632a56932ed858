// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kinds must not have more than 64 anchors together; see docs/errors.md#value-kind-anchors
#include <loccer/redactions/value/scanner.hpp>

#include <cstddef>
#include <utility>

template <std::size_t>
struct PatientNumber {
    static constexpr std::string_view name = "numbers of patients";
    static constexpr loccer::redactions::ByteSet anchors{"#"};
    static loccer::redactions::Span find_at(const loccer::redactions::Text& text, std::size_t, std::size_t) noexcept {
        return loccer::redactions::nothing_in(text);
    }
};

template <std::size_t... Index>
bool is_clean(const loccer::redactions::Text& text, std::index_sequence<Index...>) {
    return loccer::redactions::TextScanner<PatientNumber<Index>...>::next(text, 0).empty();
}

#ifdef LOCCER_TEST_REJECTED
bool is_clean(const loccer::redactions::Text& text) { return is_clean(text, std::make_index_sequence<65>{}); }
#else
bool is_clean(const loccer::redactions::Text& text) { return is_clean(text, std::make_index_sequence<64>{}); }
#endif

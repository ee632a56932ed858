// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kinds must not have more than 64 anchors together; see docs/errors.md#value-kind-anchors
#include <loccer/redactions/value/scanner.hpp>

struct PatientNumber {
    static constexpr std::string_view name = "numbers of patients";
#ifdef LOCCER_TEST_REJECTED
    static constexpr loccer::redactions::Anchor anchors[65] = {{loccer::redactions::ByteSet{"#"}}};
#else
    static constexpr loccer::redactions::Anchor anchors[33] = {{loccer::redactions::ByteSet{"#"}}};
#endif
    static loccer::redactions::Span find_at(const loccer::redactions::Text& text, std::size_t, std::size_t) noexcept {
        return loccer::redactions::nothing_in(text);
    }
};

bool is_clean(std::string_view text) { return loccer::redactions::TextScanner<PatientNumber>::next({text}, 0).empty(); }

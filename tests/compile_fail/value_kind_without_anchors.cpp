// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kind must have `static constexpr ByteSet anchors`; see docs/errors.md#value-kind-anchors
#include <loccer/redactions/value.hpp>

struct PatientNumber {
    static constexpr std::string_view name = "numbers of patients";
#ifdef LOCCER_TEST_REJECTED
    static constexpr std::string_view anchors = "#";
#else
    static constexpr loccer::redactions::ByteSet anchors{"#"};
#endif
    static loccer::redactions::Span find_at(const loccer::redactions::Text&, std::size_t, std::size_t) noexcept;
};

static_assert(!loccer::ValueRedaction<PatientNumber>::redacts_key("key"));

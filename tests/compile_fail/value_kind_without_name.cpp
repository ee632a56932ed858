// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kind must have `static constexpr std::string_view name`; see docs/errors.md#value-kind-name
#include <loccer/redactions/value.hpp>

struct PatientNumber {
#ifndef LOCCER_TEST_REJECTED
    static constexpr std::string_view name = "numbers of patients";
#endif
    static constexpr loccer::redactions::ByteSet anchors{"#"};
    static loccer::redactions::Span find_at(const loccer::redactions::Text&, std::size_t, std::size_t) noexcept;
};

static_assert(!loccer::ValueRedaction<PatientNumber>::redacts_key("key"));

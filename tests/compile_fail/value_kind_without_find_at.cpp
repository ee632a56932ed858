// SPDX-License-Identifier: MIT
// expected: loccer::ValueRedaction: Kind must have `static Span find_at(const Text&, std::size_t anchor, std::size_t from) noexcept`; see docs/errors.md#value-kind-find-at
#include <loccer/redactions/value.hpp>

struct PatientNumber {
    static constexpr std::string_view name = "numbers of patients";
    static constexpr loccer::redactions::ByteSet anchors{"#"};
#ifdef LOCCER_TEST_REJECTED
    static bool find_at(const loccer::redactions::Text&, std::size_t, std::size_t) noexcept;
#else
    static loccer::redactions::Span find_at(const loccer::redactions::Text&, std::size_t, std::size_t) noexcept;
#endif
};

static_assert(!loccer::ValueRedaction<PatientNumber>::redacts_key("key"));

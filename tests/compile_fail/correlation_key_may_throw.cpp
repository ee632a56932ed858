// SPDX-License-Identifier: MIT
// expected: loccer::CorrelationToken: Key must not throw from bytes() (declare it noexcept); see docs/errors.md#correlation-key
#include <loccer/redactions/correlation_token.hpp>

#include <span>

struct ShopKey {
#ifdef LOCCER_TEST_REJECTED
    static std::span<const unsigned char> bytes();
#else
    static std::span<const unsigned char> bytes() noexcept;
#endif
};

static_assert(loccer::CorrelationToken<ShopKey>::correlates);

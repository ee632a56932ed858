// SPDX-License-Identifier: MIT
// expected: loccer::CorrelationToken: Key must have `static std::span<const unsigned char> bytes() noexcept`; see docs/errors.md#correlation-key
#include <loccer/redactions/correlation_token.hpp>

#include <span>

struct ShopKey {
#ifndef LOCCER_TEST_REJECTED
    static std::span<const unsigned char> bytes() noexcept;
#endif
};

static_assert(loccer::CorrelationToken<ShopKey>::correlates);

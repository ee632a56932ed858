// SPDX-License-Identifier: MIT
// expected: loccer::SymbolizedFramesOn: WaitingBytes must lie between 16 KiB and 1 GiB; see docs/errors.md#symbolized-frames-waiting
#include <loccer/policy/settings.hpp>

#ifdef LOCCER_TEST_REJECTED
constexpr std::int64_t bytes = 1000;
#else
constexpr std::int64_t bytes = 16 * loccer::KiB;
#endif

static_assert(loccer::SymbolizedFramesOn<loccer::ResolverThread, bytes>::waiting_bytes == bytes);

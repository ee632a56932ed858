// SPDX-License-Identifier: MIT
// expected: loccer::JsonFileOutput: Options must name each kind of option once; see docs/errors.md#json-file-options-of-one-kind
#include <loccer/outputs/file/crc32.hpp>
#include <loccer/outputs/file/hash_chain.hpp>
#include <loccer/outputs/file/options.hpp>

#ifdef LOCCER_TEST_REJECTED
static_assert(loccer::file::CheckOptions<loccer::Crc32, loccer::HashChain>::passed());
#else
static_assert(loccer::file::CheckOptions<loccer::Crc32>::passed());
static_assert(loccer::file::CheckOptions<loccer::HashChain>::passed());
#endif

// SPDX-License-Identifier: MIT
// expected: loccer::Sensitive: Value must be an object without const, and a std::array in place of an array; see docs/errors.md#sensitive-type
#include <loccer/reflect/sensitive.hpp>

#include <string>

#ifdef LOCCER_TEST_REJECTED
static_assert(sizeof(loccer::Sensitive<const std::string>) != 0);
#else
static_assert(sizeof(loccer::Sensitive<std::string>) != 0);
#endif

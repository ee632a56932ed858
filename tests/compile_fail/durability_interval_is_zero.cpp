// SPDX-License-Identifier: MIT
// expected: loccer::Durability::interval: Milliseconds must lie between 1 and 3600000; see docs/errors.md#durability-interval
#include <loccer/outputs/file/durability.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::Durability::interval<0>;
#else
using Option = loccer::Durability::interval<200>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

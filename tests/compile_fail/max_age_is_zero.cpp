// SPDX-License-Identifier: MIT
// expected: loccer::MaxAge: Seconds must lie between 1 and 36500 days; see docs/errors.md#max-age
#include <loccer/outputs/file/max_age.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::MaxAge<0>;
#else
using Option = loccer::MaxAge<loccer::Hours>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

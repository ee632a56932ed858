// SPDX-License-Identifier: MIT
// expected: loccer::MaxTotal: Bytes must lie between 1 and 1 EiB; see docs/errors.md#max-total
#include <loccer/outputs/file/max_total.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::MaxTotal<0>;
#else
using Option = loccer::MaxTotal<loccer::GiB>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

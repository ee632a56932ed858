// SPDX-License-Identifier: MIT
// expected: loccer::MaxSize: Bytes must lie between 0 (never rotated) and 1 EiB; see docs/errors.md#max-size
#include <loccer/outputs/file/max_size.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::MaxSize<-1>;
#else
using Option = loccer::MaxSize<0>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

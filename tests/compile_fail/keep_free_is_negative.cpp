// SPDX-License-Identifier: MIT
// expected: loccer::KeepFree: Bytes must lie between 1 and 1 EiB; see docs/errors.md#keep-free
#include <loccer/outputs/file/keep_free.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::KeepFree<-1>;
#else
using Option = loccer::KeepFree<loccer::MiB>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

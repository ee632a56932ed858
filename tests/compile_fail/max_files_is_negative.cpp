// SPDX-License-Identifier: MIT
// expected: loccer::MaxFiles: Count must lie between 0 and 1000000; see docs/errors.md#max-files
#include <loccer/outputs/file/max_files.hpp>

#ifdef LOCCER_TEST_REJECTED
using Option = loccer::MaxFiles<-1>;
#else
using Option = loccer::MaxFiles<0>;
#endif

loccer::FileSettings settings = [] {
    loccer::FileSettings set;
    Option::apply(set);
    return set;
}();

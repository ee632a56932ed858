// SPDX-License-Identifier: MIT
// expected: loccer::AllowList: Names must contain a letter or a digit each; see docs/errors.md#allow-list
#include <loccer/redactions/allow_list.hpp>

#ifdef LOCCER_TEST_REJECTED
using Shown = loccer::AllowList<"">;
#else
using Shown = loccer::AllowList<>;
#endif

static_assert(Shown::redacts_key("depth"));

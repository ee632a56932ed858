// SPDX-License-Identifier: MIT
// expected: loccer::KeyFile: Path must be absolute, for a program may change its directory; see docs/errors.md#key-file-path
#include <loccer/redactions/correlation/key_file.hpp>

#ifdef LOCCER_TEST_REJECTED
using Key = loccer::KeyFile<"loccer.key">;
#else
using Key = loccer::KeyFile<"/etc/shop/loccer.key">;
#endif

static_assert(Key::name.size() != 0);

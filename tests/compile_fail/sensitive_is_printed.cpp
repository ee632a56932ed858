// SPDX-License-Identifier: MIT
// expected: loccer::Sensitive: Value must not be printed (reveal() says where it is used); see docs/errors.md#sensitive-printed
#include <loccer/reflect/sensitive.hpp>

#include <ostream>
#include <string>

void greet(std::ostream& out, const loccer::Sensitive<std::string>& password) {
#ifdef LOCCER_TEST_REJECTED
    out << password;
#else
    out << password.reveal().size();
#endif
}

// SPDX-License-Identifier: MIT
// expected: loccer::front: Value must be a number, a character, a bool, a C string, a std::string or a std::string_view where <loccer/capture/locals.hpp> is not included; see docs/errors.md#front-value
#include <loccer/front.hpp>

struct Order {
    int id;
};

int main() {
    const Order order{1};
#ifdef LOCCER_TEST_REJECTED
    LOCCER_LOCALS(order);
#else
    LOCCER_LOCALS(order.id);
#endif
    return 0;
}

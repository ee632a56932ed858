// SPDX-License-Identifier: MIT
// expected: undefined reference to `shop::errors'
// A program without a file that defines the log: the linker names it.

#include <loccer/front.hpp>

namespace shop {

LOCCER_DECLARE_LOG(errors);

}  // namespace shop

int main() {
    LOCCER_CAPTURE(shop::errors){};
    shop::errors.log_metadata({{"msg", "undefined"}});
    return 0;
}

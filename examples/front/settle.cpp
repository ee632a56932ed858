// SPDX-License-Identifier: MIT
//
// One of the many files that capture. It is compiled in a fraction of the time that the log's type takes.

#include "settle.hpp"

#include "errors.hpp"

#include <stdexcept>

namespace shop {

//! [capture]
double settle(const std::string& customer, int quantity) {
    return LOCCER_CAPTURE(errors, customer, quantity) {
        if (quantity > 100) throw std::out_of_range("more than a hundred have to be approved by hand");
        return 9.99 * quantity;
    };
}
//! [capture]

bool settle_all() {
    bool all = true;
    for (const int quantity : {3, 500, 7}) {
        LOCCER_TRY { settle("Dao Nguyen", quantity); }
        LOCCER_CATCH(errors) { all = false; }
    }
    errors.log_metadata({{"msg", "settled"}, {"all", all}});
    return all;
}

}  // namespace shop

// SPDX-License-Identifier: MIT
//
// Shows variables in the frames of a record, also of functions that have been left when it is handled.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <boost/hana/define_struct.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Order {
    BOOST_HANA_DEFINE_STRUCT(Order, (int, id), (std::string, buyer), (std::string, card_number));
};

//! [registered]
void ship(const Order& order, const std::vector<int>& weights) {
    int total = 0;
    LOCCER_LOCALS(order, weights, total);  // by reference: total is shown as it is at the throw
    for (const int weight : weights) total += weight;
    if (total > 30) throw std::length_error("too heavy for the drone");
}
//! [registered]

}  // namespace

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [scope]
    const Order order{17, "Ada", "4111 1111 1111 1111"};
    const int attempt = 1;
    try {
        LOCCER_CAPTURE(log, attempt) { ship(order, {10, 20, 5}); };
    } catch (const std::exception&) {
    }
    //! [scope]

    expect_newest(log, R"("locals":{"attempt":1})");
    expect_newest(log, R"("locals":{"order":{"id":17,"buyer":"Ada","card_number":"[REDACTED]"},)"
                       R"("weights":[10,20,5],"total":35})");
}

// SPDX-License-Identifier: MIT
// A unit that has the light front alone, built once per variant.

#include "front_unit.hpp"

#include <stdexcept>
#include <system_error>

namespace {

int one_more(int order) { return order + 1; }
#if LOCCER_CFG_EXCEPTIONS
int jams() { throw std::runtime_error("paper jam"); }
#endif

}  // namespace

int capture_by_front() {
    const int order = 7;
    LOCCER_LOCALS(order);
    int records = 0;
    records += declared.capture_exception(std::make_error_code(std::errc::no_space_on_device)) ? 1 : 0;
    records += declared.log_metadata({{"msg", "disk slow"}, {"ms", 812}, {"password", "hunter2"}}) ? 1 : 0;
    LOCCER_CAPTURE(declared, order) { return order; };
    if (loccer::firewall<declared, one_more, 0>(order) != order + 1) return 0;
#if LOCCER_CFG_EXCEPTIONS
    try {
        LOCCER_CAPTURE(declared, order) { throw std::runtime_error("out of paper"); };
    } catch (const std::runtime_error&) {
        ++records;
    }
    if (loccer::firewall<declared, jams, 7>() == 7) ++records;
    LOCCER_SUPPRESS(declared) { throw std::runtime_error("out of ink"); };
    ++records;
    LOCCER_TRY { throw std::runtime_error("out of order"); }
    LOCCER_CATCH(declared) { ++records; }
    LOCCER_TRY {
        LOCCER_TRY { throw std::runtime_error("out of order"); }
        LOCCER_PASS_ON;
    }
    LOCCER_CATCH(declared) { ++records; }
#endif
    return records;
}

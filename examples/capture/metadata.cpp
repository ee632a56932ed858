// SPDX-License-Identifier: MIT
//
// Records something that is no error.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <boost/hana/define_struct.hpp>

#include <map>
#include <string>
#include <vector>

namespace {

//! [struct]
struct DiskReport {
    BOOST_HANA_DEFINE_STRUCT(DiskReport, (std::string, device), (double, full), (std::vector<int>, latencies_ms));
};
//! [struct]

}  // namespace

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [list]
    log.log_metadata({{"msg", "disk slow"}, {"ms", 812}});
    //! [list]
    expect_newest(log, R"("loccer_type":"metadata_log")");
    expect_newest(log, R"("data":{"msg":"disk slow","ms":812})");

    //! [value]
    log.log_metadata(DiskReport{"sda", 0.75, {3, 812, 4}});
    log.log_metadata(std::map<std::string, int>{{"retries", 3}, {"timeouts", 1}});
    //! [value]
    expect_newest(log, R"("data":{"retries":3,"timeouts":1})");
    expect(count(log) == 3, "three reports are three records");

    log.log_metadata({{"user", "ada"}, {"password", "correct horse"}});
    expect_newest(log, R"("data":{"user":"ada","password":"[REDACTED]"})");
}

// SPDX-License-Identifier: MIT
//
// Records errors that are returned and not thrown.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <fcntl.h>
#include <system_error>

int main() {
    loccer::Loccer<loccer::InMemoryOutput> log;

    //! [code]
    const std::error_code error = std::make_error_code(std::errc::no_space_on_device);
    if (error) log.capture_exception(error);
    //! [code]
    expect_newest(log, R"("exc_type":"std::error_code")");
    expect_newest(log, R"("category":"generic","value":28)");

    //! [errno]
    if (::open("/no/such/file", O_RDONLY | O_CLOEXEC) < 0) log.capture_errno();
    //! [errno]
    expect_newest(log, R"("category":"system","value":2)");

    expect(!log.capture_exception(std::error_code()), "success is no record");
    expect(count(log) == 2, "two errors are two records");
}

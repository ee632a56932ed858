// SPDX-License-Identifier: MIT
//
// The light front: most files of a project include `loccer/front.hpp` and a declaration of its log; this one
// includes the library, composes the log's type and defines the log.

#include "errors.hpp"
#include "settle.hpp"

#include <loccer/loccer.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

//! [define]
using ErrorLog = loccer::Loccer<loccer::PlatformIntegration, loccer::InMemoryOutput>;

namespace shop {

LOCCER_DEFINE_LOG(errors, ErrorLog, loccer::InMemoryOutput(100));

}  // namespace shop
//! [define]

namespace {

void expect(bool is_so, std::string_view what) {
    if (is_so) return;
    std::cerr << "not so: " << what << '\n';
    std::exit(1);
}

}  // namespace

int main() {
    expect(!shop::settle_all(), "one order is too large");

    //! [behind]
    const ErrorLog* log = loccer::log_behind<ErrorLog>(shop::errors);
    const std::vector<std::string> records = log->get<loccer::InMemoryOutput>().records();
    //! [behind]
    for (const std::string& record : records) std::cout << record << '\n';
    expect(records.size() == 2, "the exception is recorded once, and the end");
    expect(records[0].find(R"("origin":"throw")") != std::string::npos, "the stack is that of the throw");
    expect(records[0].find(R"("customer":"Dao Nguyen","quantity":500)") != std::string::npos, "with the locals");
    expect(records[1].find(R"("data":{"msg":"settled","all":false})") != std::string::npos, "metadata");
}

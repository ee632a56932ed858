// SPDX-License-Identifier: MIT
//
// Callbacks of libraries that are written in C: an exception must not go through them. A firewall records it and gives
// the library a value that says "failed".

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <array>
#include <cstdlib>
#include <stdexcept>

//! [firewall]
loccer::Loccer<loccer::InMemoryOutput> errors;

int by_size(const void* left, const void* right) {
    const int a = *static_cast<const int*>(left);
    const int b = *static_cast<const int*>(right);
    if (a < 0 || b < 0) throw std::range_error("a negative size");
    return a < b ? -1 : a > b;
}

void sort_sizes(std::array<int, 3>& sizes) {
    std::qsort(sizes.data(), sizes.size(), sizeof(int), loccer::firewall<errors, by_size, 0>);
}
//! [firewall]

void say_goodbye() { throw std::runtime_error("nobody is there any more"); }

int main() {
    std::array sizes{3, 1, 2};
    sort_sizes(sizes);
    expect(sizes == std::array{1, 2, 3} && count(errors) == 0, "what does not fail is called as it is");

    sizes = {3, -1, 2};
    sort_sizes(sizes);
    expect_newest(errors, R"("msg":"a negative size")");

    //! [default]
    loccer::install(errors);
    std::atexit(loccer::firewall<say_goodbye>);  // into the installed log; nothing is returned
    //! [default]
    loccer::firewall<say_goodbye>();
    expect_newest(errors, R"("msg":"nobody is there any more")");
}

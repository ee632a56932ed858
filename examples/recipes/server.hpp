// SPDX-License-Identifier: MIT
#ifndef LOCCER_EXAMPLES_RECIPES_SERVER_HPP
#define LOCCER_EXAMPLES_RECIPES_SERVER_HPP

// What the recipes for web servers share: the shop that they serve.

#include <loccer/integrations/http_context.hpp>
#include <loccer/loccer.hpp>

#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

/// What is sold: `/orders/1` and `/orders/2`; the third is lost, and no other number was ever given out. Throws one of
/// two types, for a server has to withstand any.
inline std::string order_at(std::string_view path) {
    constexpr std::string_view folder = "/orders/";
    int number = 0;
    if (path.starts_with(folder)) std::from_chars(path.data() + folder.size(), path.data() + path.size(), number);
    if (number == 3) throw number;
    if (number < 1 || number > 3) throw std::out_of_range("no such order");
    return "order " + std::to_string(number) + "\n";
}

/// Tells who started the server where it listens, and waits until they close its standard input.
inline void serve_until_end_of_input(int port) {
    std::printf("listening on port %d\n", port);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
}

#endif

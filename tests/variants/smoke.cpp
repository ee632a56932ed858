// SPDX-License-Identifier: MIT
// A program that is built once per variant: what works everywhere must work here.

#include <loccer/base/config.hpp>

#include <cstdio>
#include <string_view>

namespace {

int failures = 0;

void expect(bool holds, const char* sentence) {
    if (holds) return;
    ++failures;
    std::printf("%s: %s\n", LOCCER_TEST_VARIANT, sentence);
}

#define LOCCER_TEST_TEXT(name) #name
#define LOCCER_TEST_TEXT_OF(name) LOCCER_TEST_TEXT(name)

constexpr std::string_view variant = LOCCER_TEST_VARIANT;
constexpr std::string_view abi_namespace = LOCCER_TEST_TEXT_OF(LOCCER_ABI_NAMESPACE);
constexpr bool without_exceptions = variant.find("no-exceptions") != std::string_view::npos;
constexpr bool without_rtti = variant.find("no-rtti") != std::string_view::npos;

void switches_are_seen() {
    expect(LOCCER_CFG_EXCEPTIONS == !without_exceptions, "LOCCER_CFG_EXCEPTIONS does not follow the compiler");
    expect(LOCCER_CFG_RTTI == !without_rtti, "LOCCER_CFG_RTTI does not follow the compiler");
}

void switches_that_change_a_layout_change_the_abi_namespace() {
    expect((abi_namespace.find("no_exceptions") != std::string_view::npos) == without_exceptions,
           "the ABI namespace does not tell whether there are exceptions");
    expect((abi_namespace.find("no_rtti") != std::string_view::npos) == without_rtti,
           "the ABI namespace does not tell whether there is RTTI");
}

}  // namespace

int main() {
    switches_are_seen();
    switches_that_change_a_layout_change_the_abi_namespace();

    return failures == 0 ? 0 : 1;
}

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_SUPPORT_GATHERED_HPP
#define LOCCER_TESTS_SUPPORT_GATHERED_HPP

// What an integration, or a part of one, writes into its object, under the default rules and as parsed JSON.

#include <loccer/json/context.hpp>
#include <loccer/json/object.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/redactions/rules.hpp>

#include "json_check.hpp"

#include <string>
#include <utility>

namespace test_support {

/// *Returns* the object that `write(json::Object&)` writes into.
template <class Write>
nlohmann::json gathered(Write&& write) {
    using Context = loccer::json::Context<loccer::redactions::RulesOf<>>;
    std::string storage(64 * 1024, '\0');
    loccer::json::Writer writer{storage};
    if (!writer.begin_object()) return {};
    loccer::json::Object<Context> out{writer};
    std::forward<Write>(write)(out);
    writer.end_object();
    return json_check::checked(writer.view());
}

}  // namespace test_support

#endif

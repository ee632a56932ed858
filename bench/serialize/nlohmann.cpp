// SPDX-License-Identifier: MIT
// nlohmann's JSON: a document that keeps the order of its members.
#include "document.hpp"
#include "way.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace {

struct Make {
    using Value = nlohmann::ordered_json;
    static Value object() { return Value::object(); }
    static Value array() { return Value::array(); }
    static void add(Value& object, std::string_view key, Value value) {
        // Its own look-up would compare with all keys before.
        object.get_ref<Value::object_t&>().emplace_back(std::string(key), std::move(value));
    }
    static void add(Value& array, Value value) { array.push_back(std::move(value)); }
};

std::string text;

bench::Write prepare_dump(const bench::ErrorRecord& record) {
    return [document = bench::make_document<Make>(record)]() -> std::string_view { return text = document.dump(); };
}
std::string_view build_and_dump(const bench::ErrorRecord& record) {
    return text = bench::make_document<Make>(record).dump();
}

}  // namespace

bench::Ways bench::ways_of_nlohmann() {
    return {{"nlohmann, document ready", prepare_dump}, {"nlohmann", prepare_by<build_and_dump>}};
}

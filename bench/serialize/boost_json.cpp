// SPDX-License-Identifier: MIT
// Boost.JSON, as a header: its serializer into a buffer that is used again, documents in memory of their own.
#include "document.hpp"
#include "way.hpp"

#include <boost/json/src.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct Make {
    using Value = boost::json::value;
    static Value object() { return boost::json::object(); }
    static Value array() { return boost::json::array(); }
    static void add(Value& object, std::string_view key, Value value) {
        object.get_object().emplace(boost::json::string_view(key.data(), key.size()), std::move(value));
    }
    static void add(Value& array, Value value) { array.get_array().push_back(std::move(value)); }
};

std::string_view dump(const boost::json::value& document) {
    static std::vector<char> buffer(64 * 1024);
    static boost::json::serializer serializer;
    serializer.reset(&document);
    std::size_t size = 0;
    while (!serializer.done()) size += serializer.read(buffer.data() + size, buffer.size() - size).size();
    return {buffer.data(), size};
}

bench::Write prepare_dump(const bench::ErrorRecord& record) {
    return [document = bench::make_document<Make>(record)] { return dump(document); };
}
std::string_view build_and_dump(const bench::ErrorRecord& record) { return dump(bench::make_document<Make>(record)); }

}  // namespace

bench::Ways bench::ways_of_boost_json() {
    return {{"Boost.JSON, document ready", prepare_dump}, {"Boost.JSON", prepare_by<build_and_dump>}};
}

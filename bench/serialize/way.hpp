// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_SERIALIZE_WAY_HPP
#define LOCCER_BENCH_SERIALIZE_WAY_HPP

// A way of writing a record, and those of the JSON libraries that loccer is compared with. Each library has a source of
// its own, which is compiled where the library was found.

#include "../records.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace bench {

/// *Returns* the bytes, which are there until the next call of any.
using Write = std::function<std::string_view()>;

struct Way {
    const char* name;
    /// *Returns* what writes this record again and again. *Requires* that the record outlives it.
    Write (*prepare)(const ErrorRecord& record);
};
using Ways = std::vector<Way>;

/// Makes a Way of a function that writes a record by nothing but the record.
template <auto Function>
Write prepare_by(const ErrorRecord& record) {
    return [&record] { return Function(record); };
}

Ways ways_of_rapidjson();
Ways ways_of_rapidjson_sse2();
Ways ways_of_nlohmann();
Ways ways_of_boost_json();
Ways ways_of_fmt();
Ways ways_of_glaze();
Ways ways_of_yyjson();
Ways ways_of_simdjson();

}  // namespace bench

#endif

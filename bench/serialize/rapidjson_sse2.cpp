// SPDX-License-Identifier: MIT
#define RAPIDJSON_SSE2
#define RAPIDJSON_NAMESPACE rapidjson_sse2
#define RAPIDJSON_NAMESPACE_BEGIN namespace rapidjson_sse2 {
#define RAPIDJSON_NAMESPACE_END }
#include "rapidjson.hpp"

bench::Ways bench::ways_of_rapidjson_sse2() { return {{"RapidJSON, SSE2", prepare_by<write_record>}}; }

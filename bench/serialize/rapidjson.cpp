// SPDX-License-Identifier: MIT
#include "rapidjson.hpp"

bench::Ways bench::ways_of_rapidjson() { return {{"RapidJSON", prepare_by<write_record>}}; }

// SPDX-License-Identifier: MIT
// RapidJSON's Writer into a buffer that is used again. No guard: it is included once by each of two sources, whose
// RapidJSON differs.

#include "by_calls.hpp"
#include "way.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

class Out {
  public:
    explicit Out(RAPIDJSON_NAMESPACE::StringBuffer& buffer) : writer_(buffer) {}

    void begin_object() { writer_.StartObject(); }
    void end_object() { writer_.EndObject(); }
    void begin_array() { writer_.StartArray(); }
    void end_array() { writer_.EndArray(); }
    void key(std::string_view key) { writer_.Key(key.data(), size_of(key)); }
    void text(std::string_view value) { writer_.String(value.data(), size_of(value)); }
    void boolean(bool value) { writer_.Bool(value); }
    void integer(std::int64_t value) { writer_.Int64(value); }

  private:
    static RAPIDJSON_NAMESPACE::SizeType size_of(std::string_view text) {
        return static_cast<RAPIDJSON_NAMESPACE::SizeType>(text.size());
    }

    RAPIDJSON_NAMESPACE::Writer<RAPIDJSON_NAMESPACE::StringBuffer> writer_;
};

std::string_view write_record(const bench::ErrorRecord& record) {
    static RAPIDJSON_NAMESPACE::StringBuffer buffer;
    buffer.Clear();
    Out out{buffer};
    bench::tell(out, record);
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

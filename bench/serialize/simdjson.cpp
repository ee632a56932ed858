// SPDX-License-Identifier: MIT
// simdjson's builder of texts, which there is since version 4, with a buffer that is used again.
#include "by_calls.hpp"
#include "way.hpp"

#include <simdjson.h>

#include <cstdint>
#include <string_view>

namespace {

using Builder = simdjson::builder::string_builder;

/// Puts the commas, which the builder leaves to its user.
class Out {
  public:
    explicit Out(Builder& builder) : builder_(builder) {}

    void begin_object() {
        begin([this] { builder_.start_object(); });
    }
    void end_object() {
        end([this] { builder_.end_object(); });
    }
    void begin_array() {
        begin([this] { builder_.start_array(); });
    }
    void end_array() {
        end([this] { builder_.end_array(); });
    }
    void key(std::string_view key) {
        separate();
        builder_.escape_and_append_with_quotes(key);
        builder_.append_colon();
        is_first_ = true;
    }
    void text(std::string_view value) {
        separate();
        builder_.escape_and_append_with_quotes(value);
    }
    void boolean(bool value) {
        separate();
        builder_.append(value);
    }
    void integer(std::int64_t value) {
        separate();
        builder_.append(value);
    }

  private:
    template <class Put>
    void begin(Put put) {
        separate();
        put();
        is_first_ = true;
    }
    template <class Put>
    void end(Put put) {
        put();
        is_first_ = false;
    }
    void separate() {
        if (!is_first_) builder_.append_comma();
        is_first_ = false;
    }

    Builder& builder_;
    bool is_first_ = true;
};

std::string_view write_record(const bench::ErrorRecord& record) {
    static Builder builder(64 * 1024);
    builder.clear();
    Out out{builder};
    bench::tell(out, record);
    return builder.view().value_unsafe();
}

}  // namespace

bench::Ways bench::ways_of_simdjson() { return {{"simdjson's builder", prepare_by<write_record>}}; }

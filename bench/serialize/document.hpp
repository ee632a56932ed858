// SPDX-License-Identifier: MIT
#ifndef LOCCER_BENCH_SERIALIZE_DOCUMENT_HPP
#define LOCCER_BENCH_SERIALIZE_DOCUMENT_HPP

// A record as a document, for the libraries that write documents.

#include "by_calls.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// Builds a document by the calls of tell(). \tparam Make has `Value`, `object()`, `array()`,
/// `add(Value& object, std::string_view key, Value)`, `add(Value& array, Value)`.
template <class Make>
class DocumentBuilder {
  public:
    using Value = typename Make::Value;

    void begin_object() { open_.push_back({key_, Make::object(), false}); }
    void end_object() { end(); }
    void begin_array() { open_.push_back({key_, Make::array(), true}); }
    void end_array() { end(); }
    void key(std::string_view key) { key_ = key; }
    template <class Scalar>
    void text(const Scalar& value) {
        add(Value(value));
    }
    void boolean(bool value) { add(Value(value)); }
    void integer(std::int64_t value) { add(Value(value)); }

    [[nodiscard]] Value take() { return std::move(whole_); }

  private:
    struct Open {
        std::string_view key;
        Value value;
        bool is_array;
    };
    void end() {
        Open ended = std::move(open_.back());
        open_.pop_back();
        key_ = ended.key;
        if (open_.empty()) whole_ = std::move(ended.value);
        else add(std::move(ended.value));
    }
    void add(Value value) {
        Open& open = open_.back();
        if (open.is_array) Make::add(open.value, std::move(value));
        else Make::add(open.value, key_, std::move(value));
    }

    std::vector<Open> open_;
    std::string_view key_;
    Value whole_;
};

/// *Returns* the record as a document.
template <class Make>
typename Make::Value make_document(const ErrorRecord& record) {
    DocumentBuilder<Make> builder;
    tell(builder, record);
    return builder.take();
}

}  // namespace bench

#endif

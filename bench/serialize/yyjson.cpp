// SPDX-License-Identifier: MIT
// yyjson: documents whose texts are borrowed, written into memory of its own.
#include "by_calls.hpp"
#include "way.hpp"

#include <yyjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

namespace {

struct FreeDocument {
    void operator()(::yyjson_mut_doc* document) const { ::yyjson_mut_doc_free(document); }
};
using Document = std::unique_ptr<::yyjson_mut_doc, FreeDocument>;

/// Builds a document by the calls of tell().
class Builder {
  public:
    explicit Builder(::yyjson_mut_doc* document) : document_(document) {}

    void begin_object() { begin(::yyjson_mut_obj(document_)); }
    void end_object() { open_.pop_back(); }
    void begin_array() { begin(::yyjson_mut_arr(document_)); }
    void end_array() { open_.pop_back(); }
    void key(std::string_view key) { key_ = ::yyjson_mut_strn(document_, key.data(), key.size()); }
    void text(std::string_view value) { add(::yyjson_mut_strn(document_, value.data(), value.size())); }
    void boolean(bool value) { add(::yyjson_mut_bool(document_, value)); }
    void integer(std::int64_t value) { add(::yyjson_mut_sint(document_, value)); }

  private:
    void begin(::yyjson_mut_val* value) {
        if (open_.empty()) ::yyjson_mut_doc_set_root(document_, value);
        else add(value);
        open_.push_back(value);
    }
    void add(::yyjson_mut_val* value) {
        if (::yyjson_mut_is_arr(open_.back())) ::yyjson_mut_arr_append(open_.back(), value);
        else ::yyjson_mut_obj_add(open_.back(), key_, value);
    }

    ::yyjson_mut_doc* document_;
    ::yyjson_mut_val* key_ = nullptr;
    std::vector<::yyjson_mut_val*> open_;
};

Document make_document(const bench::ErrorRecord& record) {
    Document document(::yyjson_mut_doc_new(nullptr));
    Builder builder(document.get());
    bench::tell(builder, record);
    return document;
}

std::string_view dump(const ::yyjson_mut_doc* document) {
    static std::unique_ptr<char, decltype(&std::free)> bytes(nullptr, &std::free);
    std::size_t size = 0;
    bytes.reset(::yyjson_mut_write(document, YYJSON_WRITE_NOFLAG, &size));
    return {bytes.get(), size};
}

bench::Write prepare_dump(const bench::ErrorRecord& record) {
    const std::shared_ptr<::yyjson_mut_doc> document = make_document(record);
    return [document] { return dump(document.get()); };
}
std::string_view build_and_dump(const bench::ErrorRecord& record) { return dump(make_document(record).get()); }

}  // namespace

bench::Ways bench::ways_of_yyjson() {
    return {{"yyjson, document ready", prepare_dump}, {"yyjson", prepare_by<build_and_dump>}};
}

// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_WRITTEN_LOCALS_HPP
#define LOCCER_JSON_WRITTEN_LOCALS_HPP

// Locals that are written before it is known whose frame they stand in. Which of them share an object, and so whose
// keys have to differ, is found out with the names of the functions: until then each member is an object of its own.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/json/sink.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/replay.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

namespace written_detail {

/// Writes the members of replayed objects as objects of their own, into an array that is open. Stands as deep in the
/// record as a MemberSink does in a frame.
template <class Rules>
class SingleSink : public RedactingSink<Rules> {
  public:
    /// *Requires* that an object is open.
    using RedactingSink<Rules>::RedactingSink;

    bool begin_object() noexcept { return at_members() || RedactingSink<Rules>::begin_object(); }
    void end_object() noexcept {
        if (!at_base()) RedactingSink<Rules>::end_object();
    }
    bool key(std::string_view name) noexcept {
        if (at_base()) begin_single();
        return RedactingSink<Rules>::key(name);
    }
    void omitted(std::size_t count) noexcept {
        if (at_base()) begin_single();
        RedactingSink<Rules>::omitted(count);
    }

  private:
    [[nodiscard]] bool at_base() noexcept { return this->writer().depth() == this->base_depth(); }
    [[nodiscard]] bool at_members() noexcept { return at_base() && !this->writer().expects_value(); }

    void begin_single() noexcept {
        Writer& writer = this->writer();
        if (writer.view().back() == '{') return;
        writer.end_object();
        (void)writer.element_object();
    }
};

/// Takes the JSON of SingleSink apart.
class SingleReader {
  public:
    explicit SingleReader(std::string_view members) noexcept : rest_(members) {}

    /// *Returns* false behind the last member. \param key without quotation marks, escaped.
    [[nodiscard]] bool next(std::string_view& key, std::string_view& value) noexcept {
        while (!rest_.empty() && rest_.front() != '"') rest_.remove_prefix(1);
        if (rest_.empty()) return false;
        const std::size_t key_end = text_end(0);
        key = rest_.substr(1, key_end - 2);
        const std::size_t end = object_end(key_end);
        value = rest_.substr(key_end + 1, end - key_end - 1);
        rest_.remove_prefix(end);
        return true;
    }

  private:
    /// *Returns* where the text that begins at `at` has ended.
    [[nodiscard]] std::size_t text_end(std::size_t at) const noexcept {
        for (++at; at < rest_.size() && rest_[at] != '"'; ++at) {
            if (rest_[at] == '\\') ++at;
        }
        return at < rest_.size() ? at + 1 : rest_.size();
    }
    /// *Returns* where the bracket stands that ends the object around `at`.
    [[nodiscard]] std::size_t object_end(std::size_t at) const noexcept {
        std::size_t depth = 1;
        while (at < rest_.size()) {
            const char byte = rest_[at];
            if (byte == '"') {
                at = text_end(at);
                continue;
            }
            if (byte == '{' || byte == '[') ++depth;
            if ((byte == '}' || byte == ']') && --depth == 0) return at;
            ++at;
        }
        return at;
    }

    std::string_view rest_;
};

}  // namespace written_detail

/// *Effects* writes the values on a tape into the open array, as an array of single members. *Returns* what was
/// written, as long as the writer's storage stays; without members where there was no room.
template <class Rules>
WrittenLocals write_locals(Writer& writer, std::string_view tape) noexcept {
    WrittenLocals written;
    if (!writer.element()) return written;
    const std::size_t begin = writer.size();
    const std::size_t redactions = writer.redactions();
    const std::size_t repaired = writer.repaired();
    if (!writer.begin_array()) return written;
    if (writer.element_object()) {
        written_detail::SingleSink<Rules> sink{writer};
        (void)reflect::replay(tape, sink);
        writer.end_object();
    }
    writer.end_array();
    written.members = writer.view().substr(begin);
    written.redactions = writer.redactions() - redactions;
    written.repaired = writer.repaired() - repaired;
    return written;
}

/// *Effects* writes the value `locals` of a frame. *Requires* that all of them were written before, below the limit
/// that a frame's locals have.
inline void put_written_locals(Writer& writer, std::span<const FrameLocals> locals) noexcept {
    if (!writer.begin_object()) return;
    for (const FrameLocals& part : locals) {
        written_detail::SingleReader reader{part.written->members};
        std::string_view key;
        std::string_view value;
        while (reader.next(key, value)) writer.written_member(key, value);
        writer.count_redactions(part.written->redactions);
        writer.count_repaired(part.written->repaired);
    }
    writer.end_object();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif

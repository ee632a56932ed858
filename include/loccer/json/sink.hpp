// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_SINK_HPP
#define LOCCER_JSON_SINK_HPP

// The reflect::Sink that writes JSON under the redaction rules of a log: described values, metadata and
// replayed locals all go through it, so a sensitive key is seen at every depth.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/writer.hpp>
#include <loccer/reflect/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// Writes one value. *Allocates* no. *Throws* nothing.
/// \tparam Rules `static constexpr bool redacts(std::string_view key) noexcept`.
template <class Rules>
class RedactingSink {
  public:
    explicit RedactingSink(Writer& writer) noexcept : writer_(writer), base_depth_(writer.depth()) {}

    void null() noexcept { writer_.null(); }
    void boolean(bool value) noexcept { writer_.boolean(value); }
    void integer(std::int64_t value) noexcept { writer_.integer(value); }
    void unsigned_integer(std::uint64_t value) noexcept { writer_.unsigned_integer(value); }
    void number(double value) noexcept { writer_.number(value); }
    void number(float value) noexcept { writer_.number(value); }
    void text(std::string_view value) noexcept { text(value, value.size()); }
    void text(std::string_view kept, std::size_t whole_size) noexcept {
        writer_.text(kept.substr(0, reflect::max_text_bytes), whole_size);
    }
    void redacted() noexcept { writer_.redacted(); }

    bool begin_object() noexcept { return may_nest() && writer_.begin_object(); }
    /// *Effects* begins a member; the marker stands for the value of a sensitive one.
    /// *Returns* whether a value is to follow.
    bool key(std::string_view name) noexcept {
        if (!writer_.key(name)) return false;
        if (!is_sensitive(name)) return true;
        writer_.redacted();
        return false;
    }
    void end_object() noexcept { writer_.end_object(); }
    bool begin_array() noexcept { return may_nest() && writer_.begin_array(); }
    bool element() noexcept { return writer_.element(); }
    void end_array() noexcept { writer_.end_array(); }
    void omitted(std::size_t count) noexcept { writer_.omitted(count); }

    [[nodiscard]] Writer::Mark mark() const noexcept { return writer_.mark(); }
    void rewind(const Writer::Mark& mark) noexcept { writer_.rewind(mark); }
    [[nodiscard]] bool is_sensitive(std::string_view name) const noexcept { return Rules::redacts(name); }

    [[nodiscard]] Writer& writer() noexcept { return writer_; }

  protected:
    [[nodiscard]] std::size_t base_depth() const noexcept { return base_depth_; }

  private:
    bool may_nest() noexcept {
        if (writer_.depth() - base_depth_ < reflect::max_depth) return true;
        writer_.text(reflect::too_deep_text);
        writer_.set_truncated();
        return false;
    }

    Writer& writer_;
    const std::size_t base_depth_;
};

/// Writes the members of replayed objects into an object that is open already. A function may have
/// registered locals in several scopes; a reader looks for them in one object.
template <class Rules>
class MemberSink : public RedactingSink<Rules> {
  public:
    using RedactingSink<Rules>::RedactingSink;

    bool begin_object() noexcept { return at_members() || RedactingSink<Rules>::begin_object(); }
    void end_object() noexcept {
        if (!at_base()) RedactingSink<Rules>::end_object();
    }

  private:
    [[nodiscard]] bool at_base() noexcept { return this->writer().depth() == this->base_depth(); }
    [[nodiscard]] bool at_members() noexcept { return at_base() && !this->writer().expects_value(); }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif

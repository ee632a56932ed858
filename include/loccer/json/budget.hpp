// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_BUDGET_HPP
#define LOCCER_JSON_BUDGET_HPP

// Who gets how much of a record. Each section may use what the ones before it left, but can't take what
// the ones behind it need: a message of megabytes must not cost the stack, nor a deep stack the message.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/json/writer.hpp>

#include <cstddef>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

/// The smallest storage of a record. Below it not even all keys with cut values fit.
/// *Units* bytes.
inline constexpr std::size_t min_record_bytes = 1152;

/// Where each section of a record must end. *Units* bytes from the record's begin.
class Budget {
  public:
    /// *Requires* capacity >= min_record_bytes - 1.
    constexpr explicit Budget(std::size_t capacity) noexcept
        : spare_(capacity - head_bytes - integrations_bytes - frames_bytes - globals_bytes - tail_bytes) {}

    /// *Returns* `sixteenths` of what is not taken by keys and shortest values.
    [[nodiscard]] constexpr std::size_t share(std::size_t sixteenths) const noexcept {
        return spare_ / 16 * sixteenths;
    }
    /// Identity, type, message, thread and causes.
    [[nodiscard]] constexpr std::size_t head_end() const noexcept { return head_bytes + share(4); }
    /// Integrations, or the data of a metadata record.
    [[nodiscard]] constexpr std::size_t integrations_end() const noexcept {
        return head_bytes + integrations_bytes + share(10);
    }
    [[nodiscard]] constexpr std::size_t frames_end() const noexcept {
        return head_bytes + integrations_bytes + frames_bytes + share(15);
    }
    [[nodiscard]] constexpr std::size_t globals_end() const noexcept {
        return head_bytes + integrations_bytes + frames_bytes + globals_bytes + spare_;
    }

  private:
    // The longest keys and numbers of each section, with Writer::value_room for each text and for the
    // beginning of the last member.
    static constexpr std::size_t head_bytes = 627;
    static constexpr std::size_t integrations_bytes = 82;
    static constexpr std::size_t frames_bytes = 153;
    static constexpr std::size_t globals_bytes = 77;
    static constexpr std::size_t tail_bytes = 175;
    static_assert(head_bytes + integrations_bytes + frames_bytes + globals_bytes + tail_bytes < min_record_bytes);

    std::size_t spare_;
};

/// Keeps what is written during a scope to `bytes` more, or to the limit that holds already.
/// *Requires* that everything begun in the scope is ended in it.
class [[nodiscard]] LimitScope {
  public:
    LimitScope(Writer& writer, std::size_t bytes) noexcept : writer_(writer), outer_(writer.limit()) {
        const std::size_t wanted = writer.size() + bytes;
        narrows_ = wanted < outer_;
        if (narrows_) writer.limit_to(wanted);
    }
    LimitScope(const LimitScope&) = delete;
    LimitScope& operator=(const LimitScope&) = delete;
    ~LimitScope() { writer_.limit_to(outer_); }

    /// *Returns* whether this limit, not the outer one, is what a value in the scope meets first.
    [[nodiscard]] bool narrows() const noexcept { return narrows_; }

  private:
    Writer& writer_;
    const std::size_t outer_;
    bool narrows_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#endif

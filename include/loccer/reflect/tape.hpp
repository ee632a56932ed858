// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_TAPE_HPP
#define LOCCER_REFLECT_TAPE_HPP

// The tape keeps a described value in a fixed piece of memory until it is told to another sink: the
// locals of a function, which are gone when the record is written. Whatever its size it can be
// replayed (replay.hpp): a value that finds no room is left out whole and counted.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/replay.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/tape_code.hpp>
#include <loccer/reflect/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A Sink that writes one value into memory of the caller. *Allocates* no. *Throws* nothing.
class Tape {
  public:
    using IsSensitive = bool (*)(std::string_view key) noexcept;

    /// A place on the tape to go back to.
    struct Mark {
        std::size_t used;
        std::size_t value_begin;
        std::size_t depth;
        std::uint64_t omitted;
        bool complete;
    };

    /// \param storage where the value goes, never past it.
    /// \param judge says which keys' values must not be kept; null: none.
    explicit Tape(std::span<char> storage, IsSensitive judge = nullptr) noexcept
        : storage_(storage), is_sensitive_(judge) {}

    /// A tape between a value and another sink, whose judgement of keys it borrows.
    template <Sink Out>
    Tape(std::span<char> storage, const Out& judge) noexcept
        : storage_(storage), judge_(&judge), judges_([](const void* sink, std::string_view key) noexcept {
              return static_cast<const Out*>(sink)->is_sensitive(key);
          }) {}

    /// *Returns* what was written; replay() understands it once the value is whole.
    [[nodiscard]] std::string_view bytes() const noexcept { return {storage_.data(), used_}; }
    /// *Returns* false once something was cut or left out for want of room.
    [[nodiscard]] bool complete() const noexcept { return complete_; }

    void null() noexcept { put_code(TapeCode::null); }
    void boolean(bool value) noexcept { put_code(value ? TapeCode::boolean_true : TapeCode::boolean_false); }
    void integer(std::int64_t value) noexcept {
        const auto bits = static_cast<std::uint64_t>(value);
        put_varint_step(TapeCode::integer, value < 0 ? (~bits << 1) | 1U : bits << 1);
    }
    void unsigned_integer(std::uint64_t value) noexcept { put_varint_step(TapeCode::unsigned_integer, value); }
    void number(double value) noexcept { put_bytes(TapeCode::double_number, &value, sizeof(value)); }
    void number(float value) noexcept { put_bytes(TapeCode::float_number, &value, sizeof(value)); }
    void text(std::string_view value) noexcept { text(value, value.size()); }

    /// *Effects* keeps at most a quarter of the tape, so that one long text leaves room for others.
    void text(std::string_view kept, std::size_t whole_size) noexcept {
        if (whole_size < kept.size()) whole_size = kept.size();
        const std::size_t share = storage_.size() / 4;
        std::size_t limit = share < min_text_share ? min_text_share : share;
        if (limit > max_text_bytes) limit = max_text_bytes;
        const std::size_t overhead = 1 + 2 * varint_size(whole_size);
        if (room() < overhead + 1 && room() < overhead + kept.size()) return leave_out();
        if (limit > room() - overhead) limit = room() - overhead;
        kept = cut_text(kept, limit);
        const bool whole = kept.size() == whole_size;
        put(whole ? TapeCode::text : TapeCode::cut_text);
        if (!whole) {
            used_ += put_varint(at_end(), whole_size);
            complete_ = false;
        }
        put_sized(kept);
    }

    [[nodiscard]] bool begin_object() noexcept { return begin(TapeCode::begin_object); }
    [[nodiscard]] bool begin_array() noexcept { return begin(TapeCode::begin_array); }
    void end_object() noexcept { end(TapeCode::end_object); }
    void end_array() noexcept { end(TapeCode::end_array); }

    /// *Returns* false where the key is sensitive, and where it or the smallest value finds no room.
    [[nodiscard]] bool key(std::string_view name) noexcept {
        value_begin_ = used_;
        if (room() < 1 + varint_size(name.size()) + name.size() + 1) {
            leave_out();
            return false;
        }
        const bool sensitive = is_sensitive(name);
        put(sensitive ? TapeCode::redacted_key : TapeCode::key);
        put_sized(name);
        return !sensitive;
    }

    [[nodiscard]] bool element() noexcept {
        value_begin_ = used_;
        return room() > 0;
    }

    /// *Effects* keeps what the value that begins is known by (named.hpp), for the sink that it is told to
    /// may hide names that this tape does not. *Returns* whether the value is to follow.
    [[nodiscard]] bool named(std::string_view name) noexcept {
        if (is_sensitive(name)) {
            redacted();
            return false;
        }
        if (room() < 1 + varint_size(name.size()) + name.size() + 1) {
            leave_out();
            return false;
        }
        put(TapeCode::name);
        put_sized(name);
        return true;
    }

    void redacted() noexcept { put_code(TapeCode::redacted); }

    void omitted(std::size_t count) noexcept {
        if (depth_ > 0) omitted_[depth_ - 1] += count;
    }

    [[nodiscard]] Mark mark() const noexcept {
        return {used_, value_begin_, depth_, depth_ > 0 ? omitted_[depth_ - 1] : 0, complete_};
    }
    void rewind(const Mark& mark) noexcept {
        used_ = mark.used;
        value_begin_ = mark.value_begin;
        depth_ = mark.depth;
        if (depth_ > 0) omitted_[depth_ - 1] = mark.omitted;
        complete_ = mark.complete;
    }

    [[nodiscard]] bool is_sensitive(std::string_view name) const noexcept {
        if (judges_ != nullptr) return judges_(judge_, name);
        return is_sensitive_ != nullptr && is_sensitive_(name);
    }

  private:
    static constexpr std::size_t min_text_share = 64;
    /// What every open object or array keeps back: a count of at most five bytes and the end.
    static constexpr std::size_t closing_bytes = 7;
    static constexpr std::uint64_t max_omitted = (std::uint64_t{1} << 35) - 1;

    [[nodiscard]] std::size_t room() const noexcept { return storage_.size() - used_ - depth_ * closing_bytes; }
    [[nodiscard]] char* at_end() noexcept { return storage_.data() + used_; }

    void leave_out() noexcept {
        used_ = value_begin_;
        if (depth_ > 0) ++omitted_[depth_ - 1];
        complete_ = false;
    }

    void put(TapeCode code) noexcept { storage_[used_++] = static_cast<char>(code); }
    void put_sized(std::string_view text) noexcept {
        used_ += put_varint(at_end(), text.size());
        if (!text.empty()) std::memcpy(at_end(), text.data(), text.size());
        used_ += text.size();
    }
    void put_code(TapeCode code) noexcept {
        if (room() < 1) leave_out();
        else put(code);
    }
    void put_varint_step(TapeCode code, std::uint64_t value) noexcept {
        if (room() < 1 + varint_size(value)) return leave_out();
        put(code);
        used_ += put_varint(at_end(), value);
    }
    void put_bytes(TapeCode code, const void* bytes, std::size_t size) noexcept {
        if (room() < 1 + size) return leave_out();
        put(code);
        std::memcpy(at_end(), bytes, size);
        used_ += size;
    }

    bool begin(TapeCode code) noexcept {
        if (depth_ == max_depth) {
            text(too_deep_text);
            return false;
        }
        if (room() < 1 + closing_bytes) {
            leave_out();
            return false;
        }
        put(code);
        omitted_[depth_++] = 0;
        return true;
    }

    void end(TapeCode code) noexcept {
        const std::uint64_t omitted = omitted_[--depth_];
        if (omitted > 0) {
            put(TapeCode::omitted);
            used_ += put_varint(at_end(), omitted < max_omitted ? omitted : max_omitted);
        }
        put(code);
    }

    std::span<char> storage_;
    IsSensitive is_sensitive_ = nullptr;
    const void* judge_ = nullptr;
    bool (*judges_)(const void* judge, std::string_view key) noexcept = nullptr;
    std::size_t used_ = 0;
    std::size_t value_begin_ = 0;  // where the value that is being given, or its key, begins
    std::size_t depth_ = 0;
    std::uint64_t omitted_[max_depth]{};
    bool complete_ = true;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif

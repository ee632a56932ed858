// SPDX-License-Identifier: MIT
#ifndef LOCCER_JSON_WRITER_HPP
#define LOCCER_JSON_WRITER_HPP

// Writes one JSON value into storage of the caller. Whatever is called in whatever order, what stands
// there is well-formed once all that was begun is ended: calls that would break it do nothing, values
// that are missing become null, and what does not fit is left out and remembered.
// Layer: json.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/event/schema.hpp>
#include <loccer/json/escape.hpp>
#include <loccer/json/key_set.hpp>
#include <loccer/json/known_keys.hpp>
#include <loccer/json/literal.hpp>
#include <loccer/json/number.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::json {

class CleanTexts;

/// A bounded JSON writer of some 4 KiB. *Allocates* no. *Throws* nothing. *Signal-safe* yes, but for real numbers.
class Writer {
    // Where the writer stands: in what, and whether a key or element waits for its value.
    static constexpr std::uint8_t in_nothing = 0;
    static constexpr std::uint8_t in_object = 1;
    static constexpr std::uint8_t in_array = 2;
    static constexpr std::uint8_t due = 4;

  public:
    /// A key or an element is begun only where this much is left for its value: every scalar fits, and
    /// a text at least as the sentence that says how long it was.
    static constexpr std::size_t value_room = 64;
    /// How deep objects and arrays nest; a deeper one is replaced by a text.
    static constexpr std::size_t max_depth = 48;
    /// The longest key in bytes; a longer one is cut, and judged whole before that.
    static constexpr std::size_t max_key_bytes = 256;

    /// \param storage is written from its begin. *Requires* at least value_room bytes for a value to fit.
    /// \param clean_texts where put_text() remembers what it need not look through again; null: nowhere.
    /// \param known_keys where put_key() remembers what it need not judge again; null: nowhere.
    explicit Writer(std::span<char> storage, CleanTexts* clean_texts = nullptr,
                    KnownKeys* known_keys = nullptr) noexcept
        : state_{.cursor = storage.data(), .limit = storage.data() + storage.size()},
          begin_(storage.data()),
          end_(storage.data() + storage.size()),
          clean_texts_(clean_texts),
          known_keys_(known_keys) {}
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() = default;

    // Out of line, as most of this class: a program calls them from hundreds of places.
    [[gnu::noinline]] void null() noexcept { put_word("null"); }
    [[gnu::noinline]] void boolean(bool value) noexcept { put_word(value ? "true" : "false"); }
    [[gnu::noinline]] void integer(std::int64_t value) noexcept { put_value(&put_integer<std::int64_t>, value); }
    [[gnu::noinline]] void unsigned_integer(std::uint64_t value) noexcept {
        put_value(&put_integer<std::uint64_t>, value);
    }
    [[gnu::noinline]] void number(double value) noexcept { put_value(&put_real<double>, value); }
    [[gnu::noinline]] void number(float value) noexcept { put_value(&put_real<float>, value); }
    /// *Effects* writes the text `"0x1f"`.
    [[gnu::noinline]] void hexadecimal(std::uint64_t value) noexcept { put_value(&put_hexadecimal, value); }

    /// *Effects* writes a text; where it does not fit, as much as does and how long it was.
    void text(std::string_view value) noexcept { text(value, value.size()); }
    /// *Effects* writes a text of which only the first bytes of `whole_size` are at hand.
    void text(std::string_view kept, std::size_t whole_size) noexcept;
    /// *Effects* writes a text that is the same when it is escaped. *Returns* false where it may not fit: then nothing
    /// is done. *Requires* that a value is due.
    bool plain_text(std::string_view value) noexcept;
    /// *Effects* writes what stands for a removed value and counts it. *Requires* a marker as policy::OpenRules has.
    void redacted(std::string_view marker = schema::redacted_marker) noexcept;
    /// *Effects* copies a value that is JSON already; where it does not fit, a text that says so.
    void raw(std::string_view json) noexcept;
    /// *Effects* copies members that are JSON already, `"a":1,"b":2`, into the open object, or leaves all
    /// of them out. *Returns* whether they fit. *Requires* that the object has none of their keys.
    bool raw_members(std::string_view json) noexcept;
    /// *Effects* copies an element that is JSON already into the open array, if there is ample room. *Returns* whether
    /// it did; what has less room is not counted as left out.
    bool raw_element(std::string_view json) noexcept;
    /// *Effects* adds a member that is JSON already, under its key or, where the object has that, a new one, as key().
    /// \param key as it stands between its quotation marks. *Returns* whether it fits; it is not cut.
    bool written_member(std::string_view key, std::string_view value) noexcept;

    /// *Effects* begins an object. *Returns* false where it is nested too deeply; a text says so then,
    /// and neither members nor end_object() may follow.
    [[gnu::noinline]] bool begin_object() noexcept { return begin('{', in_object); }
    [[gnu::noinline]] void end_object() noexcept { end('}', in_object); }
    /// As begin_object().
    [[gnu::noinline]] bool begin_array() noexcept { return begin('[', in_array); }
    [[gnu::noinline]] void end_array() noexcept { end(']', in_array); }

    /// *Effects* begins a member whose key was computed while the program ran; one that the object has
    /// already gets `#2`, `#3` and so on behind it. *Returns* false where no more fits.
    bool key(std::string_view name) noexcept { return key(name, name.size()); }
    /// *Effects* and *Returns* as key(name), of which only the first bytes of `whole_size` are at hand.
    bool key(std::string_view kept, std::size_t whole_size) noexcept;
    /// *Effects* and *Returns* as key(name), for one that is the same when it is escaped and not too long.
    /// \param hash key_hash(name).
    bool plain_key(std::string_view name, std::uint32_t hash) noexcept;
    /// *Effects* begins a member with a literal key, renamed as a computed one where the object has it.
    template <FixedString Text>
    bool key(Key<Text> name) noexcept {
        constexpr const auto& block = LiteralKey<Text>::block;
        return literal_key(block.text.data(), block.size, LiteralKey<Text>::hash, name.view());
    }
    /// *Effects* begins a member of an object in which all keys are loccer's own and differ.
    template <FixedString Text>
    bool own_key(Key<Text>) noexcept {
        constexpr const auto& block = LiteralKey<Text>::block;
        return begin_member(block.text.data(), block.size);
    }
    /// *Effects* and *Returns* as own_key() and begin_object(), in one step.
    template <FixedString Text>
    bool own_object(Key<Text>) noexcept;
    /// *Effects* adds a member as key() and text() do, in one step.
    void text_member(std::string_view name, std::string_view value) noexcept;
    template <FixedString Text>
    void text_member(Key<Text> name, std::string_view value) noexcept;
    /// *Effects* adds a member as own_key() and text() do, in one step.
    template <FixedString Text>
    void own_text(Key<Text>, std::string_view value) noexcept;
    /// *Effects* adds a member as own_key() and unsigned_integer() do, in one step.
    template <FixedString Text>
    void own_unsigned(Key<Text> key, std::uint64_t value) noexcept;
    /// *Effects* begins an element of an array. *Returns* false where no more fits.
    bool element() noexcept;
    /// *Effects* and *Returns* as element() and begin_object(), in one step.
    bool element_object() noexcept;
    /// *Effects* says in the open object or array that `count` members were left out.
    void omitted(std::size_t count) noexcept;

    /// All that changes while writing.
    struct Mark {
        char* cursor = nullptr;
        char* limit = nullptr;  ///< content ends here, what closes the open objects and arrays comes behind
        std::uint32_t depth = 0;
        std::uint32_t overflows = 0;
        std::uint32_t redactions = 0;
        std::uint8_t place = due;  ///< what is open innermost, and whether a value is due
        bool truncated = false;
        std::size_t repaired = 0;
        KeySet::State keys{};
    };
    [[nodiscard]] Mark mark() const noexcept {
        Mark mark = state_;
        mark.keys = keys_.state();
        return mark;
    }
    /// *Effects* takes back everything written since.
    void rewind(const Mark& mark) noexcept;

    /// *Effects* lets content go up to `offset` bytes from the begin of the storage. *Requires* that
    /// nothing is open that will be ended under another limit, but what stays open for good.
    void limit_to(std::size_t offset) noexcept;
    [[nodiscard]] std::size_t limit() const noexcept { return static_cast<std::size_t>(state_.limit - begin_); }
    /// *Returns* how many bytes are left below the limit.
    [[nodiscard]] std::size_t room() const noexcept {
        return state_.cursor < state_.limit ? static_cast<std::size_t>(state_.limit - state_.cursor) : 0;
    }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(state_.cursor - begin_); }
    [[nodiscard]] std::size_t capacity() const noexcept { return static_cast<std::size_t>(end_ - begin_); }
    [[nodiscard]] std::string_view view() const noexcept { return {begin_, size()}; }
    [[nodiscard]] std::size_t depth() const noexcept { return state_.depth; }
    /// *Returns* whether a key or element waits for its value.
    [[nodiscard]] bool expects_value() const noexcept { return (state_.place & due) != 0; }
    /// *Returns* whether anything was cut or left out.
    [[nodiscard]] bool truncated() const noexcept { return state_.truncated; }
    void set_truncated() noexcept { state_.truncated = true; }
    /// *Returns* how often something did not fit below the limit.
    [[nodiscard]] std::size_t overflows() const noexcept { return state_.overflows; }
    /// *Returns* how many values stand there as redacted, those that a tape had redacted already included.
    [[nodiscard]] std::size_t redactions() const noexcept { return state_.redactions; }
    /// *Returns* how many ill-formed sequences of bytes became U+FFFD.
    [[nodiscard]] std::size_t repaired() const noexcept { return state_.repaired; }
    void count_redactions(std::size_t more) noexcept { state_.redactions += static_cast<std::uint32_t>(more); }
    [[nodiscard]] CleanTexts* clean_texts() const noexcept { return clean_texts_; }
    [[nodiscard]] KnownKeys* known_keys() const noexcept { return known_keys_; }
    void count_repaired(std::size_t more) noexcept { state_.repaired += more; }

    /// *Effects* remembers that code of a policy threw while it wrote; rewind() does not take that back.
    void note_failure() noexcept { ++failures_; }
    [[nodiscard]] std::size_t failures() const noexcept { return failures_; }

    /// *Effects* begins a text that is written in parts, see TextParts. *Returns* up to where parts may be written;
    /// null where no value is due or there is no room.
    [[nodiscard]] const char* begin_text() noexcept;
    /// *Returns* whether all of the part was written.
    bool put_text_part(std::string_view part, const char* limit) noexcept;
    bool put_text_marker(std::string_view marker, const char* limit) noexcept;
    void end_text(std::size_t whole_size, bool is_cut, bool is_full) noexcept;

  private:
    /// What is kept free behind a computed key for the number that makes it another one.
    static constexpr std::size_t rename_room = 24;
    /// *Returns* the room in which a key fits whatever its bytes become, and a value behind it.
    [[nodiscard]] static constexpr std::size_t ample_for_key(std::size_t size) noexcept {
        return (size + store_slack + rename_room + value_room) * (max_escape + 2);
    }

    void take_due() noexcept { state_.place &= static_cast<std::uint8_t>(~due); }
    [[nodiscard]] bool has_room(std::size_t bytes) const noexcept {
        return state_.limit - state_.cursor >= static_cast<std::ptrdiff_t>(bytes);
    }
    [[nodiscard]] bool is_first() const noexcept { return state_.cursor[-1] == '{' || state_.cursor[-1] == '['; }
    bool overflow() noexcept {
        ++state_.overflows;
        state_.truncated = true;
        return false;
    }
    /// *Effects* takes note that the value which is due comes now. *Returns* whether one was due.
    bool take_value() noexcept {
        const bool expected = expects_value();
        take_due();
        return expected;
    }
    void put(std::string_view bytes) noexcept {
        std::memcpy(state_.cursor, bytes.data(), bytes.size());
        state_.cursor += bytes.size();
    }
    void put_word(std::string_view word) noexcept {
        if (!take_value()) return;
        if (has_room(word.size())) put(word);
        else overflow();
    }
    template <class Value>
    void put_value(char* (*function)(char*, Value) noexcept, Value value) noexcept {
        if (!take_value()) return;
        if (has_room(max_number)) state_.cursor = function(state_.cursor, value);
        else overflow();
    }
    /// *Returns* whether the innermost open thing is of that kind and has room for a member's begin.
    bool begin_part(std::uint8_t kind, std::size_t bytes) noexcept {
        if (state_.place != kind) [[unlikely]] {
            if (state_.place != (kind | due)) return false;
            null();
        }
        return has_room(bytes + value_room) || overflow();
    }
    /// *Effects* begins a member with the block of a LiteralKey. Compiled once for all keys.
    bool begin_member(const char* block, std::size_t size) noexcept;
    bool put_member_begin(const char* block, std::size_t size) noexcept;
    bool begin_own_object(const char* block, std::size_t size) noexcept;
    bool put_own_object(const char* block, std::size_t size) noexcept;
    bool put_element_object() noexcept;
    void put_own_unsigned(const char* block, std::size_t size, std::uint64_t value) noexcept;
    void put_unsigned_member(const char* block, std::size_t size, std::uint64_t value) noexcept;
    void enter(char* out, char bracket, std::uint8_t kind, std::uint8_t outer) noexcept;
    bool literal_key(const char* block, std::size_t size, std::uint32_t hash, std::string_view name) noexcept;
    bool put_literal_key(const char* block, std::size_t size, std::uint32_t hash, std::string_view name) noexcept;
    void put_own_text(const char* block, std::size_t size, std::string_view value) noexcept;
    const char* put_literal_text(const char* block, std::size_t size, std::uint32_t hash,
                                 std::string_view value) noexcept;
    char* put_block(const char* block, std::size_t size) const noexcept;
    const char* end_text(char* out, std::string_view value) noexcept;
    const char* end_unclean_text(char* out, const char* in, const char* end) noexcept;
    template <bool AtAGlance>
    char* put_plain_key(std::string_view name) noexcept;
    template <bool AtAGlance>
    bool begin_plain_key(std::string_view kept, std::size_t whole_size) noexcept;
    bool put_any_key(std::string_view kept, std::size_t whole_size) noexcept;
    bool put_key(std::string_view kept, std::size_t whole_size) noexcept;
    void put_text_member(std::string_view name, std::string_view value) noexcept;
    void put_text_member(const char* block, std::size_t size, std::string_view value) noexcept;
    bool begin(char bracket, std::uint8_t kind) noexcept;
    void end(char bracket, std::uint8_t kind) noexcept;
    void end_due(char bracket, std::uint8_t kind) noexcept;
    void make_unique(const char* begin) noexcept;
    bool cut_key(std::string_view kept, std::size_t whole_size) noexcept;
    void end_key(const char* begin, std::uint32_t hash) noexcept;
    void text_within(std::string_view kept, std::size_t whole_size) noexcept;
    void put_cut_remark(std::size_t whole_size, std::size_t room) noexcept;

    Mark state_;
    char* const begin_;
    char* const end_;
    CleanTexts* const clean_texts_;
    KnownKeys* const known_keys_;
    std::size_t failures_ = 0;
    std::array<KeySet::Outer, max_depth> outer_keys_;
    std::array<std::uint8_t, max_depth> outer_places_;
    KeySet keys_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::json

#include <loccer/json/writer_member.hpp>  // IWYU pragma: export
#include <loccer/json/writer_text.hpp>    // IWYU pragma: export

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_HTTP_CUT_TEXT_HPP
#define LOCCER_INTEGRATIONS_HTTP_CUT_TEXT_HPP

// Texts of a request that are decoded while it is recorded: they are put together on the stack, as far as a record
// shows them, and how long they are in all is counted.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/json/utf8.hpp>
#include <loccer/reflect/sink.hpp>
#include <loccer/reflect/text.hpp>

#include <concepts>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::http {

/// A text of which only the first bytes may be at hand; a record says how long it is in all.
struct CutText {
    std::string_view kept;
    std::size_t whole_size;

    /// *Effects* gives `out` the text, or as much of it as a record shows.
    template <reflect::Sink Out>
    void describe_to(Out& out) const noexcept {
        reflect::describe_cut(out, reflect::cut_text(kept, reflect::max_text_bytes), whole_size);
    }
    template <class Place, std::same_as<CutText> Type>
    friend void loccer_describe(Place& place, const Type& text) noexcept {
        place.borrowed(text);
    }
};

/// Collects the bytes of one text and counts those that found no room. *Allocates* no. *Throws* nothing.
template <std::size_t Capacity>
class CutBuffer {
  public:
    /// *Effects* leaves the storage as it is: it is written before it is read.
    CutBuffer() noexcept {}  // NOLINT(modernize-use-equals-default): that would have `CutBuffer{}` set it to zero
    CutBuffer(const CutBuffer&) = delete;
    CutBuffer& operator=(const CutBuffer&) = delete;
    ~CutBuffer() = default;

    void append(std::string_view bytes) noexcept {
        const std::size_t room = Capacity - kept_;
        const std::size_t size = bytes.size() < room ? bytes.size() : room;
        if (size != 0) std::memcpy(storage_ + kept_, bytes.data(), size);
        kept_ += size;
        whole_ += bytes.size();
    }
    void append(char byte) noexcept {
        if (kept_ < Capacity) storage_[kept_++] = byte;
        ++whole_;
    }
    /// *Effects* appends a code point as UTF-8; what is none is U+FFFD.
    void append(char32_t code_point) noexcept {
        char bytes[4];
        reflect::Utf8Cutter utf8(bytes, sizeof(bytes));
        utf8.append(code_point);
        append(utf8.view());
    }

    [[nodiscard]] bool is_cut() const noexcept { return kept_ < whole_; }
    /// *Returns* what is kept, without half a code point where it is cut.
    [[nodiscard]] CutText text() const noexcept {
        const std::string_view kept{storage_, kept_};
        return {is_cut() ? json::without_cut_sequence(kept) : kept, whole_};
    }

  private:
    char storage_[Capacity];
    std::size_t kept_ = 0;
    std::size_t whole_ = 0;
};

/// How many bytes of a decoded name are kept: as of a key (reflect/key.hpp), twice what a record shows.
inline constexpr std::size_t max_name_bytes = 512;
/// How many bytes of a decoded value are kept: more than a record shows, so that a secret which begins in what is shown
/// is seen.
inline constexpr std::size_t max_value_bytes = reflect::max_text_bytes + 1024;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::http

#endif

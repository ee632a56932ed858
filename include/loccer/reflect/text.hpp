// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_TEXT_HPP
#define LOCCER_REFLECT_TEXT_HPP

// Texts of every character type. char and char8_t are handed on without a copy; UTF-16 and UTF-32
// become UTF-8 in a bounded buffer, where a lone surrogate or an impossible value is U+FFFD.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/sensitive.hpp>
#include <loccer/reflect/sink.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// A class that converts to a view of its text: std::string, std::string_view, and what behaves like one.
template <class Type, class Char>
concept TextOf =
    std::is_class_v<Type> && !NeverShown<Type> && std::is_convertible_v<const Type&, std::basic_string_view<Char>> &&
    (std::is_same_v<Char, char> || requires { requires std::is_same_v<typename Type::value_type, Char>; });

template <class Type>
concept TextClass = TextOf<Type, char> || TextOf<Type, char8_t> || TextOf<Type, char16_t> || TextOf<Type, char32_t> ||
                    TextOf<Type, wchar_t>;

/// A path as std::filesystem and Boost.Filesystem have it.
template <class Type>
concept PathClass = !NeverShown<Type> && requires(const Type& path) {
    requires TextClass<std::remove_cvref_t<decltype(path.native())>>;
    path.root_name();
};

/// *Returns* a view of the text; its character type is the text's own.
template <TextClass Type>
[[nodiscard]] auto view_of(const Type& text) {
    if constexpr (TextOf<Type, char>) return static_cast<std::string_view>(text);
    else return static_cast<std::basic_string_view<typename Type::value_type>>(text);
}

/// *Returns* a view of an array up to its first zero, or of the whole array where it has none.
template <Character Char, std::size_t Size>
[[nodiscard]] std::basic_string_view<Char> view_of_array(const Char (&array)[Size]) noexcept {
    std::size_t size = 0;
    while (size < Size && array[size] != Char{}) ++size;
    return {array, size};
}

/// *Returns* the first bytes of a UTF-8 text, at most `limit`, without half a code point at the end.
[[nodiscard]] constexpr std::string_view cut_text(std::string_view text, std::size_t limit) noexcept {
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    for (int back = 0; back < 3 && end > 0 && continues(end); ++back) --end;
    return text.substr(0, end > 0 && continues(end) ? limit : end);  // not UTF-8: cut anywhere
}

/// Collects UTF-8 in a caller's buffer and counts what found no room there.
class Utf8Cutter {
  public:
    Utf8Cutter(char* storage, std::size_t capacity) noexcept : storage_(storage), capacity_(capacity) {}

    /// *Effects* appends the whole code point or, once one found no room, nothing any more.
    void append(char32_t code_point) noexcept {
        char bytes[4];
        const std::size_t size = encode(code_point, bytes);
        if (kept_ == whole_ && capacity_ - kept_ >= size) {
            for (std::size_t i = 0; i < size; ++i) storage_[kept_++] = bytes[i];
        }
        whole_ += size;
    }

    template <Character Char>
    void append(std::basic_string_view<Char> text) noexcept {
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto unit = static_cast<char32_t>(text[i]);
            if constexpr (sizeof(Char) == 2) {
                const bool pair = unit >= 0xD800 && unit < 0xDC00 && i + 1 < text.size() &&
                                  (static_cast<char32_t>(text[i + 1]) & 0xFC00U) == 0xDC00;
                if (pair) unit = 0x10000 + ((unit - 0xD800) << 10) + (static_cast<char32_t>(text[++i]) - 0xDC00);
            }
            append(unit);
        }
    }

    [[nodiscard]] std::string_view view() const noexcept { return {storage_, kept_}; }
    [[nodiscard]] std::size_t whole_size() const noexcept { return whole_; }

  private:
    static std::size_t encode(char32_t code_point, char (&to)[4]) noexcept {
        if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) code_point = 0xFFFD;
        const auto tail = [code_point](unsigned shift) {
            return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
        };
        if (code_point < 0x80) {
            to[0] = static_cast<char>(code_point);
            return 1;
        }
        if (code_point < 0x800) {
            to[0] = static_cast<char>(0xC0U | (code_point >> 6));
            to[1] = tail(0);
            return 2;
        }
        if (code_point < 0x10000) {
            to[0] = static_cast<char>(0xE0U | (code_point >> 12));
            to[1] = tail(6);
            to[2] = tail(0);
            return 3;
        }
        to[0] = static_cast<char>(0xF0U | (code_point >> 18));
        to[1] = tail(12);
        to[2] = tail(6);
        to[3] = tail(0);
        return 4;
    }

    char* storage_;
    std::size_t capacity_;
    std::size_t kept_ = 0;
    std::size_t whole_ = 0;
};

/// *Effects* gives the sink the kept part of a text and says how long it was where it is not whole.
template <class Out>
void describe_cut(Out& out, std::string_view kept, std::size_t whole_size) noexcept {
    if (kept.size() == whole_size) out.text(kept);
    else out.text(kept, whole_size);
}

/// As describe_text for wide texts, with a buffer of a given size on the stack.
template <std::size_t Capacity, class Out, Character Char>
LOCCER_COLD void describe_wide(Out& out, std::basic_string_view<Char> text) noexcept {
    char storage[Capacity];
    Utf8Cutter utf8(storage, Capacity);
    utf8.append(text);
    describe_cut(out, utf8.view(), utf8.whole_size());
}

/// *Effects* gives the sink a text of at most max_text_bytes.
template <class Out, Character Char>
void describe_text(Out& out, std::basic_string_view<Char> text) noexcept {
    if constexpr (std::is_same_v<Char, char>) {
        describe_cut(out, cut_text(text, max_text_bytes), text.size());
    } else if constexpr (std::is_same_v<Char, char8_t>) {
        // A char may alias any object.
        describe_text(out, std::string_view(reinterpret_cast<const char*>(text.data()), text.size()));
    } else if (text.size() <= 128) {
        describe_wide<512>(out, text);
    } else {
        describe_wide<max_text_bytes>(out, text);
    }
}

/// *Effects* gives the sink a text that ends with a zero; null stays null.
template <class Out, Character Char>
void describe_text(Out& out, const Char* text) noexcept {
    if (text == nullptr) out.null();
    else describe_text(out, std::basic_string_view<Char>(text));
}

/// *Effects* gives the sink one character as a text.
template <class Out, Character Char>
void describe_character(Out& out, Char character) noexcept {
    if constexpr (std::is_same_v<Char, char8_t>) {
        const char byte = static_cast<char>(character);
        out.text(std::string_view(&byte, 1));
    } else {
        describe_text(out, std::basic_string_view<Char>(&character, 1));
    }
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_KEY_HPP
#define LOCCER_REFLECT_KEY_HPP

// What can be the key of a JSON object: texts, characters, numbers, booleans and enumerators.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/number.hpp>
#include <loccer/reflect/stream.hpp>
#include <loccer/reflect/text.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

template <class Type>
inline constexpr bool is_char_array = false;
template <Character Char, std::size_t Size>
inline constexpr bool is_char_array<Char[Size]> = true;

template <class Type>
concept CharPointer = std::is_pointer_v<Type> && Character<std::remove_cv_t<std::remove_pointer_t<Type>>>;

/// A type whose values are texts and so may name something that a redaction rule knows.
template <class Type>
concept TextKey = TextClass<Type> || PathClass<Type> || CharPointer<Type> || is_char_array<Type>;

/// A type whose values can be keys of an object.
template <class Type>
concept KeyLike =
    TextKey<Type> || Character<Type> || Number<Type> || std::is_same_v<Type, bool> || std::is_enum_v<Type>;

/// A key as UTF-8. Texts of char and char8_t are borrowed whole, others are kept up to 512 bytes: twice as much as a
/// record shows of a key, so that a secret which begins in what is shown is seen as far as it is told by.
class KeyText {
  public:
    /// *Throws* what a conversion or an operator<< of the key throws.
    template <KeyLike Type>
    explicit KeyText(const Type& key) {
        if constexpr (PathClass<Type>) assign(view_of(key.native()));
        else if constexpr (TextClass<Type>) assign(view_of(key));
        else if constexpr (is_char_array<Type>) assign(view_of_array(key));
        else if constexpr (CharPointer<Type>) assign(key);
        else if constexpr (std::is_same_v<Type, bool>) view_ = key ? "true" : "false";
        else if constexpr (Character<Type>) copy(std::basic_string_view<Type>(&key, 1));
        else if constexpr (Number<Type>) copy(NumberText(key).view());
        else if constexpr (PrintsItself<Type>)
            print<capacity>(key, [this](std::string_view text, std::size_t whole_size) {
                copy(text);
                is_cut_ = whole_size > text.size();
            });
        else copy(NumberText(static_cast<std::underlying_type_t<Type>>(key)).view());
    }
    KeyText(const KeyText&) = delete;
    KeyText& operator=(const KeyText&) = delete;
    ~KeyText() = default;

    [[nodiscard]] std::string_view view() const noexcept { return view_; }
    /// *Returns* whether the key goes on behind what is kept: what it would be judged by may not be there.
    [[nodiscard]] bool is_cut() const noexcept { return is_cut_; }

  private:
    static constexpr std::size_t capacity = 512;

    template <Character Char>
    void assign(const Char* text) noexcept {
        if (text == nullptr) view_ = "null";
        else assign(std::basic_string_view<Char>(text));
    }

    template <Character Char>
    void assign(std::basic_string_view<Char> text) noexcept {
        if constexpr (std::is_same_v<Char, char>) view_ = text;
        else if constexpr (std::is_same_v<Char, char8_t>)
            view_ = {reinterpret_cast<const char*>(text.data()), text.size()};
        else copy(text);
    }

    template <Character Char>
    void copy(std::basic_string_view<Char> text) noexcept {
        if constexpr (sizeof(Char) == 1) {
            const std::size_t size = text.size() < capacity ? text.size() : capacity;
            is_cut_ = size < text.size();
            std::memcpy(storage_, text.data(), size);
            view_ = {storage_, size};
        } else {
            Utf8Cutter utf8(storage_, capacity);
            utf8.append(text);
            view_ = utf8.view();
            is_cut_ = utf8.whole_size() > view_.size();
        }
    }

    char storage_[capacity];
    std::string_view view_;
    bool is_cut_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif

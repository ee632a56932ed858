// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_THROWN_MESSAGE_HPP
#define LOCCER_TRACE_THROWN_MESSAGE_HPP

// The message of anything that can be thrown: what() of a std::exception (also behind a pointer), the
// text of strings, the value of numbers. Reading it never catches, rethrows or allocates.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/guarded.hpp>
#include <loccer/trace/known_types.hpp>
#include <loccer/trace/thrown_object.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <typeinfo>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The message of a thrown object. Borrows from the object; numbers are kept inside.
class ThrownMessage {
  public:
    ThrownMessage() noexcept = default;
    explicit ThrownMessage(const Thrown& thrown) noexcept { assign(thrown); }
    ThrownMessage(const ThrownMessage&) = delete;
    ThrownMessage& operator=(const ThrownMessage&) = delete;
    ~ThrownMessage() = default;

    /// *Returns* the message; data() is null where the object has none (what() was null, a private class).
    [[nodiscard]] std::string_view view() const noexcept { return text_; }

    /// *Effects* reads the message of `thrown`, which must outlive this.
    void assign(const Thrown& thrown) noexcept {
        text_ = {};
        if (thrown.type == nullptr || thrown.subject == nullptr) return;
        guarded([&] { read(thrown); }, [&] { text_ = {}; });
    }

  private:
    void read(const Thrown& thrown) {
        if (const void* exception = find_base(thrown, KnownBase::exception)) {
            set(static_cast<const std::exception*>(exception)->what());
            return;
        }
        std::string_view type = thrown.type->name();
        if (is_pointer(*thrown.type)) {
            // A pointer to const is spelled PK…, to non-const P…; the subject is the pointee.
            type.remove_prefix(type.starts_with("PK") ? 2 : 1);
            if (type == "c") set(static_cast<const char*>(thrown.subject));
            return;
        }
        read_value(type, thrown.subject);
    }

    /// *Source* Itanium C++ ABI §5.1.5.2: the encodings of builtin types.
    void read_value(std::string_view type, const void* value) {
        if (type == mangled_string) {
            text_ = *static_cast<const std::string*>(value);
        } else if (type == mangled_string_view) {
            text_ = *static_cast<const std::string_view*>(value);
        } else if (type == "b") {
            text_ = *static_cast<const bool*>(value) ? "true" : "false";
        } else if (type == "c") {
            text_ = {static_cast<const char*>(value), 1};
        } else if (type.size() == 1) {
            read_number(type.front(), value);
        }
    }

    void read_number(char code, const void* value) {
        switch (code) {
            case 'a': return number<signed char, int>(value);
            case 'h': return number<unsigned char, unsigned>(value);
            case 's': return number<short>(value);
            case 't': return number<unsigned short>(value);
            case 'i': return number<int>(value);
            case 'j': return number<unsigned>(value);
            case 'l': return number<long>(value);
            case 'm': return number<unsigned long>(value);
            case 'x': return number<long long>(value);
            case 'y': return number<unsigned long long>(value);
            case 'f': return number<float>(value);
            case 'd': return number<double>(value);
            case 'e': return number<long double>(value);
            default: return;
        }
    }

    template <class Number, class Printed = Number>
    void number(const void* value) {
        // NOLINTNEXTLINE(bugprone-signed-char-misuse,cert-str34-c): a signed char is shown as a number
        const auto printed = static_cast<Printed>(*static_cast<const Number*>(value));
        const auto result = std::to_chars(digits_.data(), digits_.data() + digits_.size(), printed);
        if (result.ec == std::errc{}) text_ = {digits_.data(), static_cast<std::size_t>(result.ptr - digits_.data())};
    }

    void set(const char* text) {
        if (text != nullptr) text_ = {text, ::strnlen(text, longest)};
    }

    static constexpr std::string_view mangled_string = "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE";
    static constexpr std::string_view mangled_string_view = "St17basic_string_viewIcSt11char_traitsIcEE";

    /// A thrown `char*` need not be a text at all. *Units* bytes.
    static constexpr std::size_t longest = 1 << 24;

    std::string_view text_;
    std::array<char, 64> digits_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

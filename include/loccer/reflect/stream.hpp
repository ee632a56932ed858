// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_STREAM_HPP
#define LOCCER_REFLECT_STREAM_HPP

// Types that only know how to print themselves: operator<< into a bounded buffer, always in the
// classic locale.
// Layer: reflect.

#include <loccer/base/config.hpp>
#include <loccer/reflect/sensitive.hpp>
#include <loccer/reflect/text.hpp>

#include <cstddef>
#include <cstring>
#include <ostream>
#include <streambuf>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// How much of a printed value is kept. *Units* bytes.
inline constexpr std::size_t max_streamed_bytes = 2048;

/// Converts to a stream without being one: with it on the left, only the operators that were written
/// for the right operand's own type are found, not the stream's members for numbers and pointers.
struct StreamReference {
    operator std::ostream&() const noexcept;  // NOLINT(google-explicit-constructor): it stands for a stream
};

template <class Type>
concept PrintsItself = !NeverShown<Type> && requires(StreamReference stream, const Type& value) { stream << value; };

/// A type with an accessible operator<<. What prints only because it converts to bool, such as a
/// lambda without captures, does not count.
template <class Type>
concept Streamable = !NeverShown<Type> && requires(std::ostream& stream, const Type& value) {
    stream << value;
} && (PrintsItself<Type> || !std::is_convertible_v<const Type&, bool> || std::is_convertible_v<const Type&, double>);

/// Keeps the first bytes that are written and counts the rest; writing never fails.
class CuttingStreamBuffer final : public std::streambuf {
  public:
    CuttingStreamBuffer(char* storage, std::size_t capacity) noexcept { setp(storage, storage + capacity); }

    [[nodiscard]] std::string_view view() const noexcept { return {pbase(), kept()}; }
    [[nodiscard]] std::size_t whole_size() const noexcept { return kept() + lost_; }

  protected:
    int_type overflow(int_type character) override {
        if (!traits_type::eq_int_type(character, traits_type::eof())) ++lost_;
        return traits_type::not_eof(character);
    }

    std::streamsize xsputn(const char* text, std::streamsize size) override {
        const std::streamsize room = epptr() - pptr();
        const std::streamsize fits = size < room ? size : room;
        if (fits > 0) std::memcpy(pptr(), text, static_cast<std::size_t>(fits));
        pbump(static_cast<int>(fits));
        lost_ += static_cast<std::size_t>(size - fits);
        return size;
    }

  private:
    [[nodiscard]] std::size_t kept() const noexcept { return static_cast<std::size_t>(pptr() - pbase()); }

    std::size_t lost_ = 0;
};

/// *Effects* prints `value` in the classic locale and calls `visit(kept, whole_size)`.
/// *Throws* what the value's operator<< throws.
template <std::size_t Capacity, class Type, class Visit>
void print(const Type& value, Visit&& visit) {
    char storage[Capacity];
    CuttingStreamBuffer buffer(storage, Capacity);
    std::ostream stream(&buffer);
    stream.imbue(std::locale::classic());
    stream << value;
    visit(buffer.view(), buffer.whole_size());
}

/// *Effects* gives the sink what a value prints. *Throws* what its operator<< throws.
template <class Out, Streamable Type>
void describe_printed(Out& out, const Type& value) {
    print<max_streamed_bytes>(value, [&](std::string_view kept, std::size_t whole_size) {
        describe_cut(out, kept.size() < whole_size ? cut_text(kept, kept.size() - 4) : kept, whole_size);
    });
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif

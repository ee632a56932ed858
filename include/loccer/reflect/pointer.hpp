// SPDX-License-Identifier: MIT
#ifndef LOCCER_REFLECT_POINTER_HPP
#define LOCCER_REFLECT_POINTER_HPP

// Raw pointers, shown as addresses: what they point to may be gone.
// Layer: reflect.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect {

/// An address as text, `0x7ffc1c2d9e40`. *Allocates* no. *Signal-safe* yes.
class AddressText {
  public:
    explicit AddressText(std::uintptr_t address) noexcept {
        do {
            text_[--begin_] = "0123456789abcdef"[address & 0xFU];
            address >>= 4;
        } while (address != 0);
        text_[--begin_] = 'x';
        text_[--begin_] = '0';
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_ + begin_, sizeof(text_) - begin_}; }

  private:
    char text_[2 + 2 * sizeof(std::uintptr_t)];
    std::size_t begin_ = sizeof(text_);
};

/// *Effects* gives the sink null or the address of an object or a function.
template <class Out, class Type>
void describe_pointer(Out& out, Type* pointer) noexcept {
    if (pointer == nullptr) out.null();
    else out.text(AddressText(reinterpret_cast<std::uintptr_t>(pointer)).view());
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::reflect

#endif

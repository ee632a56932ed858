// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_OWNED_HPP
#define LOCCER_BASE_OWNED_HPP

// One owner for one object, or one array, on the heap: std::unique_ptr without <memory>, which would cost every
// translation unit of a program as much as <iostream>.
// Layer: base.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// Owns what `new` gave, or nothing. Movable. \tparam T an object type, or `U[]` for an array.
template <class T>
class Owned {
  public:
    using Element = std::remove_extent_t<T>;

    constexpr Owned() noexcept = default;
    constexpr explicit Owned(Element* object) noexcept : object_(object) {}
    constexpr Owned(Owned&& other) noexcept : object_(other.release()) {}
    constexpr Owned& operator=(Owned&& other) noexcept {
        if (this != &other) reset(other.release());
        return *this;
    }
    constexpr ~Owned() { reset(); }

    /// *Effects* destroys what it owns and owns `object`.
    constexpr void reset(Element* object = nullptr) noexcept {
        Element* const old = std::exchange(object_, object);
        if constexpr (std::is_array_v<T>) {
            delete[] old;
        } else {
            delete old;
        }
    }
    /// *Returns* what it owned, which is the caller's now.
    [[nodiscard]] constexpr Element* release() noexcept { return std::exchange(object_, nullptr); }

    [[nodiscard]] constexpr Element* get() const noexcept { return object_; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return object_ != nullptr; }
    [[nodiscard]] constexpr Element& operator*() const noexcept { return *object_; }
    [[nodiscard]] constexpr Element* operator->() const noexcept { return object_; }
    [[nodiscard]] constexpr Element& operator[](std::size_t at) const noexcept { return object_[at]; }

  private:
    Element* object_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

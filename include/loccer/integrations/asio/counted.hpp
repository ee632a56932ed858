// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_COUNTED_HPP
#define LOCCER_INTEGRATIONS_ASIO_COUNTED_HPP

// Objects that live as long as somebody holds them, on any thread: std::shared_ptr without <memory>, and of one
// pointer, so that an executor that knows its task still fits into one that is type-erased. Layer: integrations.

#include <loccer/base/config.hpp>

#include <atomic>
#include <cstdint>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// What counts those who hold an object. \tparam the object's class derives from it and is made by `new`.
class CountedBase {
  public:
    CountedBase(const CountedBase&) = delete;
    CountedBase& operator=(const CountedBase&) = delete;

    void retain() const noexcept { holders_.fetch_add(1, std::memory_order_relaxed); }
    /// *Returns* whether nobody holds the object any more, so that the caller has to delete it.
    [[nodiscard]] bool release() const noexcept { return holders_.fetch_sub(1, std::memory_order_acq_rel) == 1; }

  protected:
    CountedBase() noexcept = default;
    ~CountedBase() = default;

  private:
    mutable std::atomic<std::uint32_t> holders_{0};
};

/// Holds an object, or nothing. *Allocates* no. *Throws* nothing.
template <class Type>
class Counted {
  public:
    constexpr Counted() noexcept = default;
    explicit Counted(Type* object) noexcept : object_(object) {
        if (object_ != nullptr) object_->retain();
    }
    Counted(const Counted& other) noexcept : Counted(other.object_) {}
    constexpr Counted(Counted&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    Counted& operator=(Counted other) noexcept {
        swap(other);
        return *this;
    }
    constexpr ~Counted() {
        if (object_ != nullptr) let_go();
    }

    void swap(Counted& other) noexcept { std::swap(object_, other.object_); }

    [[nodiscard]] Type* get() const noexcept { return object_; }
    [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }
    [[nodiscard]] Type& operator*() const noexcept { return *object_; }
    [[nodiscard]] Type* operator->() const noexcept { return object_; }

    friend bool operator==(const Counted& left, const Counted& right) noexcept { return left.object_ == right.object_; }

  private:
    constexpr void let_go() noexcept {
        if (object_->release()) delete object_;
    }

    Type* object_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_INTEGRATIONS_ASIO_CONTEXT_HPP
#define LOCCER_INTEGRATIONS_ASIO_CONTEXT_HPP

// What follows a task over its awaits and threads: values by name, in a list that is never changed. A task begins with
// that of the one that starts it, and setting a value makes a new list for one task alone.
// Layer: integrations.

#include <loccer/base/config.hpp>
#include <loccer/integrations/asio/counted.hpp>
#include <loccer/reflect/value.hpp>

#include <string_view>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE::asio {

/// A value whose type is known to those only who have set it.
class HeldValue : public CountedBase {
  public:
    /// *Returns* the value for a record, as long as this is held.
    [[nodiscard]] reflect::Value shown() const noexcept { return show_(*this); }
    [[nodiscard]] const void* address() const noexcept { return address_; }

  protected:
    using Show = reflect::Value (*)(const HeldValue& self) noexcept;
    using Destroy = void (*)(const HeldValue* self) noexcept;

    HeldValue(const void* address, Show show, Destroy destroy) noexcept
        : address_(address), show_(show), destroy_(destroy) {}
    ~HeldValue() = default;

  private:
    friend class ValueRef;

    const void* address_;
    Show show_;
    Destroy destroy_;
};

/// A value with its type. Made by `new`.
template <class Type>
class Held final : public HeldValue {
  public:
    explicit Held(Type given)
        : HeldValue(
              __builtin_addressof(value_),
              [](const HeldValue& self) noexcept { return reflect::Value(static_cast<const Held&>(self).value_); },
              [](const HeldValue* self) noexcept { delete static_cast<const Held*>(self); }),
          value_(std::move(given)) {}

  private:
    Type value_;
};

/// Holds a value of some type.
class ValueRef {
  public:
    explicit ValueRef(const HeldValue* held) noexcept : value_(held) { value_->retain(); }
    ValueRef(const ValueRef& other) noexcept : ValueRef(other.value_) {}
    ValueRef& operator=(const ValueRef&) = delete;
    ~ValueRef() {
        if (value_->release()) value_->destroy_(value_);
    }

    [[nodiscard]] const HeldValue& operator*() const noexcept { return *value_; }
    [[nodiscard]] const HeldValue* operator->() const noexcept { return value_; }

  private:
    const HeldValue* value_;
};

/// One value of a list, in front of those that were set before.
class Context final : public CountedBase {
  public:
    /// \param name_of_it of static storage. \param owner by which the value is found: the address of its ContextValue.
    Context(const void* owner, std::string_view name_of_it, const ValueRef& held,
            Counted<const Context> others) noexcept
        : key_(owner), name_(name_of_it), value_(held), rest_(std::move(others)) {}

    [[nodiscard]] std::string_view name() const noexcept { return name_; }
    [[nodiscard]] const HeldValue& value() const noexcept { return *value_; }
    [[nodiscard]] const Context* rest() const noexcept { return rest_.get(); }

    /// *Returns* the value of a key, as long as the list is held, or null.
    [[nodiscard]] static const void* find(const Context* list, const void* key) noexcept {
        for (; list != nullptr; list = list->rest()) {
            if (list->key_ == key) return list->value_->address();
        }
        return nullptr;
    }

    /// *Returns* the list with another value in the place of one that it has. *Throws* std::bad_alloc.
    [[nodiscard]] static Counted<const Context> with(const Counted<const Context>& list, const void* key,
                                                     std::string_view name, const ValueRef& value) {
        return Counted<const Context>(new Context(key, name, value, without(list, key)));
    }

  private:
    /// What stands behind the key's value is shared, what stands before is made anew.
    [[nodiscard]] static Counted<const Context> without(const Counted<const Context>& list, const void* key) {
        if (!list || find(list.get(), key) == nullptr) return list;
        if (list->key_ == key) return list->rest_;
        return Counted<const Context>(new Context(list->key_, list->name_, list->value_, without(list->rest_, key)));
    }

    const void* key_;
    std::string_view name_;
    ValueRef value_;
    Counted<const Context> rest_;
};

/// Holds a list of context values, which may be empty.
using ContextRef = Counted<const Context>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::asio

#endif

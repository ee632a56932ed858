// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_REGISTERED_LOCALS_HPP
#define LOCCER_CAPTURE_REGISTERED_LOCALS_HPP

// Local variables that a record shall show: registered by address while their function runs, and
// described only if something is thrown then. Light: of numbers and texts everything is here that a
// capture site needs, for other types locals.hpp has to be there.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/reflect/value_type.hpp>
#include <loccer/trace/locals_list.hpp>

#include <cstddef>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// A variable's name as a template argument; FixedString takes <string_view>.
template <std::size_t Size>
struct LocalName {
    char text[Size]{};

    consteval LocalName(const char (&literal)[Size]) {  // NOLINT(google-explicit-constructor): it is a literal
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
};

/// The address of a variable, with its name and type. Borrowed.
template <LocalName Name, class Type>
struct Local {
    static constexpr trace::LocalEntry entry{Name.text, sizeof(Name.text) - 1, &reflect::value_type<Type>};

    const void* value;
};

/// *Returns* the variable with its name, for the macros.
template <LocalName Name, class Type>
[[nodiscard, gnu::always_inline]] constexpr Local<Name, Type> local(const Type& value) noexcept {
    return {reflect::address_of(value)};
}

/// Makes a Local of an expression that names what lives on. \tparam Expression its decltype((…)).
template <class Expression>
struct LastingLocal {
    static_assert(std::is_lvalue_reference_v<Expression>,
                  "loccer::LOCCER_LOCALS: Variable must outlive the statement; see docs/errors.md#locals-temporary");
    using Type = std::remove_reference_t<Expression>;

    /// \tparam AddressSize the size of its address: it has one.
    template <LocalName Name, std::size_t AddressSize>
    [[nodiscard, gnu::always_inline]] static constexpr Local<Name, std::remove_const_t<Type>> named(
        Type& variable) noexcept {
        return {reflect::address_of(variable)};
    }
};

/// Several variables; without std::tuple for the sake of compile time.
template <class... Locals>
struct LocalsPack {
    static constexpr trace::LocalEntry entries[]{Locals::entry...};

    const void* values[sizeof...(Locals)];

    constexpr explicit LocalsPack(const Locals&... locals) noexcept : values{locals.value...} {}
};

/// *Effects* takes a node out of the thread's list when it is not the innermost one, as when a coroutine
/// whose frame the compiler put on the stack ends before a function that resumed it.
LOCCER_COLD inline void unlink_from_within(const trace::LocalsList& list, const trace::LocalsNode& node) noexcept {
    for (trace::LocalsNode* inner = list.innermost; inner != nullptr; inner = inner->outer) {
        if (inner->outer != &node) continue;
        inner->outer = node.outer;
        return;
    }
}

/// Registers variables with the running thread for as long as it lives. In a coroutine it does nothing:
/// its frame may be resumed and destroyed by other threads.
template <class... Locals>
class [[nodiscard]] RegisteredLocals : trace::LocalsNode {
  public:
    /// \param where constant data, or alive as long as this. *Allocates* no. *Throws* nothing.
    [[gnu::always_inline]] explicit RegisteredLocals(const trace::LocalsSite& where, const Locals&... locals) noexcept
        : RegisteredLocals(where, LocalsPack<Locals...>(locals...)) {}

    [[gnu::always_inline]] explicit RegisteredLocals(const trace::LocalsSite& where,
                                                     const LocalsPack<Locals...>& locals) noexcept
        : trace::LocalsNode{nullptr, &table_of_all, &where}, locals_(locals) {
        if (!trace::is_on_stack(this)) return;
        list_ = &trace::locals_list;
        outer = list_->innermost;
        list_->innermost = this;
    }
    RegisteredLocals(const RegisteredLocals&) = delete;
    RegisteredLocals& operator=(const RegisteredLocals&) = delete;
    [[gnu::always_inline]] ~RegisteredLocals() {
        if (list_ == nullptr) return;
        if (list_->innermost == this) {
            list_->innermost = outer;
        } else {
            unlink_from_within(*list_, *this);
        }
    }

  private:
    static const void* const* values_of(const trace::LocalsNode& node) noexcept {
        return static_cast<const RegisteredLocals&>(node).locals_.values;
    }

    static constexpr trace::LocalsTable table_of_all{LocalsPack<Locals...>::entries, sizeof...(Locals), &values_of};

    LocalsPack<Locals...> locals_;
    /// The list of the thread in which this is. Not asked for again: a coroutine that the compiler has put on its
    /// caller's stack may end on another one.
    trace::LocalsList* list_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif

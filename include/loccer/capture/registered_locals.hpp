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

/// The addresses of several variables.
template <std::size_t Count>
struct LocalValues {
    const void* values[Count];
};

/// Several variables; without std::tuple for the sake of compile time.
/// \tparam Place has a function place() that says where they were named.
template <class Place, class... Locals>
struct LocalsPack : LocalValues<sizeof...(Locals)> {
    [[gnu::always_inline]] constexpr explicit LocalsPack(Place /*place*/, const Locals&... locals) noexcept
        : LocalValues<sizeof...(Locals)>{locals.value...} {}
};

/// Whether a function that registers variables may stop and go on later, as a coroutine does.
enum class Running { may_pause, to_its_end };

/// Registers variables with the running thread for as long as it lives. In a coroutine it does nothing, where it may
/// live while that pauses: its frame may be resumed and destroyed by other threads.
template <std::size_t Count, Running How = Running::may_pause>
class [[nodiscard]] RegisteredLocals : trace::LocalsNode {
  public:
    /// *Allocates* no. *Throws* nothing.
    template <class Place, class... Locals>
    [[gnu::always_inline]] explicit RegisteredLocals(const LocalsPack<Place, Locals...>& locals) noexcept
        : values_(locals) {
        site = &site_of<Place, Locals...>;
        if constexpr (How == Running::to_its_end) {
            trace::enter_list(*this);
        } else if (trace::is_on_stack(this)) [[likely]] {
            trace::enter_list(*this);
        } else {
            list = nullptr;
        }
    }
    RegisteredLocals(const RegisteredLocals&) = delete;
    RegisteredLocals& operator=(const RegisteredLocals&) = delete;
    [[gnu::always_inline]] ~RegisteredLocals() { trace::leave_list(*this); }

  private:
    static const void* const* values_of(const trace::LocalsNode& node) noexcept {
        return static_cast<const RegisteredLocals&>(node).values_.values;
    }

    template <class... Locals>
    static constexpr trace::LocalEntry entries_of[]{Locals::entry...};
    template <class Place, class... Locals>
    static constexpr trace::LocalsSite site_of{Place::place(), entries_of<Locals...>, Count, &values_of};

    LocalValues<Count> values_;
};

template <class Place, class... Locals>
RegisteredLocals(const LocalsPack<Place, Locals...>&) -> RegisteredLocals<sizeof...(Locals)>;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif

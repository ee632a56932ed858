// SPDX-License-Identifier: MIT
#ifndef LOCCER_CAPTURE_LOCALS_HPP
#define LOCCER_CAPTURE_LOCALS_HPP

// Local variables that a record shall show: registered by reference while their function runs, and
// described only if something is thrown then.
// Layer: capture.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/reflect/reflect.hpp>
#include <loccer/reflect/tape.hpp>
#include <loccer/trace/locals_list.hpp>
#include <loccer/trace/thread_state.hpp>

#include <cstddef>
#include <type_traits>

namespace loccer::inline LOCCER_ABI_NAMESPACE::capture {

/// A variable and its name. Borrowed.
template <FixedString Name, class Type>
struct Local {
    const Type& value;

    void describe_to(reflect::Tape& tape) const {
        if (tape.key(Name.view())) reflect::describe(tape, value);
    }
};

/// *Returns* the variable with its name, for the macros.
template <FixedString Name, class Type>
[[nodiscard]] constexpr Local<Name, Type> local(const Type& value) noexcept {
    return {value};
}

/// Makes a Local of an expression that names what lives on. \tparam Expression its decltype((…)).
template <class Expression>
struct LastingLocal {
    static_assert(std::is_lvalue_reference_v<Expression>,
                  "loccer::LOCCER_LOCALS: Variable must outlive the statement; see docs/errors.md#locals-temporary");
    using Type = std::remove_reference_t<Expression>;

    /// \tparam AddressSize the size of its address: it has one.
    template <FixedString Name, std::size_t AddressSize>
    [[nodiscard]] static constexpr Local<Name, std::remove_const_t<Type>> named(Type& variable) noexcept {
        return {variable};
    }
};

/// Several variables; without std::tuple for the sake of compile time.
template <class... Locals>
struct LocalsPack : Locals... {
    constexpr explicit LocalsPack(const Locals&... locals) noexcept : Locals(locals)... {}

    void describe_to(reflect::Tape& tape) const {
        if (!tape.begin_object()) return;
        (static_cast<const Locals&>(*this).describe_to(tape), ...);
        tape.end_object();
    }
};

/// *Effects* takes a node out of the thread's list when it is not the innermost one, as when a coroutine
/// whose frame the compiler put on the stack ends before a function that resumed it.
LOCCER_COLD inline void unlink_from_within(const trace::ThreadState& owner, const trace::LocalsNode& node) noexcept {
    for (trace::LocalsNode* inner = owner.locals; inner != nullptr; inner = inner->outer) {
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
        : trace::LocalsNode{nullptr, &describe_all, &where}, locals_(locals) {
        if (!trace::is_on_stack(this)) return;
        owner_ = &trace::thread_state;
        outer = owner_->locals;
        owner_->locals = this;
    }
    RegisteredLocals(const RegisteredLocals&) = delete;
    RegisteredLocals& operator=(const RegisteredLocals&) = delete;
    [[gnu::always_inline]] ~RegisteredLocals() {
        if (owner_ == nullptr) return;
        if (owner_->locals == this) {
            owner_->locals = outer;
        } else {
            unlink_from_within(*owner_, *this);
        }
    }

  private:
    static void describe_all(const trace::LocalsNode& node, reflect::Tape& tape) {
        static_cast<const RegisteredLocals&>(node).locals_.describe_to(tape);
    }

    LocalsPack<Locals...> locals_;
    /// The thread in whose list this is. Not asked for again: a coroutine that the compiler has put on its caller's
    /// stack may end on another one.
    trace::ThreadState* owner_ = nullptr;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::capture

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_THROWN_OBJECT_HPP
#define LOCCER_TRACE_THROWN_OBJECT_HPP

// What can be read of a thrown object without catching or rethrowing it: its base classes, its
// message, and the runtime's header before it. Works without RTTI, since exception handling keeps the
// type_info of whatever is thrown.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstdint>
#include <cxxabi.h>
#include <exception>
#include <string_view>
#include <typeinfo>
#include <unwind.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A thrown object as the unwinder sees it. `subject` is the object, or the pointee where a pointer was
/// thrown: the personality routine adjusts it so before it asks a catch clause.
struct Thrown {
    const std::type_info* type = nullptr;
    void* subject = nullptr;

    /// By address: the type may have been unloaded with its plugin since.
    friend bool operator==(const Thrown&, const Thrown&) noexcept = default;
};

/// A type_info that the C++ runtime exports, named by its symbol: that works with -fno-rtti too, where
/// typeid does not. Declared as bytes, since it is an object of a class derived from std::type_info and
/// the compiler must not resolve its virtual functions by the declared type.
using ExportedType = const unsigned char[sizeof(std::type_info)];

extern ExportedType std_exception_symbol __asm__("_ZTISt9exception");
extern ExportedType nested_exception_symbol __asm__("_ZTISt16nested_exception");
extern ExportedType system_error_symbol __asm__("_ZTISt12system_error");

[[nodiscard]] inline const std::type_info& type_of(ExportedType& symbol) noexcept {
    return *reinterpret_cast<const std::type_info*>(&symbol);
}

/// *Returns* the `base` part of the thrown object, or null where its type does not derive from it
/// publicly and unambiguously. *Allocates* no. *Throws* nothing.
/// *Source* Itanium C++ ABI, exception handling §2.4 (matching of handlers), as libstdc++ exposes it.
[[nodiscard]] inline void* base_subobject(const Thrown& thrown, ExportedType& base) noexcept {
    void* subject = thrown.subject;
    return thrown.type != nullptr && subject != nullptr && type_of(base).__do_catch(thrown.type, &subject, 1) ? subject
                                                                                                              : nullptr;
}

/// *Returns* whether a pointer was thrown; the subject is then its value and not the thrown object.
[[nodiscard]] inline bool is_pointer(const std::type_info& type) noexcept { return type.__is_pointer_p(); }

/// *Returns* what a thrown pointer points to as if that had been thrown, or anything else as it is.
/// *Source* Itanium C++ ABI §2.9.5 (`__pbase_type_info`).
[[nodiscard]] inline Thrown pointee_of(const Thrown& thrown) noexcept {
    if (thrown.type == nullptr || !is_pointer(*thrown.type)) return thrown;
    return {static_cast<const abi::__pbase_type_info*>(thrown.type)->__pointee, thrown.subject};
}

/// *Returns* whether a type stands for the end of a thread, which looks like an exception on its way.
[[nodiscard]] inline bool is_cancellation(const std::type_info& type) noexcept {
    return std::string_view(type.name()) == "N10__cxxabiv115__forced_unwindE";
}

/// *Returns* true for what passes through catch clauses and is no error: thread cancellation
/// (`abi::__forced_unwind`) and exceptions of other languages.
[[nodiscard]] inline bool is_foreign(const std::type_info& type) noexcept {
    return is_cancellation(type) || std::string_view(type.name()) == "N10__cxxabiv119__foreign_exceptionE";
}

/// What the runtime keeps directly before a thrown object.
/// *Source* Itanium C++ ABI, exception handling §2.2.1 (`__cxa_exception`).
struct ExceptionHeader {
    const std::type_info* type;
    void (*destructor)(void*);
    void (*unexpected_handler)();
    void (*terminate_handler)();
    ExceptionHeader* next;
    int handler_count;
    int handler_switch_value;
    const unsigned char* action_record;
    const unsigned char* language_specific_data;
    std::uintptr_t catch_temp;
    void* adjusted_object;
    ::_Unwind_Exception unwind_header;
};

/// *Returns* the header of a thrown object, or null where the runtime lays it out in another way than
/// the ABI says (recognised by the type in it). *Requires* an object, not a thrown pointer's pointee.
[[nodiscard]] inline ExceptionHeader* header_of(void* object, const std::type_info* type) noexcept {
    auto* header = static_cast<ExceptionHeader*>(object) - 1;
    return header->type == type ? header : nullptr;
}

/// *Returns* the unwinder's part of the header, whose `private_2` tells a fresh throw (zero) from one
/// whose handler was found before. *Source* as above, §1.2.1.
[[nodiscard]] inline const ::_Unwind_Exception& unwind_header_of(const void* object) noexcept {
    return *(static_cast<const ::_Unwind_Exception*>(object) - 1);
}

/// *Returns* the thrown object behind an exception_ptr, or an empty Thrown for a null one. An
/// exception_ptr of libstdc++ is one pointer, to the object.
[[nodiscard]] inline void* object_of(const std::exception_ptr& pointer) noexcept {
    static_assert(sizeof(std::exception_ptr) == sizeof(void*));
    return *reinterpret_cast<void* const*>(&pointer);
}

/// As above, with the type, adjusted as the unwinder adjusts it.
[[nodiscard]] inline Thrown thrown_of(const std::exception_ptr& pointer) noexcept {
    void* object = object_of(pointer);
    if (object == nullptr) return {};
    const std::type_info* type = pointer.__cxa_exception_type();
    return {type, is_pointer(*type) ? *static_cast<void**>(object) : object};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

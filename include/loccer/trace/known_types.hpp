// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_KNOWN_TYPES_HPP
#define LOCCER_TRACE_KNOWN_TYPES_HPP

// What is asked of a thrown type for each record, its name and where the standard's bases lie in it, found out once per
// type: the runtime answers by walking the class's bases and comparing names. Only for types of modules that stay,
// since a type_info of a plugin may be gone and another one stand there. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/lasting_modules.hpp>
#include <loccer/trace/thrown_object.hpp>
#include <loccer/trace/type_names.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <typeinfo>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The bases that a record asks for.
enum class KnownBase : unsigned char { exception, system_error, nested_exception };

/// What is known of one type.
struct TypeFacts {
    static constexpr std::int32_t no_base = INT32_MIN;

    std::array<std::int32_t, 3> offsets{no_base, no_base, no_base};  ///< of each KnownBase in a complete object
    std::string_view readable;  ///< its name, for ever; empty where it found no room

    /// *Returns* whether there is nothing to tell of an object but this name and its message.
    [[nodiscard]] bool has_name_alone() const noexcept {
        return !readable.empty() && offset_of(KnownBase::system_error) == no_base &&
               offset_of(KnownBase::nested_exception) == no_base;
    }
    /// *Returns* the part of a complete object of this type.
    [[nodiscard]] void* part_of(const Thrown& thrown, KnownBase base) const noexcept {
        const std::int32_t offset = offset_of(base);
        return offset == no_base ? nullptr : static_cast<char*>(thrown.subject) + offset;
    }

  private:
    [[nodiscard]] std::int32_t offset_of(KnownBase base) const noexcept {
        return offsets[static_cast<std::size_t>(base)];
    }
};

/// The bounded, append-only table of them. Constant-initialised.
class KnownTypes {
  public:
    constexpr KnownTypes() noexcept = default;

    /// *Returns* what is known already of a type, null where that is nothing; of a pointer's, nothing ever is.
    /// *Allocates* no. *Threads* any, without waiting.
    [[nodiscard]] const TypeFacts* find(const std::type_info* type) const noexcept {
        for (std::size_t i = 0; i < probes; ++i) {
            const Slot& slot = slots_[slot_of(type, i)];
            const std::type_info* const taken = slot.type.load(std::memory_order_acquire);
            if (taken == nullptr) break;
            if (taken == type) return &slot.facts;
        }
        return nullptr;
    }

    /// *Returns* what is known of the type of a complete object, or null where nothing can be kept of it.
    /// *Allocates* heap the first time of a type only. *Threads* any, without waiting.
    [[nodiscard]] const TypeFacts* facts_of(const Thrown& thrown) noexcept {
        for (std::size_t i = 0; i < probes; ++i) {
            const Slot& slot = slots_[slot_of(thrown.type, i)];
            const std::type_info* const type = slot.type.load(std::memory_order_acquire);
            if (type == thrown.type) return &slot.facts;
            if (type == nullptr) return learn(thrown);
        }
        return nullptr;
    }

  private:
    struct Slot {
        std::atomic<const std::type_info*> type{nullptr};  // last
        TypeFacts facts;
    };

    static constexpr unsigned bits = 8;
    static constexpr std::size_t probes = 8;

    [[nodiscard]] static std::size_t slot_of(const std::type_info* type, std::size_t probe) noexcept {
        const std::uint64_t hash = reinterpret_cast<std::uintptr_t>(type) * 0x9E37'79B9'7F4A'7C15U;
        return ((hash >> (64 - bits)) + probe) & ((std::size_t{1} << bits) - 1);
    }

    [[nodiscard]] static std::int32_t offset_of(const Thrown& thrown, ExportedType& base) noexcept {
        const void* const part = base_subobject(thrown, base);
        if (part == nullptr) return TypeFacts::no_base;
        return static_cast<std::int32_t>(static_cast<const char*>(part) - static_cast<const char*>(thrown.subject));
    }

    LOCCER_COLD const TypeFacts* learn(const Thrown& thrown) noexcept {
        if (!is_in_lasting_module(thrown.type)) return nullptr;
        TypeFacts facts;
        facts.offsets = {offset_of(thrown, std_exception_symbol), offset_of(thrown, system_error_symbol),
                         offset_of(thrown, nested_exception_symbol)};
        (void)type_names.readable(thrown.type->name(), {});
        facts.readable = type_names.find(thrown.type->name());
        if (!lock_.try_lock()) return nullptr;
        const TypeFacts* kept = nullptr;
        for (std::size_t i = 0; i < probes && kept == nullptr; ++i) {
            Slot& slot = slots_[slot_of(thrown.type, i)];
            const std::type_info* const type = slot.type.load(std::memory_order_relaxed);
            if (type == nullptr) {
                slot.facts = facts;
                slot.type.store(thrown.type, std::memory_order_release);
            }
            if (type == nullptr || type == thrown.type) kept = &slot.facts;
        }
        lock_.unlock();
        return kept;
    }

    Lock lock_;
    std::array<Slot, std::size_t{1} << bits> slots_{};
};

/// One for the whole process.
LOCCER_SHARED inline constinit KnownTypes known_types;

/// As find_base(), of a type of which nothing is known yet. *Requires* that something was thrown.
LOCCER_COLD inline void* find_base_anew(const Thrown& thrown, KnownBase base) noexcept {
    const bool is_complete = !is_pointer(*thrown.type);  // a pointer's pointee may be part of another object
    if (const TypeFacts* const facts = is_complete ? known_types.facts_of(thrown) : nullptr) {
        return facts->part_of(thrown, base);
    }
    const Thrown object = pointee_of(thrown);
    switch (base) {
        case KnownBase::exception: return base_subobject(object, std_exception_symbol);
        case KnownBase::system_error: return base_subobject(thrown, system_error_symbol);
        case KnownBase::nested_exception: return base_subobject(thrown, nested_exception_symbol);
    }
    return nullptr;
}

/// *Returns* the part of what was thrown, or null where its type does not derive from that publicly and unambiguously.
/// *Allocates* as KnownTypes. *Throws* nothing.
[[nodiscard]] inline void* find_base(const Thrown& thrown, KnownBase base) noexcept {
    if (thrown.type == nullptr || thrown.subject == nullptr) return nullptr;
    const TypeFacts* const facts = known_types.find(thrown.type);
    return facts != nullptr ? facts->part_of(thrown, base) : find_base_anew(thrown, base);
}

/// *Returns* the readable name of a thrown type, as TypeNames::readable().
[[nodiscard]] inline std::string_view readable_type(const Thrown& thrown, std::span<char> spare) noexcept {
    const bool is_complete = thrown.subject != nullptr && !is_pointer(*thrown.type);
    const TypeFacts* const facts = is_complete ? known_types.facts_of(thrown) : nullptr;
    if (facts != nullptr && !facts->readable.empty()) return facts->readable;
    return type_names.readable(thrown.type->name(), spare);
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

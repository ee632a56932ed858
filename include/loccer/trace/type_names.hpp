// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_TYPE_NAMES_HPP
#define LOCCER_TRACE_TYPE_NAMES_HPP

// Readable names of types, each demangled once in the life of the process: the type of the exception
// is part of every record. Names are compared by their text, as a type_info may be unloaded with its
// plugin. Nothing is ever removed, so a reader needs no lock.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/arena.hpp>
#include <loccer/trace/demangle.hpp>
#include <loccer/trace/elf_image.hpp>
#include <loccer/trace/side_stack.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// The bounded, append-only table of readable type names. Constant-initialised; its memory comes with
/// the first name.
class TypeNames {
  public:
    constexpr TypeNames() noexcept = default;

    /// *Returns* the readable name of a type if it is known already, else an empty text.
    /// *Allocates* no. *Signal-safe* yes. *Threads* any, without waiting.
    [[nodiscard]] std::string_view find(std::string_view mangled) const noexcept {
        const Name* const name = entry(mangled);
        return name == nullptr ? std::string_view{} : name->readable;
    }

    /// *Returns* the readable name of a type: kept for ever while there is room in the table, else in
    /// `spare`, else `mangled` itself. \param mangled what `std::type_info::name()` returns.
    /// *Allocates* heap the first time of a name only. *Signal-safe* no; use find() there.
    [[nodiscard]] std::string_view readable(const char* mangled, std::span<char> spare) noexcept {
        const std::string_view given{mangled};
        const std::string_view known = find(given);
        if (!known.empty()) return known;
        std::string_view result = given;
        (void)side_stack.run([&] {
            demangle(mangled, [&](std::string_view name) {
                const std::string_view kept = keep(given, name);
                if (!kept.empty()) {
                    result = kept;
                } else if (name.size() <= spare.size()) {
                    result = {spare.data(), name.copy(spare.data(), name.size())};
                }
            });
        });
        return result;
    }

  private:
    struct Name {
        std::string_view mangled;
        std::string_view readable;
    };

    static constexpr std::size_t slot_count = 1024;
    static constexpr std::size_t max_names = slot_count / 4 * 3;
    static constexpr std::size_t bytes = 256 * 1024;
    static constexpr int lock_timeout_ms = 100;

    [[nodiscard]] static std::size_t slot_of(std::string_view mangled) noexcept {
        return static_cast<std::size_t>(
                   hash_bytes({reinterpret_cast<const unsigned char*>(mangled.data()), mangled.size()})) %
               slot_count;
    }

    [[nodiscard]] const Name* entry(std::string_view mangled) const noexcept {
        for (std::size_t slot = slot_of(mangled);; slot = (slot + 1) % slot_count) {
            const Name* const name = slots_[slot].load(std::memory_order_acquire);
            if (name == nullptr || name->mangled == mangled) return name;
        }
    }

    /// *Returns* the readable name within the table, or an empty text if it found no room.
    [[nodiscard]] std::string_view keep(std::string_view mangled, std::string_view readable) noexcept {
        const LockGuard guard{lock_, lock_timeout_ms};
        if (!guard.held() || count_ >= max_names) return {};
        if (const Name* const name = entry(mangled)) return name->readable;
        if (memory_ == nullptr) {
            memory_ = map_pages(bytes);
            if (memory_ == nullptr) return {};
            arena_ = Arena{memory_, bytes};
        }
        if (mangled.size() + readable.size() > arena_.rest().size() / 2) return {};  // big ones leave room for others
        void* const place = arena_.allocate(sizeof(Name), alignof(Name));
        if (place == nullptr) return {};
        const Name* const name = ::new (place) Name{arena_.copy(mangled), arena_.copy(readable)};
        if (arena_.overflowed()) return {};
        std::size_t slot = slot_of(mangled);
        while (slots_[slot].load(std::memory_order_relaxed) != nullptr) slot = (slot + 1) % slot_count;
        slots_[slot].store(name, std::memory_order_release);
        ++count_;
        return name->readable;
    }

    Lock lock_;
    std::size_t count_ = 0;
    void* memory_ = nullptr;
    Arena arena_;
    std::array<std::atomic<const Name*>, slot_count> slots_{};
};

/// One for the whole process.
LOCCER_SHARED inline constinit TypeNames type_names;

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

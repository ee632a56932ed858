// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SYMBOLIZER_HPP
#define LOCCER_TRACE_SYMBOLIZER_HPP

// From an address to the frames that a record shows: function, file, line, source text, module, offset
// and build id, the functions inlined there included. Each address is looked up once; afterwards it
// costs neither a lock nor heap. Whatever fails leaves a frame with less in it, never no frame.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/trace/debug_info.hpp>
#include <loccer/trace/frame_collector.hpp>
#include <loccer/trace/modules.hpp>
#include <loccer/trace/raw_frame.hpp>
#include <loccer/trace/side_stack.hpp>
#include <loccer/trace/symbol_cache.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Looks symbols up and remembers them. *Threads* any number at once. Constant-initialised and
/// trivially destroyed, so it works before main and after static destructors; works in a child of
/// fork() whatever its parent's other threads were doing.
class Symbolizer {
  public:
    /// *Units* bytes, twice of which are used at most; and as much again for what logs have made of the frames.
    static constexpr std::size_t default_block_bytes = 1024 * 1024;

    /// What is told of an address.
    enum class Depth : unsigned char {
        functions,  ///< all that a frame has
        modules     ///< module, offset and build id
    };

    /// \param block_bytes a power of two from 16 KiB.
    constexpr explicit Symbolizer(std::size_t block_bytes = default_block_bytes,
                                  Depth depth = Depth::functions) noexcept
        : depth_(depth), cache_(block_bytes) {}

    /// Resolves the addresses of one record: cheaper than one by one. *Threads* a view belongs to one
    /// thread and should not live longer than a record takes.
    class View {
      public:
        explicit View(Symbolizer& symbolizer) noexcept : symbolizer_(symbolizer), pin_(symbolizer.cache_) {}

        /// *Effects* calls `visit(const ResolvedFrame&)` (which is a Frame) at least once: for the logical
        /// frames at an address, the outermost inlined caller first, loccer's own and the unwinder's
        /// included (see ResolvedFrame::kind). The texts are valid until the next call or the end of the view.
        /// \param is_return_address false for the address of an interrupted instruction.
        /// *Allocates* heap and pages the first time of an address, afterwards nothing.
        /// *Throws* what `visit` throws. Keeps errno. *Signal-safe* no; see resolve_raw().
        template <class Visit>
        void resolve(const void* address, bool is_return_address, Visit&& visit) {
            const std::uintptr_t place = lookup_address(address, is_return_address);
            const CachedSymbol* symbol = find(place);
            if (symbol == nullptr) symbol = symbolizer_.look_up(place, *this);
            if (symbol == nullptr) {
                resolve_raw(address, is_return_address, visit);
                return;
            }
            for (const ResolvedFrame& frame : symbol->frames) visit(frame);
        }

        /// *Returns* whether resolve() would have to look nothing up. *Allocates* no. *Throws* nothing.
        [[nodiscard]] bool knows(const void* address, bool is_return_address) noexcept {
            return find(lookup_address(address, is_return_address)) != nullptr;
        }

      private:
        friend class Symbolizer;

        /// *Returns* what is known of an address and still true, or null.
        [[nodiscard]] const CachedSymbol* find(std::uintptr_t address) noexcept {
            if (pin_.block() == nullptr) return nullptr;
            const CachedSymbol* const symbol = pin_.block()->find(address);
            return symbol != nullptr && is_current(*symbol) ? symbol : nullptr;
        }

        /// *Returns* whether the module that the symbol was found in is still loaded there.
        [[nodiscard]] bool is_current(const CachedSymbol& symbol) noexcept {
            const CachedModule* const module = symbol.module;
            if (module != nullptr && (module->is_lasting || module == checked_)) return true;
            Module now;
            const bool found = find_module(symbol.address, now);
            if (module == nullptr) return !found;
            if (!found || now.image.begin != module->begin || now.image.identity != module->identity) return false;
            checked_ = module;
            return true;
        }

        void renew_pin() noexcept {
            pin_.renew();
            checked_ = nullptr;
        }

        Symbolizer& symbolizer_;
        SymbolCache::Pin pin_;
        const CachedModule* checked_ = nullptr;  // in this block
        bool waited_ = false;
    };

    /// *Returns* a view for the addresses of one record.
    [[nodiscard]] View pin() noexcept { return View{*this}; }

    /// As View::resolve(), for one address.
    template <class Visit>
    void resolve(const void* address, bool is_return_address, Visit&& visit) {
        pin().resolve(address, is_return_address, visit);
    }

  private:
    static constexpr int lock_timeout_ms = 1000;

    /// *Returns* the symbol, now in the block that `view` has pinned; null when the lock or memory is not to
    /// be had. A record waits for the lock only once: a loader in trouble must not hold up the program.
    [[nodiscard]] LOCCER_COLD const CachedSymbol* look_up(std::uintptr_t address, View& view) noexcept {
        const int saved_errno = errno;
        const CachedSymbol* symbol = nullptr;
        view.renew_pin();  // else the block could not be emptied while this thread waits
        const LockGuard guard{lock_, view.waited_ ? 0 : lock_timeout_ms};
        view.waited_ = !guard.held();
        if (guard.held()) {
            view.renew_pin();
            symbol = view.find(address);
            if (symbol == nullptr) (void)side_stack.run([&] { symbol = add_anywhere(address, view); });
        }
        errno = saved_errno;
        return symbol;
    }

    /// *Returns* the symbol added to the block in use, or where that is full, to an emptied one; else null.
    [[nodiscard]] const CachedSymbol* add_anywhere(std::uintptr_t address, View& view) noexcept {
        const CachedSymbol* symbol = nullptr;
        if (view.pin_.block() != nullptr) symbol = add(address, *view.pin_.block());
        if (symbol == nullptr && cache_.restart()) {
            view.renew_pin();
            symbol = add(address, *view.pin_.block());
        }
        return symbol;
    }

    /// *Returns* the symbol added to the block, or null if it found no room.
    [[nodiscard]] const CachedSymbol* add(std::uintptr_t address, SymbolBlock& block) noexcept {
        Module module;
        const bool found = find_module(address, module);
        const CachedModule* const known = found ? block.intern(module) : nullptr;
        if (found && known == nullptr) return nullptr;
        FrameCollector frames{block.arena(), known == nullptr ? std::string_view{} : known->path, room_};
        bool lasting = true;
        if (found && depth_ == Depth::functions) {
            lasting = debug_info_.look_up(module, address, frames);
            ::Dl_info exported{};
            if (!frames.has_name() && ::dladdr(reinterpret_cast<void*>(address), &exported) != 0 &&
                exported.dli_sname != nullptr) {
                frames.symbol(exported.dli_sname);
            }
        }
        const CachedSymbol* const symbol = frames.finish(address, known, block, lasting);
        if (symbol == nullptr) return nullptr;
        if (lasting && !block.publish(symbol)) return nullptr;
        return symbol;
    }

    Lock lock_;
    Depth depth_;
    SymbolCache cache_;
    DebugInfo debug_info_;
    FrameCollector::Room room_{};  // under the lock
};

/// One for the whole process: libbacktrace's state can never be freed.
LOCCER_SHARED inline constinit Symbolizer symbolizer;

/// For logs that show raw frames.
LOCCER_SHARED inline constinit Symbolizer module_finder{256 * 1024, Symbolizer::Depth::modules};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

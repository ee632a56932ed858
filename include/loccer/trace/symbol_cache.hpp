// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_SYMBOL_CACHE_HPP
#define LOCCER_TRACE_SYMBOL_CACHE_HPP

// Resolved frames by address, in bounded memory of our own. Readers take no lock: they pin the block in
// use and so keep it from being emptied. There are two blocks; when one is full, the other is emptied
// and taken into use, provided that nobody still reads it. Writers need the symbolizer's lock.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/event/frame.hpp>
#include <loccer/event/frame_memo.hpp>
#include <loccer/trace/arena.hpp>
#include <loccer/trace/raw_frame.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <sched.h>
#include <span>
#include <string_view>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A module as a block remembers it, with texts of its own.
struct CachedModule {
    std::uintptr_t base = 0;
    std::uintptr_t begin = 0;
    std::uint64_t identity = 0;
    bool is_lasting = false;
    std::string_view path;
    std::string_view build_id;
    const CachedModule* next = nullptr;
};

/// What is known of one address: its logical frames, outermost first.
struct CachedSymbol {
    std::uintptr_t address = 0;
    const CachedModule* module = nullptr;  ///< null where the address is in none
    std::span<const ResolvedFrame> frames;
};

/// One of the two blocks: a hash table and the texts behind it, in one piece of memory, and behind that what logs have
/// made of the frames.
class SymbolBlock : public FrameKeeper {
  public:
    /// \param memory of twice `size_bytes`.
    SymbolBlock(void* memory, std::size_t size_bytes, std::size_t slot_count,
                std::atomic<std::uint64_t>& last_writer) noexcept
        : FrameKeeper{&SymbolBlock::allocate_rendered, &last_writer},
          slots_(static_cast<Slot*>(memory), slot_count),
          arena_(static_cast<std::byte*>(memory) + slots_.size_bytes(), size_bytes - slots_.size_bytes()),
          rendered_(static_cast<std::byte*>(memory) + size_bytes, size_bytes) {
        for (Slot& slot : slots_) ::new (&slot) Slot{nullptr};
    }

    /// *Returns* what is known of an address, or null. *Requires* a pin. *Signal-safe* yes.
    [[nodiscard]] const CachedSymbol* find(std::uintptr_t address) const noexcept {
        for (std::size_t slot = slot_of(address);; slot = (slot + 1) & (slots_.size() - 1)) {
            const CachedSymbol* const symbol = slots_[slot].load(std::memory_order_acquire);
            if (symbol == nullptr || symbol->address == address) return symbol;
        }
    }

    /// *Effects* makes a symbol visible, in place of an older one of the same address.
    /// *Returns* false when the table is full. *Requires* the lock; the symbol lies in this block.
    [[nodiscard]] bool publish(const CachedSymbol* symbol) noexcept {
        std::size_t slot = slot_of(symbol->address);
        const CachedSymbol* old = slots_[slot].load(std::memory_order_relaxed);
        while (old != nullptr && old->address != symbol->address) {
            slot = (slot + 1) & (slots_.size() - 1);
            old = slots_[slot].load(std::memory_order_relaxed);
        }
        if (old == nullptr) {
            if (used_slots_ >= slots_.size() / 4 * 3) return false;
            ++used_slots_;
        }
        slots_[slot].store(symbol, std::memory_order_release);
        return true;
    }

    /// *Effects* empties it. *Requires* the lock and that nobody has it pinned.
    void clear() noexcept {
        for (Slot& slot : slots_) slot.store(nullptr, std::memory_order_relaxed);
        used_slots_ = 0;
        modules_ = nullptr;
        arena_.clear();
        rendered_.clear();
    }

    /// The memory for symbols and texts. *Requires* the lock.
    [[nodiscard]] Arena& arena() noexcept { return arena_; }

    /// *Returns* the block's own description of a module, or null if there is no room. *Requires* the lock.
    [[nodiscard]] const CachedModule* intern(const Module& module) noexcept {
        for (const CachedModule* known = modules_; known != nullptr; known = known->next) {
            if (known->begin == module.image.begin && known->identity == module.image.identity) return known;
        }
        void* const place = arena_.allocate(sizeof(CachedModule), alignof(CachedModule));
        if (place == nullptr) return nullptr;
        const CachedModule* const added = ::new (place) CachedModule{
            module.base,       module.image.begin,           module.image.identity,
            module.is_lasting, arena_.copy(path_of(module)), arena_.copy(BuildIdText{module.image.build_id}.view()),
            modules_};
        if (arena_.overflowed()) return nullptr;
        modules_ = added;
        return added;
    }

  private:
    friend class SymbolCache;
    using Slot = std::atomic<const CachedSymbol*>;

    [[nodiscard]] std::size_t slot_of(std::uintptr_t address) const noexcept {
        const std::uint64_t mixed = static_cast<std::uint64_t>(address) * 0x9E37'79B9'7F4A'7C15U;
        return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
    }

    /// *Requires* a pin.
    [[nodiscard]] static void* allocate_rendered(FrameKeeper& keeper, std::size_t bytes) noexcept {
        auto& block = static_cast<SymbolBlock&>(keeper);
        if (!block.rendered_lock_.try_lock()) return nullptr;
        void* const place = block.rendered_.allocate(bytes, alignof(std::max_align_t));
        block.rendered_lock_.unlock();
        return place;
    }

    std::atomic<std::uint32_t> readers_{0};
    std::span<Slot> slots_;
    Arena arena_;
    Arena rendered_;  // under its lock
    Lock rendered_lock_;
    std::size_t used_slots_ = 0;
    const CachedModule* modules_ = nullptr;
};

/// The number of the last that has begun to write frames, of all caches, so that one number does for all of them.
LOCCER_SHARED inline constinit std::atomic<std::uint64_t> last_frame_writer{0};

/// The pair of blocks. Constant-initialised; memory comes with the first symbol.
class SymbolCache {
  public:
    /// \param block_bytes of each of the two blocks, from 16 KiB; a power of two. Twice that with what logs have made
    /// of the frames.
    constexpr explicit SymbolCache(std::size_t block_bytes) noexcept : block_bytes_(block_bytes) {}

    /// Keeps a block from being emptied. *Threads* a pin belongs to one thread.
    class Pin {
      public:
        explicit Pin(SymbolCache& cache) noexcept : cache_(cache) { hold(); }
        Pin(const Pin&) = delete;
        Pin& operator=(const Pin&) = delete;
        ~Pin() { release(); }

        /// *Returns* the pinned block; null until the first symbol of the process is looked up.
        [[nodiscard]] SymbolBlock* block() const noexcept { return block_; }

        /// *Effects* pins the block in use now. What was found before is no longer valid.
        void renew() noexcept {
            if (block_ != nullptr && block_ == cache_.active_.load()) return;
            release();
            hold();
        }

      private:
        void hold() noexcept {
            for (block_ = cache_.active_.load(); block_ != nullptr; block_ = cache_.active_.load()) {
                block_->readers_.fetch_add(1);
                if (cache_.active_.load() == block_) return;  // else it may be emptied just now
                block_->readers_.fetch_sub(1);
            }
        }

        void release() noexcept {
            if (block_ != nullptr) block_->readers_.fetch_sub(1);
            block_ = nullptr;
        }

        SymbolCache& cache_;
        SymbolBlock* block_ = nullptr;
    };

    /// *Effects* takes an empty block into use. *Returns* false when there is no memory, or when another
    /// thread goes on reading the block that should be emptied. *Requires* the lock.
    [[nodiscard]] bool restart() noexcept {
        SymbolBlock* next = spare_;
        if (next != nullptr && !wait_for_readers(*next)) {
            // Readers that fork() left behind in the parent never finish: the child gives their block up.
            if (owner_pid_ == ::getpid()) return false;
            next = nullptr;
        }
        if (next == nullptr) {
            next = make_block();
            if (next == nullptr) return false;
            owner_pid_ = ::getpid();
        } else {
            next->clear();
        }
        spare_ = active_.load();
        active_.store(next);
        return true;
    }

  private:
    static constexpr int max_yields = 200;

    [[nodiscard]] static bool wait_for_readers(const SymbolBlock& block) noexcept {
        for (int yields = 0; block.readers_.load() != 0; ++yields) {
            if (yields == max_yields) return false;
            ::sched_yield();
        }
        return true;
    }

    [[nodiscard]] SymbolBlock* make_block() const noexcept {
        constexpr std::size_t bytes_per_slot = 256;
        constexpr std::size_t head_bytes = (sizeof(SymbolBlock) + 63) / 64 * 64;
        void* const memory = map_pages(head_bytes + 2 * block_bytes_);
        if (memory == nullptr) return nullptr;
        return ::new (memory) SymbolBlock{static_cast<std::byte*>(memory) + head_bytes, block_bytes_,
                                          block_bytes_ / bytes_per_slot, last_frame_writer};
    }

    std::size_t block_bytes_;
    std::atomic<SymbolBlock*> active_{nullptr};
    SymbolBlock* spare_ = nullptr;  // under the lock, as the next
    int owner_pid_ = 0;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

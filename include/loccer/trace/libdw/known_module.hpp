// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBDW_KNOWN_MODULE_HPP
#define LOCCER_TRACE_LIBDW_KNOWN_MODULE_HPP

// One loaded module as libdw reads it: its file, the file with its debug information where that is another one, and its
// translation units by the code that they hold.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/code_ranges.hpp>
#include <loccer/trace/libdw/debug_file.hpp>
#include <loccer/trace/libdw/dwarf_unit.hpp>
#include <loccer/trace/libdw/elf_file.hpp>
#include <loccer/trace/modules.hpp>

#include <elfutils/libdw.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <elf.h>
#include <new>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// What is read of one module. Trivially destroyed: close() gives everything back.
class KnownModule {
  public:
    constexpr KnownModule() noexcept = default;

    /// *Effects* opens what there is to read of a module; where its file is gone, or another one by now, nothing.
    /// \param when_out_of_memory called in libdw's place, does not return: what libdw does itself ends the process.
    /// *Allocates* heap. errno tells of what was missing.
    void open(const Module& module, ::Dwarf_OOM when_out_of_memory) noexcept {
        begin_ = module.image.begin;
        identity_ = module.image.identity;
        base_ = module.base;
        when_out_of_memory_ = when_out_of_memory;
        const char* const path = module.is_executable() ? "/proc/self/exe" : module.name;
        if (path[0] != '/') return;  // the vdso, or a path that the working directory was part of
        file_ = ElfFile::open(path);
        if (file_.is_open() && !file_.is_that_of(module.image)) file_.close();
        if (!file_.is_open()) return;
        if (!read_units(file_)) {
            debug_file_ = open_debug_file(file_, path);
            if (debug_file_.is_open() && !read_units(debug_file_)) debug_file_.close();
        }
        debug_file_.finish_opening();
        file_.finish_opening();
    }

    [[nodiscard]] bool is_free() const noexcept { return begin_ == 0; }
    [[nodiscard]] std::uintptr_t begin() const noexcept { return begin_; }

    /// *Returns* whether it is this one, and no other that has been loaded at its place.
    [[nodiscard]] bool is_that_of(const Module& module) const noexcept {
        return begin_ == module.image.begin && identity_ == module.image.identity;
    }

    /// As DebugInfo::look_up().
    template <class Visitor>
    void look_up(std::uintptr_t address, Visitor& visitor) noexcept {
        if (!file_.is_open()) return;
        const std::uint64_t place = address - base_;
        const CodeRange* const unit = unit_ranges_.find(place);
        if (unit != nullptr) units_[unit->place].look_up(place, visitor);
        if (!visitor.wants_symbol()) return;
        const char* name = file_.find_symbol(place, SHT_SYMTAB);
        if (name == nullptr && debug_file_.is_open()) name = debug_file_.find_symbol(place, SHT_SYMTAB);
        if (name == nullptr) name = file_.find_symbol(place, SHT_DYNSYM);
        if (name != nullptr) visitor.symbol(name);
    }

    /// *Effects* gives everything back; then it is free.
    void close() noexcept {
        close_units();
        debug_file_.close();
        file_.close();
        *this = KnownModule{};
    }

    /// *Returns* a number that is the greater the later it was asked last.
    std::uint64_t last_use = 0;

  private:
    /// *Returns* false where the file has none, and leaves nothing open then.
    [[nodiscard]] bool read_units(const ElfFile& file) noexcept {
        dwarf_ = ::dwarf_begin_elf(file.handle(), DWARF_C_READ, nullptr);
        if (dwarf_ == nullptr) return false;
        (void)::dwarf_new_oom_handler(dwarf_, when_out_of_memory_);
        open_shared();
        ::Dwarf_CU* unit = nullptr;
        ::Dwarf_Die entry;
        bool has_room = true;
        while (has_room && ::dwarf_get_units(dwarf_, unit, &unit, nullptr, nullptr, &entry, nullptr) == 0) {
            const std::size_t number = unit_count_;
            has_room = for_ranges_of(
                entry, [&](std::uint64_t begin, std::uint64_t end) { return unit_ranges_.add(begin, end, number); });
            if (has_room) has_room = add_unit(entry);
        }
        if (!has_room || unit_ranges_.size() == 0) {
            close_units();
            return false;
        }
        unit_ranges_.sort();
        return true;
    }

    void open_shared() noexcept {
        shared_file_ = open_shared_debug_file(dwarf_);
        if (!shared_file_.is_open()) return;
        shared_ = ::dwarf_begin_elf(shared_file_.handle(), DWARF_C_READ, nullptr);
        shared_file_.finish_opening();
        if (shared_ == nullptr) return;
        (void)::dwarf_new_oom_handler(shared_, when_out_of_memory_);
        ::dwarf_setalt(dwarf_, shared_);
    }

    [[nodiscard]] bool add_unit(const ::Dwarf_Die& entry) noexcept {
        if (unit_count_ == unit_room_) {
            const std::size_t room = unit_room_ == 0 ? 16 : 2 * unit_room_;
            void* const larger = std::realloc(static_cast<void*>(units_), room * sizeof(DwarfUnit));
            if (larger == nullptr) return false;
            units_ = static_cast<DwarfUnit*>(larger);
            unit_room_ = room;
        }
        ::new (units_ + unit_count_++) DwarfUnit{entry};
        return true;
    }

    void close_units() noexcept {
        for (std::size_t i = 0; i < unit_count_; ++i) units_[i].clear();
        std::free(static_cast<void*>(units_));
        units_ = nullptr;
        unit_count_ = unit_room_ = 0;
        unit_ranges_.clear();
        if (dwarf_ != nullptr) (void)::dwarf_end(dwarf_);
        if (shared_ != nullptr) (void)::dwarf_end(shared_);
        dwarf_ = shared_ = nullptr;
        shared_file_.close();
    }

    std::uintptr_t begin_ = 0;
    std::uint64_t identity_ = 0;
    std::uintptr_t base_ = 0;
    ::Dwarf_OOM when_out_of_memory_ = nullptr;
    ElfFile file_;
    ElfFile debug_file_;
    ElfFile shared_file_;
    ::Dwarf* dwarf_ = nullptr;
    ::Dwarf* shared_ = nullptr;
    DwarfUnit* units_ = nullptr;
    std::size_t unit_count_ = 0;
    std::size_t unit_room_ = 0;
    CodeRanges unit_ranges_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBDW_DWARF_UNIT_HPP
#define LOCCER_TRACE_LIBDW_DWARF_UNIT_HPP

// What one translation unit's debug information says of an address: the function, those that are inlined in it there,
// and where each is called. Its functions are listed the first time, since looking for one means to read all before it.
// Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/code_ranges.hpp>
#include <loccer/trace/joined_path.hpp>

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// *Effects* calls `visit(begin, end)` for each piece of code that an entry stands for, until it returns false. What
/// the linker has left out of a program appears to lie at 0. *Returns* whether none did.
template <class Visit>
bool for_ranges_of(::Dwarf_Die& entry, Visit visit) noexcept {
    ::Dwarf_Addr base = 0;
    ::Dwarf_Addr begin = 0;
    ::Dwarf_Addr end = 0;
    for (std::ptrdiff_t at = ::dwarf_ranges(&entry, 0, &base, &begin, &end); at > 0;
         at = ::dwarf_ranges(&entry, at, &base, &begin, &end)) {
        if (begin != 0 && !visit(begin, end)) return false;
    }
    return true;
}

/// A translation unit. Trivially destroyed: clear() gives the memory of its list back.
class DwarfUnit {
  public:
    /// \param entry of the unit itself, in the file that was linked.
    explicit DwarfUnit(const ::Dwarf_Die& entry) noexcept : entry_(entry) {}

    /// *Effects* calls `visitor.location(file, line, function)` for each logical frame, innermost first.
    /// *Requires* that the unit holds the address. *Allocates* heap.
    template <class Visitor>
    void look_up(std::uint64_t address, Visitor& visitor) noexcept {
        list_functions();
        const char* file = nullptr;
        int line = 0;
        if (::Dwarf_Line* const row = ::dwarf_getsrc_die(&entry_, address); row != nullptr) {
            file = path_in_table(::dwarf_linesrc(row, nullptr, nullptr));
            (void)::dwarf_lineno(row, &line);
        }
        JoinedPath room;
        Chain chain;
        ::Dwarf_Die function;
        if (!find_function(address, function)) {
            if (file != nullptr) visitor.location(absolute(file, room), line, nullptr);
            return;
        }
        find_inlined(function, address, chain);
        for (std::size_t i = chain.size; i-- > 0;) {
            visitor.location(absolute(file, room), line, name_of(chain.entries[i]));
            find_call(chain.entries[i], file, line);
        }
        visitor.location(absolute(file, room), line, name_of(function));
    }

    void clear() noexcept { functions_.clear(); }

  private:
    /// Inlined functions, the outermost first. Of too many the last stands for all further ones.
    struct Chain {
        static constexpr std::size_t most = 128;
        std::array<::Dwarf_Die, most> entries;
        std::size_t size = 0;
    };
    static constexpr int max_depth = 256;  // of scopes within each other

    void list_functions() noexcept {
        if (is_listed_) return;
        is_listed_ = true;
        // The functions of a unit that was compiled with -gsplit-dwarf are in a file of their own.
        ::Dwarf_Die split{};
        details_ = entry_;
        if (::dwarf_cu_info(entry_.cu, nullptr, nullptr, nullptr, &split, nullptr, nullptr, nullptr) == 0 &&
            split.addr != nullptr) {
            details_ = split;
        }
        if (add_functions(details_, max_depth)) functions_.sort();
        else functions_.clear();
    }

    /// A function lies in a namespace, or, as that of a local class or a lambda, in another function, be it one that is
    /// inlined wherever it is called. What classes outside of functions hold are declarations.
    [[nodiscard]] bool add_functions(::Dwarf_Die& scope, int depth) noexcept {
        ::Dwarf_Die entry;
        if (depth == 0 || ::dwarf_child(&scope, &entry) != 0) return true;
        const bool is_in_function = ::dwarf_tag(&scope) != DW_TAG_namespace && scope.addr != details_.addr;
        do {
            switch (::dwarf_tag(&entry)) {
                case DW_TAG_subprogram: {
                    const std::uint64_t place = ::dwarf_dieoffset(&entry);
                    const bool is_added = for_ranges_of(entry, [&](std::uint64_t begin, std::uint64_t end) {
                        return functions_.add(begin, end, place);
                    });
                    if (!is_added) return false;
                    if (!add_functions(entry, depth - 1)) return false;
                    break;
                }
                case DW_TAG_namespace:
                case DW_TAG_module:
                    if (!add_functions(entry, depth - 1)) return false;
                    break;
                case DW_TAG_lexical_block:
                case DW_TAG_inlined_subroutine:
                case DW_TAG_class_type:
                case DW_TAG_structure_type:
                case DW_TAG_union_type:
                    if (is_in_function && !add_functions(entry, depth - 1)) return false;
                    break;
                default: break;
            }
        } while (::dwarf_siblingof(&entry, &entry) == 0);
        return true;
    }

    [[nodiscard]] bool find_function(std::uint64_t address, ::Dwarf_Die& function) const noexcept {
        const CodeRange* const range = functions_.find(address);
        return range != nullptr && ::dwarf_offdie(::dwarf_cu_getdwarf(details_.cu), range->place, &function) != nullptr;
    }

    static void find_inlined(::Dwarf_Die scope, std::uint64_t address, Chain& chain) noexcept {
        ::Dwarf_Die entry;
        for (int depth = 0; depth < max_depth && ::dwarf_child(&scope, &entry) == 0; ++depth) {
            bool found = false;
            do {
                const int tag = ::dwarf_tag(&entry);
                const bool is_inlined = tag == DW_TAG_inlined_subroutine;
                if (!is_inlined && tag != DW_TAG_lexical_block) continue;
                if (::dwarf_haspc(&entry, address) <= 0) continue;
                found = true;
                if (!is_inlined || name_of(entry) == nullptr) break;
                if (chain.size < Chain::most) ++chain.size;
                chain.entries[chain.size - 1] = entry;
                break;
            } while (::dwarf_siblingof(&entry, &entry) == 0);
            if (!found) return;
            scope = entry;
        }
    }

    /// *Effects* tells where an inlined function is called.
    void find_call(::Dwarf_Die& inlined, const char*& file, int& line) noexcept {
        ::Dwarf_Attribute attribute;
        ::Dwarf_Word value = 0;
        file = nullptr;
        line = 0;
        if (::dwarf_attr(&inlined, DW_AT_call_line, &attribute) != nullptr &&
            ::dwarf_formudata(&attribute, &value) == 0) {
            line = static_cast<int>(value);
        }
        ::Dwarf_Files* files = nullptr;
        std::size_t count = 0;
        if (::dwarf_attr(&inlined, DW_AT_call_file, &attribute) == nullptr ||
            ::dwarf_formudata(&attribute, &value) != 0 || ::dwarf_getsrcfiles(&details_, &files, &count) != 0 ||
            value >= count) {
            return;
        }
        file = path_in_table(::dwarf_filesrc(files, value, nullptr, nullptr));
    }

    /// *Returns* a path with the compilation's folder before it where that is needed and known.
    [[nodiscard]] const char* absolute(const char* path, JoinedPath& room) noexcept {
        ::Dwarf_Attribute attribute;
        if (path == nullptr || path[0] == '/' || ::dwarf_attr(&entry_, DW_AT_comp_dir, &attribute) == nullptr)
            return path;
        const char* const folder = ::dwarf_formstring(&attribute);
        const char* const joined = folder == nullptr ? nullptr : room.join(folder, "/", path);
        return joined == nullptr ? path : joined;
    }

    /// libdw calls a file that the table does not name so.
    [[nodiscard]] static const char* path_in_table(const char* path) noexcept {
        return path == nullptr || std::string_view{path} == "???" ? nullptr : path;
    }

    /// *Returns* the mangled name of a function, or where there is none, the plain one; null without both.
    [[nodiscard]] static const char* name_of(::Dwarf_Die& entry) noexcept {
        ::Dwarf_Attribute attribute;
        for (const unsigned name : {unsigned{DW_AT_linkage_name}, unsigned{DW_AT_MIPS_linkage_name}}) {
            if (::dwarf_attr_integrate(&entry, name, &attribute) == nullptr) continue;
            if (const char* const text = ::dwarf_formstring(&attribute); text != nullptr) return text;
        }
        return ::dwarf_diename(&entry);
    }

    ::Dwarf_Die entry_;
    ::Dwarf_Die details_{};  // the same, or in the file of its own
    CodeRanges functions_;
    bool is_listed_ = false;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

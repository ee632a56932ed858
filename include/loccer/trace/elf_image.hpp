// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_ELF_IMAGE_HPP
#define LOCCER_TRACE_ELF_IMAGE_HPP

// What the program headers of a loaded module tell: its extent, its build id, and a number by which
// another module loaded later at the same address is told apart. Reads mapped memory only.
// Layer: trace.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// A module as its own headers describe it. The build id lies in the module's memory.
struct ElfImage {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    std::span<const unsigned char> build_id;
    std::uint64_t identity = 0;  ///< of the build id or, without one, of the headers
};

/// The program headers of a loaded module.
using ProgramHeaders = std::span<const ElfW(Phdr)>;

/// *Returns* a number that differs, but for chance, when the bytes do. *Signal-safe* yes.
/// *Source* FNV-1a.
[[nodiscard]] inline std::uint64_t hash_bytes(std::span<const unsigned char> bytes) noexcept {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const unsigned char byte : bytes) hash = (hash ^ byte) * 1'099'511'628'211U;
    return hash;
}

/// *Returns* the descriptor of the GNU build id note among `notes`; empty where there is none or the
/// notes are malformed. *Signal-safe* yes. *Source* ELF gABI, "Note Section"; NT_GNU_BUILD_ID.
[[nodiscard]] inline std::span<const unsigned char> find_build_id(std::span<const unsigned char> notes,
                                                                  std::size_t alignment) noexcept {
    constexpr std::string_view owner{"GNU", 4};
    const std::size_t mask = (alignment == 8 ? 8U : 4U) - 1U;
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) header;
        std::memcpy(&header, notes.data(), sizeof(header));
        const std::size_t name_at = sizeof(header);
        const std::size_t text_at = (name_at + header.n_namesz + mask) & ~mask;
        const std::size_t text_end = text_at + header.n_descsz;
        if (text_end > notes.size()) return {};
        const std::string_view name{reinterpret_cast<const char*>(notes.data()) + name_at, header.n_namesz};
        if (header.n_type == NT_GNU_BUILD_ID && name == owner) return notes.subspan(text_at, header.n_descsz);
        const std::size_t next = (text_end + mask) & ~mask;
        if (next >= notes.size()) return {};
        notes = notes.subspan(next);
    }
    return {};
}

/// *Returns* what a segment is, PT_LOAD and so on. By its place: <resolv.h>, which network libraries include, has a
/// macro called `p_type`, and a struct has another member where that was included before <elf.h>. *Signal-safe* yes.
[[nodiscard]] inline std::uint32_t segment_type(const ElfW(Phdr) & header) noexcept {
    const auto& [type, second, third, fourth, fifth, sixth, seventh, eighth] = header;
    return type;
}

/// *Returns* whether [address, address + size) is readable memory of the module.
[[nodiscard]] inline bool is_loaded(ProgramHeaders headers, std::uintptr_t address, std::size_t size) noexcept {
    for (const auto& header : headers) {
        const bool readable = segment_type(header) == PT_LOAD && (header.p_flags & PF_R) != 0;
        if (readable && address >= header.p_vaddr && size <= header.p_memsz &&
            address - header.p_vaddr <= header.p_memsz - size) {
            return true;
        }
    }
    return false;
}

/// *Requires* that the module stays loaded during the call. \param base what was added to its addresses.
/// *Allocates* no. *Signal-safe* yes.
[[nodiscard]] inline ElfImage inspect(std::uintptr_t base, ProgramHeaders headers) noexcept {
    ElfImage image;
    std::uintptr_t lowest = UINTPTR_MAX;
    std::uintptr_t highest = 0;
    for (const auto& header : headers) {
        if (segment_type(header) == PT_LOAD) {
            if (header.p_vaddr < lowest) lowest = header.p_vaddr;
            if (header.p_vaddr + header.p_memsz > highest) highest = header.p_vaddr + header.p_memsz;
        } else if (segment_type(header) == PT_NOTE && image.build_id.empty() &&
                   is_loaded(headers, header.p_vaddr, header.p_memsz)) {
            image.build_id = find_build_id(
                {reinterpret_cast<const unsigned char*>(base + header.p_vaddr), header.p_memsz}, header.p_align);
        }
    }
    if (lowest > highest) return image;
    image.begin = base + lowest;
    image.end = base + highest;
    const std::span<const unsigned char> whole{reinterpret_cast<const unsigned char*>(headers.data()),
                                               headers.size_bytes()};
    image.identity = hash_bytes(image.build_id.empty() ? whole : image.build_id);
    return image;
}

/// *Returns* the program headers that follow an ELF header in memory; empty where there is none or they
/// do not lie in its page. *Signal-safe* yes.
[[nodiscard]] inline ProgramHeaders headers_at(std::uintptr_t elf_header) noexcept {
    constexpr std::size_t smallest_page = 4096;
    ElfW(Ehdr) header;
    std::memcpy(&header, reinterpret_cast<const void*>(elf_header), sizeof(header));
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(ElfW(Phdr))) return {};
    if (header.e_phoff > smallest_page || header.e_phnum * sizeof(ElfW(Phdr)) > smallest_page - header.e_phoff) {
        return {};
    }
    return {reinterpret_cast<const ElfW(Phdr)*>(elf_header + header.e_phoff), header.e_phnum};
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBDW_DEBUG_FILE_HPP
#define LOCCER_TRACE_LIBDW_DEBUG_FILE_HPP

// Where the debug information of a stripped file lies: in the folder of debug files, by build id, or beside the file,
// by the name and checksum that it notes. Only on this machine: elfutils' own search would ask servers of the network
// that an environment variable names. Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/joined_path.hpp>
#include <loccer/trace/libdw/elf_file.hpp>
#include <loccer/trace/modules.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// Where distributions put debug files.
inline constexpr std::string_view standard_debug_folder = "/usr/lib/debug";

/// *Returns* the checksum that a file's note of its debug file has.
/// *Source* GDB manual, "Debugging Information in Separate Files"; the polynomial is that of IEEE 802.3.
[[nodiscard]] inline std::uint32_t debug_link_checksum(std::span<const unsigned char> bytes) noexcept {
    constexpr auto table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t byte = 0; byte < made.size(); ++byte) {
            std::uint32_t value = byte;
            for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB8'8320U : 0U);
            made[byte] = value;
        }
        return made;
    }();
    std::uint32_t sum = 0xFFFF'FFFFU;
    for (const unsigned char byte : bytes) sum = (sum >> 8U) ^ table[(sum ^ byte) & 0xFFU];
    return ~sum;
}

/// *Effects* opens the file that the folder of debug files has for a build. *Returns* a closed one where there is none.
[[nodiscard]] inline ElfFile open_by_build_id(std::span<const unsigned char> build_id,
                                              std::string_view debug_folder) noexcept {
    const BuildIdText text{build_id};
    const std::string_view id = text.view();
    JoinedPath path;
    if (id.size() < 3) return {};
    const char* const name = path.join(debug_folder, "/.build-id/", id.substr(0, 2), "/", id.substr(2), ".debug");
    ElfFile file = name == nullptr ? ElfFile{} : ElfFile::open(name);
    if (file.is_open() && !ElfFile::are_equal(file.build_id(), build_id)) file.close();
    return file;
}

/// *Effects* opens the file that `stripped` names as that of its debug information. \param path of `stripped`,
/// absolute. *Returns* a closed one where there is none, or only one of another build.
[[nodiscard]] inline ElfFile open_by_debug_link(const ElfFile& stripped, std::string_view path,
                                                std::string_view debug_folder) noexcept {
    ::GElf_Word checksum = 0;
    const char* const linked = ::dwelf_elf_gnu_debuglink(stripped.handle(), &checksum);
    if (linked == nullptr || linked[0] == '\0' || std::strchr(linked, '/') != nullptr) return {};
    const std::span<const unsigned char> build_id = stripped.build_id();
    const std::string_view folder = path.substr(0, path.rfind('/') + 1);
    if (!folder.starts_with('/')) return {};

    JoinedPath joined;
    for (int place = 0; place < 3; ++place) {
        const char* const name = place == 0   ? joined.join(folder, linked)
                                 : place == 1 ? joined.join(folder, ".debug/", linked)
                                              : joined.join(debug_folder, folder, linked);
        ElfFile file = name == nullptr ? ElfFile{} : ElfFile::open(name);
        if (!file.is_open()) continue;
        std::size_t size = 0;
        const char* bytes = nullptr;
        if (build_id.empty()) bytes = ::elf_rawfile(file.handle(), &size);
        const bool is_right =
            build_id.empty()
                ? bytes != nullptr &&
                      debug_link_checksum({reinterpret_cast<const unsigned char*>(bytes), size}) == checksum
                : ElfFile::are_equal(file.build_id(), build_id);
        if (is_right) return file;
        file.close();
    }
    return {};
}

/// *Effects* opens the file with the debug information of a stripped one. \param path of that; links are followed.
/// *Returns* a closed one where there is none on this machine. *Allocates* heap.
[[nodiscard]] inline ElfFile open_debug_file(const ElfFile& stripped, const char* path,
                                             std::string_view debug_folder = standard_debug_folder) noexcept {
    ElfFile file = open_by_build_id(stripped.build_id(), debug_folder);
    if (file.is_open()) return file;
    char* const real_path = ::realpath(path, nullptr);
    if (real_path == nullptr) return file;
    file = open_by_debug_link(stripped, real_path, debug_folder);
    std::free(real_path);
    return file;
}

/// *Effects* opens the file that several debug files share (made by dwz), which `debug` names.
/// *Returns* a closed one where `debug` names none, or it is not there. *Allocates* heap.
[[nodiscard]] inline ElfFile open_shared_debug_file(::Dwarf* debug,
                                                    std::string_view debug_folder = standard_debug_folder) noexcept {
    const char* name = nullptr;
    const void* id = nullptr;
    const auto size = ::dwelf_dwarf_gnu_debugaltlink(debug, &name, &id);
    if (size <= 0) return {};
    const std::span<const unsigned char> build_id{static_cast<const unsigned char*>(id),
                                                  static_cast<std::size_t>(size)};
    ElfFile file = open_by_build_id(build_id, debug_folder);
    if (!file.is_open() && name[0] == '/') {
        file = ElfFile::open(name);
        if (file.is_open() && !ElfFile::are_equal(file.build_id(), build_id)) file.close();
    }
    return file;
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

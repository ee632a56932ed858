// SPDX-License-Identifier: MIT
#ifndef LOCCER_TRACE_LIBDW_ELF_FILE_HPP
#define LOCCER_TRACE_LIBDW_ELF_FILE_HPP

// An executable, a library or a file with the debug information of one, by libelf: opened without ever waiting,
// compared with what is loaded, and searched for the symbol of an address. Needs libdw-dev (elfutils). Layer: trace.

#include <loccer/base/config.hpp>
#include <loccer/trace/elf_image.hpp>

#include <elfutils/libdw.h>
#include <elfutils/libdwelf.h>
#include <gelf.h>
#include <libelf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE::trace {

/// An ELF file. Trivially destroyed: close() gives it back.
class ElfFile {
  public:
    constexpr ElfFile() noexcept = default;

    /// *Effects* opens and maps a file, or nothing where it is no ELF file; errno tells why. A descriptor stays open
    /// until finish_opening().
    [[nodiscard]] static ElfFile open(const char* path) noexcept {
        ElfFile file;
        (void)::elf_version(EV_CURRENT);
        file.descriptor_ = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        struct ::stat status{};
        if (file.descriptor_ >= 0 && ::fstat(file.descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
            file.elf_ = ::elf_begin(file.descriptor_, ELF_C_READ_MMAP, nullptr);
        }
        if (!file.is_open() || ::elf_kind(file.elf_) != ELF_K_ELF) file.close();
        return file;
    }

    [[nodiscard]] bool is_open() const noexcept { return elf_ != nullptr; }
    [[nodiscard]] ::Elf* handle() const noexcept { return elf_; }

    /// *Returns* the note that names this build, or nothing.
    [[nodiscard]] std::span<const unsigned char> build_id() const noexcept {
        const void* bytes = nullptr;
        const auto size = ::dwelf_elf_gnu_build_id(elf_, &bytes);
        if (size <= 0) return {};
        return {static_cast<const unsigned char*>(bytes), static_cast<std::size_t>(size)};
    }

    /// *Returns* whether this is the file that was loaded: another one may lie at its path by now.
    [[nodiscard]] bool is_that_of(const ElfImage& image) const noexcept {
        std::span<const unsigned char> told_by = build_id();
        if (told_by.empty()) {
            std::size_t count = 0;
            const ElfW(Phdr)* const headers = program_headers(elf_);
            if (headers == nullptr || ::elf_getphdrnum(elf_, &count) != 0) return false;
            told_by = {reinterpret_cast<const unsigned char*>(headers), count * sizeof(*headers)};
        }
        return hash_bytes(told_by) == image.identity;
    }

    /// *Returns* whether both are there, and the same.
    [[nodiscard]] static bool are_equal(std::span<const unsigned char> one,
                                        std::span<const unsigned char> other) noexcept {
        return !one.empty() && one.size() == other.size() && std::memcmp(one.data(), other.data(), one.size()) == 0;
    }

    /// *Returns* the name of the function (or object) that holds an address of the file, or null; the visible one
    /// where there are several. \param table SHT_SYMTAB or SHT_DYNSYM.
    [[nodiscard]] const char* find_symbol(std::uint64_t address, ElfW(Word) table) const noexcept {
        for (::Elf_Scn* section = ::elf_nextscn(elf_, nullptr); section != nullptr;
             section = ::elf_nextscn(elf_, section)) {
            ::GElf_Shdr header;
            if (::gelf_getshdr(section, &header) == nullptr || header.sh_type != table) continue;
            const ::Elf_Data* const data = ::elf_getdata(section, nullptr);
            const char* const name =
                data == nullptr || data->d_buf == nullptr ? nullptr : find_symbol(address, *data, header);
            if (name != nullptr) return name;
        }
        return nullptr;
    }

    /// *Effects* closes the descriptor; what has not been read is in the mapping. *Requires* that whoever reads the
    /// file's own path from it (libdw) has been opened.
    void finish_opening() noexcept {
        if (descriptor_ < 0) return;
        (void)::elf_cntl(elf_, ELF_C_FDREAD);
        (void)::elf_cntl(elf_, ELF_C_FDDONE);
        ::close(descriptor_);
        descriptor_ = -1;
    }

    /// *Effects* gives everything back. *Requires* that nobody else uses it.
    void close() noexcept {
        if (elf_ != nullptr) (void)::elf_end(elf_);
        if (descriptor_ >= 0) ::close(descriptor_);
        elf_ = nullptr;
        descriptor_ = -1;
    }

  private:
    [[nodiscard]] static const ElfW(Phdr) * program_headers(::Elf* elf) noexcept {
        if constexpr (sizeof(ElfW(Phdr)) == sizeof(::Elf64_Phdr)) return ::elf64_getphdr(elf);
        else return reinterpret_cast<const ElfW(Phdr)*>(::elf32_getphdr(elf));
    }

    [[nodiscard]] const char* find_symbol(std::uint64_t address, const ::Elf_Data& data,
                                          const ::GElf_Shdr& header) const noexcept {
        ElfW(Sym) best{};
        bool found = false;
        for (std::size_t at = 0; at + sizeof(best) <= data.d_size; at += sizeof(best)) {
            ElfW(Sym) symbol;
            std::memcpy(&symbol, static_cast<const unsigned char*>(data.d_buf) + at, sizeof(symbol));
            if (address < symbol.st_value || address - symbol.st_value >= symbol.st_size) continue;
            const unsigned type = symbol.st_info & 0xFU;
            if (symbol.st_shndx == SHN_UNDEF || (type != STT_FUNC && type != STT_OBJECT && type != STT_GNU_IFUNC)) {
                continue;
            }
            if (!found || rank(symbol) > rank(best)) best = symbol;
            found = true;
        }
        return found ? ::elf_strptr(elf_, header.sh_link, best.st_name) : nullptr;
    }

    [[nodiscard]] static unsigned rank(const ElfW(Sym) & symbol) noexcept {
        switch (symbol.st_info >> 4U) {
            case STB_GLOBAL: return 2;
            case STB_WEAK: return 1;
            default: return 0;
        }
    }

    ::Elf* elf_ = nullptr;
    int descriptor_ = -1;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::trace

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_CRC32_HPP
#define LOCCER_OUTPUTS_FILE_CRC32_HPP

// A checksum in each line, `{...,"crc32":"1a2b3c4d"}`: the option that asks for it, the seal behind it, and how a
// line is checked. It tells damage (a device, a copy, an editor) from what was written; who changes a line on
// purpose makes a new checksum, and lines that are gone leave no trace. Only programs that include this header need
// zlib.
// Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/finding.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/seal.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <sys/types.h>
#include <system_error>
#include <zlib.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {

inline constexpr std::string_view crc32_key = R"("crc32":")";
inline constexpr std::size_t crc32_digits = 8;

/// *Returns* the CRC-32 of `bytes` behind those that `before` is of. *Signal-safe* yes.
/// *Source* zlib manual, crc32(); RFC 1952, 8.
[[nodiscard]] inline std::uint32_t crc32_of(std::string_view bytes, std::uint32_t before = 0) noexcept {
    return static_cast<std::uint32_t>(
        ::crc32_z(before, reinterpret_cast<const ::Bytef*>(bytes.data()), static_cast<::z_size_t>(bytes.size())));
}

/// Adds the checksum of the line as it is without it, line end aside. A seal as NoSeal lists them.
class Crc32Seal {
  public:
    static constexpr bool ordered = false;
    static constexpr bool signal_safe = true;
    static constexpr std::size_t room = 1 + crc32_key.size() + crc32_digits + 1;

    /// Some builds of zlib make their tables at the first call, and the loader looks for the function then: neither is
    /// for a signal handler.
    Crc32Seal() noexcept { (void)crc32_of("{}"); }

    template <class Kernel>
    [[nodiscard]] static bool prepare(const SealPlace&) noexcept {
        return true;
    }
    [[nodiscard]] static std::size_t seal(std::string_view line, char* out) noexcept {
        if (!is_sealable(line)) return 0;
        line.remove_suffix(1);
        const std::uint32_t sum = crc32_of(line);
        line.remove_suffix(1);
        char* at = out;
        const auto put = [&at](std::string_view part) noexcept {
            std::memcpy(at, part.data(), part.size());
            at += part.size();
        };
        put(line);
        if (line.size() > 1) put(",");
        put(crc32_key);
        for (std::size_t digit = crc32_digits; digit > 0; --digit) {
            *at++ = "0123456789abcdef"[(sum >> (4 * (digit - 1))) & 0xFU];
        }
        put("\"}\n");
        return static_cast<std::size_t>(at - out);
    }
    static void appended(::off_t, std::uint64_t) noexcept {}
};

/// Checks lines with a checksum, each for itself. A check as verify_log() takes them.
class Crc32Check {
  public:
    /// *Returns* whether the line, given without its line end, has a checksum. *Effects* `report(problem, first, last)`
    /// where that is not the line's.
    template <class Report>
    [[nodiscard]] bool check(std::string_view line, Report&& report) {
        constexpr std::size_t size = Crc32Seal::room + 1;
        if (line.size() < size) return false;
        const std::string_view member = line.substr(line.size() - size);
        std::string_view rest = line.substr(0, line.size() - size);
        if (member.substr(1, crc32_key.size()) != crc32_key || !member.ends_with("\"}")) return false;
        const bool is_only = member.front() == '{' && rest.empty();
        if (member.front() != ',' && !is_only) return false;
        if (rest.empty()) rest = "{";
        const std::string_view digits = member.substr(1 + crc32_key.size(), crc32_digits);
        std::uint32_t sum = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), sum, 16);
        if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return false;
        if (digits.find_first_of("ABCDEF") != digits.npos) return false;
        if (crc32_of("}", crc32_of(rest)) != sum) report(LogProblem::wrong_checksum, 0U, 0U);
        return true;
    }

    void begin_file() noexcept {}
    /// Whether the file is known to continue what was read before it: here that is never known.
    [[nodiscard]] bool is_continued() const noexcept { return false; }
};

}  // namespace file

/// Adds a checksum to each line of the log.
struct Crc32 {
    using file_option_kind = file::SealKind;
    using Seal = file::Crc32Seal;
    using Check = file::Crc32Check;

    template <class Settings>
    static constexpr void apply(Settings&) noexcept {}
};

namespace file {
template <>
inline constexpr bool is_option<Crc32> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

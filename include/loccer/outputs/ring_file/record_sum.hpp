// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_RING_FILE_RECORD_SUM_HPP
#define LOCCER_OUTPUTS_RING_FILE_RECORD_SUM_HPP

// The sum by which a record in a ring is told from half of one. It is made of every record, so it must not cost more
// than copying the record does, which no CRC can without instructions that not every processor has. It finds what a
// crash, a device or an accident has damaged; who forges a record on purpose makes its sum too.
// Layer: outputs.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file {

/// A sum of 64 bits over blocks of 64 bytes. *Allocates* no. *Signal-safe* yes.
class RecordSum {
  public:
    static constexpr std::size_t block_bytes = 64;

    /// *Effects* adds bytes. *Requires* that all but the last ones are whole blocks. What is missing from the last
    /// block counts as zeros, so the number of bytes has to be among what is summed.
    void add(std::string_view bytes) noexcept {
        // In variables of their own, since GCC keeps what is in an array in memory.
        Lanes lanes = lanes_;
        const char* at = bytes.data();
        for (std::size_t left = bytes.size() / block_bytes; left > 0; --left, at += block_bytes) {
            lanes = behind(lanes, at);
        }
        if (const std::size_t rest = bytes.size() % block_bytes; rest != 0) {
            char last[block_bytes]{};
            std::memcpy(last, at, rest);
            lanes = behind(lanes, last);
        }
        lanes_ = lanes;
    }

    /// *Returns* the sum; never 0, which is what stands in a file where nothing was written.
    [[nodiscard]] std::uint64_t value() const noexcept {
        const std::uint64_t sum = mixed(mixed(0xD6E8'FEB8'6659'FD93U, lanes_.a, lanes_.b), lanes_.c, lanes_.d);
        return sum == 0 ? 1 : sum;
    }

  private:
    /// They do not wait for each other, which keeps a processor's multiplier busy. Each begins with another number, so
    /// that it counts which words go where.
    struct Lanes {
        std::uint64_t a = 0x243F'6A88'85A3'08D3U;
        std::uint64_t b = 0x1319'8A2E'0370'7344U;
        std::uint64_t c = 0xA409'3822'299F'31D0U;
        std::uint64_t d = 0x082E'FA98'EC4E'6C89U;
    };

    __extension__ using Product = unsigned __int128;

    /// Each bit of the product hangs on many of both factors, and one multiplication takes in two words.
    static constexpr std::uint64_t mixed(std::uint64_t lane, std::uint64_t first, std::uint64_t second) noexcept {
        const Product product = static_cast<Product>(lane ^ first) * (second ^ 0x9E37'79B9'7F4A'7C15U);
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    }

    static Lanes behind(const Lanes& before, const char* block) noexcept {
        std::uint64_t words[block_bytes / sizeof(std::uint64_t)];
        std::memcpy(words, block, block_bytes);
        Lanes lanes;
        lanes.a = mixed(before.a, words[0], words[1]);
        lanes.b = mixed(before.b, words[2], words[3]);
        lanes.c = mixed(before.c, words[4], words[5]);
        lanes.d = mixed(before.d, words[6], words[7]);
        return lanes;
    }

    Lanes lanes_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::ring_file

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_HASH_CHAIN_HPP
#define LOCCER_OUTPUTS_FILE_HASH_CHAIN_HPP

// Lines that vouch for each other: each holds its number and a hash of itself and of the line before, across files.
// Whatever is changed, removed, added or moved inside is seen; see docs/integrity.md for what is not. Here are the
// option and the seal behind it. Programs that include this header link with zlib and libcrypto. Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/outputs/file/chain_check.hpp>
#include <loccer/outputs/file/chain_head.hpp>
#include <loccer/outputs/file/chain_member.hpp>
#include <loccer/outputs/file/option.hpp>
#include <loccer/outputs/file/seal.hpp>
#include <loccer/outputs/file/sha256.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <sys/types.h>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace file {

/// Adds the member of chain_member.hpp. A seal as NoSeal lists them, but that libcrypto may allocate for a hash, and
/// zlib once where the chain goes on from a compressed backup.
class HashChainSeal {
  public:
    static constexpr bool ordered = true;
    static constexpr bool signal_safe = false;
    static constexpr std::size_t room = chain_member_bytes;

    /// *Effects* learns which line comes before this one. Where nobody else has written since, that is the last one of
    /// this seal; else the file tells. The seal's own last line counts where the files end before it: lines that
    /// somebody has cut off are missing, and shall be missed.
    template <class Kernel>
    [[nodiscard]] bool prepare(const SealPlace& place) noexcept {
        if (place.generation == generation_ && place.end == end_) {
            next_ = {head_, false};
            return true;
        }
        ChainHead found;
        const HeadPlace where = place.end < 0 ? HeadPlace::unknown : finder_.template find<Kernel>(place, found);
        if (where == HeadPlace::unknown) return false;
        const bool is_ours = head_.n >= found.n;
        next_ = {is_ours ? head_ : found, where != HeadPlace::live || (is_ours && head_ != found)};
        return true;
    }

    [[nodiscard]] std::size_t seal(std::string_view line, char* out) noexcept {
        if (!is_sealable(line) || next_.before.n >= longest_chain) return 0;
        line.remove_suffix(2);
        std::memcpy(out, line.data(), line.size());
        char* at = out + line.size();
        if (line.size() > 1) *at++ = ',';
        at = put_chain_member(at, next_.tells_prev ? &next_.before.hash : nullptr, next_.before.n + 1);
        sealed_.n = next_.before.n + 1;
        const std::string_view hashed(out, static_cast<std::size_t>(at - out));
        if (!sha256_.hash_of(next_.before.hash, hashed, sealed_.hash)) return 0;
        at = chaining::put(put_hash(at, sealed_.hash), chaining::close);
        *at++ = '\n';
        return static_cast<std::size_t>(at - out);
    }

    void appended(::off_t end, std::uint64_t generation) noexcept {
        head_ = sealed_;
        end_ = end;
        generation_ = generation;
    }

  private:
    struct Next {
        ChainHead before;
        bool tells_prev = false;  ///< it is the first of its file, or does not stand behind `before`
    };

    Sha256 sha256_;
    ChainHeadFinder finder_;
    ChainHead head_;    ///< the last line that this seal knows to be in the log
    ChainHead sealed_;  ///< the line that is being written
    Next next_;
    ::off_t end_ = -1;  ///< where the live file ended behind `head_`
    std::uint64_t generation_ = 0;
};

}  // namespace file

/// Chains the lines of the log. Writers take turns for it, also those of other processes: a record costs a lock of the
/// directory and a hash of itself more. What is written on the fatal path, or while the lock is not to be had
/// within half a second, is not chained.
struct HashChain {
    using file_option_kind = file::SealKind;
    using Seal = file::HashChainSeal;
    using Check = file::ChainCheck;

    template <class Settings>
    static constexpr void apply(Settings&) noexcept {}
};

namespace file {
template <>
inline constexpr bool is_option<HashChain> = true;
}  // namespace file

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_BASE_COPY_BYTES_HPP
#define LOCCER_BASE_COPY_BYTES_HPP

// Copies what is as long as a record. From 2 KiB on glibc before 2.39 copies by one instruction, `rep movsb`, which on
// AMD's Zen 3 and 4 takes up to twenty times as long where the two places lie unfavourably in their pages (glibc bug
// 30994): a capture then takes half a throw more, by chance. Shorter pieces are copied by vectors. Layer: base.

#include <loccer/base/config.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

/// *Effects* copies bytes as std::memcpy() does, in pieces. *Returns* where the copy ends. *Signal-safe* yes.
[[gnu::noinline]] inline char* copy_bytes(char* to, std::string_view bytes) noexcept {
    std::size_t piece = 1024;
    __asm__("" : "+r"(piece));  // of a size that they know, compilers would write that instruction themselves
    for (; bytes.size() > piece; bytes.remove_prefix(piece), to += piece) std::memcpy(to, bytes.data(), piece);
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
    return to + bytes.size();
}

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

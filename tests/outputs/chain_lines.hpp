// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_CHAIN_LINES_HPP
#define LOCCER_TESTS_OUTPUTS_CHAIN_LINES_HPP

// What the tests of chains share: the text of a chained line with any hash, and gzip of a text.

#include <loccer/outputs/file/chain_member.hpp>
#include <loccer/outputs/file/gzip.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace outputs_test {

inline loccer::file::ChainHash chain_hash(std::uint8_t byte) {
    loccer::file::ChainHash hash;
    hash.fill(byte);
    return hash;
}

/// *Returns* an object with the member, without a line end. \param body its other members, without braces.
inline std::string chained(std::string_view body, std::uint64_t n, const loccer::file::ChainHash& hash,
                           const loccer::file::ChainHash* prev = nullptr) {
    char member[loccer::file::chain_member_bytes];
    char* end = loccer::file::put_chain_member(member, prev, n);
    end = loccer::file::put_hash(end, hash);
    std::string line = "{" + std::string(body);
    if (!body.empty()) line += ',';
    return line.append(member, static_cast<std::size_t>(end - member)) + "\"}}";
}

inline std::string gzipped(std::string_view text) {
    loccer::file::GzipCompressor compressor;
    std::string packed;
    const auto keep = [&](std::span<const char> bytes) {
        packed.append(bytes.data(), bytes.size());
        return 0;
    };
    (void)compressor.begin("errors.log.17");
    for (bool last = false; !last;) {
        const std::size_t count = text.copy(compressor.input().data(), compressor.input().size());
        text.remove_prefix(count);
        last = text.empty();
        (void)compressor.feed(count, last, keep);
    }
    return packed;
}

}  // namespace outputs_test

#endif

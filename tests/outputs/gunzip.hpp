// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_OUTPUTS_GUNZIP_HPP
#define LOCCER_TESTS_OUTPUTS_GUNZIP_HPP

// What the tests of compression share: bytes that a compressor may stumble over, and a reader that accepts
// nothing but one whole gzip member.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <zlib.h>

namespace outputs_test {

/// Stretches of zeros, of text, of repetition and of noise, the same in each run.
inline std::string hostile_bytes(std::size_t size, std::uint64_t seed = 1) {
    std::string bytes;
    bytes.reserve(size);
    std::uint64_t random = seed;
    const auto next = [&random] {
        random ^= random << 13U;
        random ^= random >> 7U;
        random ^= random << 17U;
        return random;
    };
    while (bytes.size() < size) {
        const std::size_t length = 1 + next() % 4096;
        switch (next() % 4) {
            case 0: bytes.append(length, '\0'); break;
            case 1: bytes.append(length, static_cast<char>(next())); break;
            case 2:
                for (std::size_t i = 0; i < length / 16; ++i)
                    bytes.append("{\"msg\":\"").append(std::to_string(next() % 999)).append("\"}\n");
                break;
            default:
                for (std::size_t i = 0; i < length; ++i) bytes.push_back(static_cast<char>(next() >> 32U));
        }
    }
    bytes.resize(size);
    return bytes;
}

/// *Returns* the text of a gzip file of one member. *Throws* where it is damaged, cut, or something follows.
inline std::string gunzip(std::string_view compressed) {
    ::z_stream stream{};
    if (::inflateInit2(&stream, 15 + 16) != Z_OK) throw std::runtime_error("inflateInit2");
    std::string text;
    std::string piece(256 * 1024, '\0');
    stream.next_in = reinterpret_cast<::Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<::uInt>(compressed.size());
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<::Bytef*>(piece.data());
        stream.avail_out = static_cast<::uInt>(piece.size());
        result = ::inflate(&stream, Z_NO_FLUSH);
        text.append(piece.data(), piece.size() - stream.avail_out);
    }
    const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
    ::inflateEnd(&stream);
    if (!whole) throw std::runtime_error("damaged gzip");
    return text;
}

}  // namespace outputs_test

#endif

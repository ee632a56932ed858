// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_JSON_KERNELS_HPP
#define LOCCER_TESTS_JSON_KERNELS_HPP

// The ways in which a text is escaped, which have to give the same bytes.

#include <loccer/json/escape.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace kernels {

struct Escaped {
    std::string text;
    std::size_t repaired = 0;

    friend bool operator==(const Escaped&, const Escaped&) = default;
};

/// Runs a kernel into just as much room as it may ask for, on a copy that ends where its allocation ends, so that
/// sanitizers see any overread.
template <class Kernel>
Escaped run(Kernel kernel, std::string_view text, std::size_t shift = 0) {
    namespace json = loccer::json;
    const std::unique_ptr<char[]> source{new char[shift + text.size()]};
    if (!text.empty()) std::memcpy(source.get() + shift, text.data(), text.size());
    const std::size_t room = text.size() * json::max_escape + json::store_slack;
    const std::unique_ptr<char[]> out{new char[room]};
    Escaped escaped;
    const char* const end = kernel({source.get() + shift, text.size()}, out.get(), escaped.repaired);
    escaped.text.assign(out.get(), static_cast<std::size_t>(end - out.get()));
    return escaped;
}

/// One code point at a time: what the others are compared with.
inline char* one_by_one(std::string_view text, char* out, std::size_t& repaired) {
    const char* in = text.data();
    const char* const end = in + text.size();
    while (in != end) out = loccer::json::escaping::put_one(out, in, end, repaired);
    return out;
}

/// As the writer does it with a key, in two steps: a short one is copied whole, or all of it is left to the second one.
template <bool HasSse2>
char* in_steps(std::string_view text, char* out, std::size_t& repaired) {
    namespace json = loccer::json;
    const bool is_short = text.size() <= json::longest_short;
    std::uint32_t hash = 0;
    if (is_short && json::copy_plain_key<HasSse2>(text, out, hash)) return out + text.size();
    const std::size_t copied = is_short ? 0 : json::copy_plain<HasSse2>(text, out);
    if (copied == text.size()) return out + copied;
    return json::escape_rest<HasSse2>(text.data() + copied, text.data() + text.size(), out + copied, repaired);
}

}  // namespace kernels

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_CORRELATION_HMAC_SHA256_HPP
#define LOCCER_REDACTIONS_CORRELATION_HMAC_SHA256_HPP

// HMAC-SHA-256 by OpenSSL's libcrypto, 3.0 or later. The only header of redactions that names it: programs that
// include it link with -lcrypto.
// Layer: redactions.

#include <loccer/base/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <span>
#include <string_view>

namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions {

/// Computes one code after another under one key. *Throws* nothing. *Threads* one at a time. *Signal-safe* no.
/// *Source* RFC 2104, FIPS 198-1.
class HmacSha256 {
  public:
    static constexpr std::size_t size = 32;
    using Code = std::array<std::uint8_t, size>;

    HmacSha256() noexcept = default;
    HmacSha256(const HmacSha256&) = delete;
    HmacSha256& operator=(const HmacSha256&) = delete;
    ~HmacSha256() { release(); }

    /// *Effects* takes a key, which libcrypto copies. *Returns* false where that fails or the key is empty; there are
    /// no codes then. *Allocates* yes.
    [[nodiscard]] bool set_key(std::span<const unsigned char> key) noexcept {
        release();
        ::ERR_set_mark();  // the program's own errors are none of ours, nor ours one of its
        const bool is_set = !key.empty() && make(key) && repeats();
        ::ERR_pop_to_mark();
        if (!is_set) release();
        return is_set;
    }

    /// *Effects* sets `code` to that of `first` with `second` behind it. *Returns* false where libcrypto fails or there
    /// is no key. *Allocates* no more than libcrypto does for it: some small objects in 3.0.
    [[nodiscard]] bool code_of(std::string_view first, std::string_view second, Code& code) noexcept {
        std::size_t written = 0;
        return context_ != nullptr && ::EVP_MAC_init(context_, nullptr, 0, nullptr) == 1 && add(first) && add(second) &&
               ::EVP_MAC_final(context_, code.data(), &written, code.size()) == 1 && written == code.size();
    }

  private:
    [[nodiscard]] bool make(std::span<const unsigned char> key) noexcept {
        ::EVP_MAC* const algorithm = ::EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        if (algorithm == nullptr) return false;
        context_ = ::EVP_MAC_CTX_new(algorithm);
        ::EVP_MAC_free(algorithm);  // the context holds it
        char digest[] = "SHA256";
        const ::OSSL_PARAM parameters[] = {
            ::OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            ::OSSL_PARAM_construct_end(),
        };
        return context_ != nullptr && ::EVP_MAC_init(context_, key.data(), key.size(), parameters) == 1;
    }
    /// The first releases of 3.0 go on with the text before, where a context is used again without its key.
    [[nodiscard]] bool repeats() noexcept {
        Code first;
        Code second;
        return code_of("loccer", {}, first) && code_of("loccer", {}, second) && first == second;
    }
    [[nodiscard]] bool add(std::string_view text) noexcept {
        return text.empty() ||
               ::EVP_MAC_update(context_, reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
    }
    void release() noexcept {
        ::EVP_MAC_CTX_free(context_);
        context_ = nullptr;
    }

    ::EVP_MAC_CTX* context_ = nullptr;
};

/// *Effects* has `handler` called when libcrypto is about to end with the program: no code can be computed behind it.
/// *Returns* false where that can't be had. *Allocates* yes.
[[nodiscard]] inline bool call_before_cleanup(void (*handler)()) noexcept { return ::OPENSSL_atexit(handler) == 1; }

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::redactions

#endif

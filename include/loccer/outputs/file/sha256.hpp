// SPDX-License-Identifier: MIT
#ifndef LOCCER_OUTPUTS_FILE_SHA256_HPP
#define LOCCER_OUTPUTS_FILE_SHA256_HPP

// SHA-256 by OpenSSL's libcrypto, 3.0 or later. The only header of outputs that names it: programs that include it link
// with -lcrypto (see docs/integrity.md). Layer: outputs.

#include <loccer/base/config.hpp>
#include <loccer/base/refuse.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <openssl/evp.h>
#include <string_view>
#include <system_error>

namespace loccer::inline LOCCER_ABI_NAMESPACE::file {

/// Hashes one text after another. The algorithm is looked up and its context made at construction, which takes memory
/// and time; a hash later on takes no more than libcrypto does for it, which is one small object in 3.0 and nothing in
/// newer versions. *Threads* one at a time. *Signal-safe* no.
class Sha256 {
  public:
    static constexpr std::size_t size = 32;
    using Hash = std::array<std::uint8_t, size>;

    /// *Errors* refused where libcrypto has no SHA-256 or no memory. *Throws* as refuse() does.
    Sha256() : algorithm_(::EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(::EVP_MD_CTX_new()) {
        if (algorithm_ != nullptr && context_ != nullptr && begin()) return;
        const bool unknown = algorithm_ == nullptr;
        release();
        refuse(std::make_error_code(unknown ? std::errc::not_supported : std::errc::not_enough_memory),
               unknown ? "loccer::HashChain: libcrypto has no SHA-256; load a provider that has it, such as its default"
                       : "loccer::HashChain: libcrypto has no memory for SHA-256; give the program more");
    }
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    ~Sha256() { release(); }

    /// *Effects* starts a hash, whatever became of the one before. *Returns* false where libcrypto fails, as all three
    /// do. *Throws* nothing.
    [[nodiscard]] bool begin() noexcept { return ::EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1; }
    [[nodiscard]] bool add(const void* bytes, std::size_t count) noexcept {
        return ::EVP_DigestUpdate(context_, bytes, count) == 1;
    }
    [[nodiscard]] bool end(Hash& hash) noexcept { return ::EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1; }

    /// *Effects* sets `result` to the hash of `before` and `text` behind it. *Returns* false where libcrypto fails.
    [[nodiscard]] bool hash_of(const Hash& before, std::string_view text, Hash& result) noexcept {
        return begin() && add(before.data(), before.size()) && add(text.data(), text.size()) && end(result);
    }

  private:
    void release() noexcept {
        ::EVP_MD_CTX_free(context_);
        ::EVP_MD_free(algorithm_);
    }

    ::EVP_MD* algorithm_;
    ::EVP_MD_CTX* context_;
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE::file

#endif

// SPDX-License-Identifier: MIT
#ifndef LOCCER_REDACTIONS_CORRELATION_TOKEN_HPP
#define LOCCER_REDACTIONS_CORRELATION_TOKEN_HPP

// Makes equal secrets tellable equal without showing them: was it one customer's card in all of these records, or a
// hundred? In place of a removed text stands `[REDACTED:4f1c9a02b7d35e88]`, the first 64 bits of an HMAC of it under a
// key of the installation. Programs that include this header link with libcrypto. Layer: redactions.

#include <loccer/base/config.hpp>
#include <loccer/base/lock.hpp>
#include <loccer/base/refuse.hpp>
#include <loccer/policy/role.hpp>
#include <loccer/redactions/correlation/hmac_sha256.hpp>
#include <loccer/redactions/correlation/key_file.hpp>
#include <loccer/redactions/token.hpp>

#include <concepts>
#include <cstddef>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace loccer::inline LOCCER_ABI_NAMESPACE {

namespace redactions {

template <class Key>
concept GivesBytes = requires {
    { Key::bytes() } -> std::convertible_to<std::span<const unsigned char>>;
};
template <class Key>
concept GivesBytesSafely = requires {
    { Key::bytes() } noexcept;
};

/// A key for CorrelationToken.
/// 1. `static std::span<const unsigned char> bytes() noexcept`: at least min_key_bytes, or none as long as there is no
///    key. They are asked for when a log is made, until there are some.
/// 2. Optional: `static void load()`, called before, which may throw.
/// Laws: bytes() of one process are always the same once there are some. Models: KeyFile.
template <class Key>
concept CorrelationKey = GivesBytes<Key> && GivesBytesSafely<Key>;

/// Checks a key, one sentence per mistake.
template <class Key>
struct CheckKey {
    static consteval bool passed() {
        if constexpr (!GivesBytes<Key>) {
            static_assert(GivesBytes<Key>,
                          "loccer::CorrelationToken: Key must have `static std::span<const unsigned char> bytes() "
                          "noexcept`; see docs/errors.md#correlation-key");
        } else if constexpr (!GivesBytesSafely<Key>) {
            static_assert(GivesBytesSafely<Key>,
                          "loccer::CorrelationToken: Key must not throw from bytes() (declare it noexcept); see "
                          "docs/errors.md#correlation-key");
        }
        return true;  // the sentence has been said; another error would only hide it
    }
};

/// What is computed under one key. Made with the first log that names the key, and gone with libcrypto.
struct Correlation {
    Lock making;
    Lock computing;  ///< guards `hmac` and what it points to
    HmacSha256* hmac = nullptr;
};

template <class Key>
inline constinit Correlation correlation{};

}  // namespace redactions

/// Puts a token into the marker of a removed text, number or boolean, 16 hexadecimal digits: HMAC-SHA-256, under the
/// bytes of `Key`, of `loccer token 1`, a zero byte and the text, cut to 64 bits. Equal texts have equal tokens in all
/// logs, processes and machines with that key, and others do not; a number has the token of its digits. Whoever has no
/// key can neither compute a token nor find its text; whoever has it can, by trying, where texts are few. That two
/// records have a secret in common is said. The plain marker stands where there is no key or libcrypto fails, neither
/// of which is counted, or where others use it for 50 ms; for null, lists, objects and a text that is not all at hand;
/// for a Sensitive; in keys; and from policy::write_plain_markers() on. Values under redacted keys are read, and those
/// of locals kept from the throw until they are recorded, as those under other keys are. *Allocates* what libcrypto
/// does, see HmacSha256::code_of(). *Signal-safe* no.
template <class Key>
struct CorrelationToken {
    static_assert(redactions::CheckKey<Key>::passed());
    using loccer_role = RedactionRole;
    static constexpr bool judges_keys = false;
    static constexpr bool correlates = true;

    /// *Returns* false: it removes nothing by itself. *Allocates* no. *Signal-safe* yes. *Threads* any.
    [[nodiscard]] static constexpr bool redacts_key(std::string_view /*key*/) noexcept { return false; }

    /// *Effects* reads the key, unless the process has it already. The log calls it before it activates integrations.
    /// *Errors* refused where the key is shorter than min_key_bytes, and what Key::load() refuses. *Throws* as
    /// refuse().
    static void activate() {
        redactions::Correlation& state = redactions::correlation<Key>;
        const LockGuard making(state.making, patience_at_start_ms);
        if (!making.held() || has_key()) return;
        if constexpr (requires { Key::load(); }) Key::load();
        const std::span<const unsigned char> key = Key::bytes();
        if (key.empty()) return;
        if (key.size() < redactions::min_key_bytes) {
            refuse(std::make_error_code(std::errc::invalid_argument),
                   "loccer::CorrelationToken: the key has " + std::to_string(key.size()) +
                       " bytes, which can be found by trying; give it 32 or more that are random");
        }
        auto* const made = new (std::nothrow) redactions::HmacSha256;
        if (made == nullptr || !made->set_key(key) || !redactions::call_before_cleanup(&forget)) {
            delete made;
            return;
        }
        const LockGuard computing(state.computing, patience_at_start_ms);
        if (computing.held()) state.hmac = made;
        else delete made;
    }

    /// *Effects* writes the token of `secret`. *Returns* its size, 0 where there is none. *Throws* nothing.
    /// *Threads* any; one after another.
    static std::size_t write_token(std::string_view secret, std::span<char> to) noexcept {
        constexpr std::string_view domain("loccer token 1\0", 15);
        redactions::Correlation& state = redactions::correlation<Key>;
        if (to.size() < token_bytes) return 0;
        redactions::HmacSha256::Code code;
        {
            const LockGuard computing(state.computing, patience_ms);
            if (!computing.held() || state.hmac == nullptr || !state.hmac->code_of(domain, secret, code)) return 0;
        }
        for (std::size_t i = 0; i < token_bytes; ++i) {
            const unsigned byte = code[i / 2];
            to[i] = "0123456789abcdef"[i % 2 == 0 ? byte >> 4 : byte & 0xFU];
        }
        return token_bytes;
    }

    /// *Effects* calls `out(what, name)`.
    template <class Out>
    static void describe(Out& out) {
        constexpr std::string_view what = "tells equal removed values by tokens, under the key of";
        if constexpr (requires { std::string_view(Key::name); }) out(what, std::string_view(Key::name));
        else out(what, "the program");
    }

  private:
    static constexpr std::size_t token_bytes = redactions::max_token_bytes;
    static constexpr int patience_ms = 50;
    static constexpr int patience_at_start_ms = 10'000;

    static bool has_key() noexcept {
        const LockGuard computing(redactions::correlation<Key>.computing, patience_at_start_ms);
        return computing.held() && redactions::correlation<Key>.hmac != nullptr;
    }
    /// What is recorded while the program ends, behind libcrypto, has plain markers.
    static void forget() {
        const LockGuard computing(redactions::correlation<Key>.computing, patience_ms);
        if (computing.held()) delete std::exchange(redactions::correlation<Key>.hmac, nullptr);
    }
};

}  // namespace loccer::inline LOCCER_ABI_NAMESPACE

#endif

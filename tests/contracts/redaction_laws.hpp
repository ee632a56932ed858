// SPDX-License-Identifier: MIT
#ifndef LOCCER_TESTS_CONTRACTS_REDACTION_LAWS_HPP
#define LOCCER_TESTS_CONTRACTS_REDACTION_LAWS_HPP

// The laws of a redaction, which no compiler checks, as tests for any redaction policy. Needs GoogleTest and
// loccer. Include it in one file of a test program, for it replaces the program's operator new by one that
// counts, and instantiate it:
//
//     INSTANTIATE_TYPED_TEST_SUITE_P(Own, RedactionLaws, testing::Types<PatientRedaction>);
//
// (for several policies give their testing::Types a name first, for the macro's sake).
// A law that does not hold names the key by which it fails; a policy that reads beside the key ends the program.

#include <loccer/event/schema.hpp>
#include <loccer/policy/redaction.hpp>
#include <loccer/policy/text.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/rules.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/scanner.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <random>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace redaction_laws {

/// Keys of many kinds: harmless and sensitive ones, spellings, separators, bytes beyond ASCII and no text at all.
inline constexpr auto common_keys = std::to_array<std::string_view>({
    "",
    "_",
    "-",
    "[]",
    "a",
    "0",
    "id",
    "qty",
    "order",
    "queue_depth",
    "host",
    "PATH",
    "msg",
    "line",
    "name",
    "password",
    "Password",
    "PASSWORD",
    "pass-word",
    "user[password]",
    "dbPassword",
    "old_password2",
    "passwordless",
    "token",
    "api_key",
    "apiKey",
    "x-api-key",
    "max_tokens",
    "tokenizer",
    "author",
    "auth",
    "userPin",
    "spinner",
    "badge_id",
    "BadgeID2",
    "old.badge[id]",
    "sessionid",
    "session",
    "credit card",
    "iban",
    "caf\xC3\xA9",
    "p\xD0\xB0ssword",
    "\xFF",
    "\x80key",
    "pass\nword",
    "tab\tkey",
    "pass\xE2\x80\x8Bword",
    "\x01\x02\x03",
    "a_key_that_is_longer_than_most_keys_are_and_has_a_password_at_its_very_end_or_nearly_so",
    "...............",
});

/// Further keys that a policy decides about in its own way. Specialize it for a policy whose names are others:
/// `template <> inline constexpr auto redaction_laws::keys_of<Policy> = std::to_array<std::string_view>({…});`
template <class Policy>
inline constexpr auto keys_of = std::array<std::string_view, 0>{};

/// Whether a policy says of itself that a log with it may show more than one without it.
template <class Policy>
inline constexpr bool may_show_more = loccer::policy::replaces_default<Policy>;
template <loccer::redactions::KeyName... Names>
inline constexpr bool may_show_more<loccer::SafeKeys<Names...>> = true;

inline thread_local constinit std::size_t allocations = 0;

/// All keys of a policy with the verdict on each as the compiler finds it.
template <class Policy>
struct Verdicts {
    static constexpr std::size_t size = common_keys.size() + keys_of<Policy>.size();

    [[nodiscard]] static constexpr std::string_view key(std::size_t index) noexcept {
        if (index < common_keys.size()) return common_keys[index];
        if constexpr (keys_of<Policy>.size() != 0) return keys_of<Policy>[index - common_keys.size()];
        return {};
    }
    /// One constant per key: a compiler bounds what one of them may cost.
    template <std::size_t Index>
    static constexpr bool verdict = Policy::redacts_key(key(Index));

    static constexpr std::array<bool, size> all = []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::array<bool, size>{verdict<Index>...};
    }(std::make_index_sequence<size>{});
};

/// *Effects* calls `visit(key, verdict)` for each key, with the compiler's verdict.
template <class Policy, class Visit>
void for_each_key(Visit&& visit) {
    for (std::size_t index = 0; index < Verdicts<Policy>::size; ++index) {
        visit(Verdicts<Policy>::key(index), Verdicts<Policy>::all[index]);
    }
}

/// A piece of memory between two pages that must not be touched.
class Guarded {
  public:
    Guarded()
        : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
          memory_(::mmap(nullptr, 3 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
        if (memory_ == MAP_FAILED || ::mprotect(begin(), page_, PROT_READ | PROT_WRITE) != 0) std::abort();
    }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    ~Guarded() { ::munmap(memory_, 3 * page_); }

    /// *Returns* a copy that begins where the memory does. *Requires* that it fits into a page.
    [[nodiscard]] std::string_view at_begin(std::string_view text) const {
        if (!text.empty()) std::memcpy(begin(), text.data(), text.size());
        return {begin(), text.size()};
    }
    /// *Returns* a copy that ends where the memory does.
    [[nodiscard]] std::string_view at_end(std::string_view text) const {
        char* const to = begin() + page_ - text.size();
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }

  private:
    [[nodiscard]] char* begin() const { return static_cast<char*>(memory_) + page_; }

    std::size_t page_;
    void* memory_;
};

/// *Returns* bytes of any kind, the same ones in every run.
inline std::vector<std::string> random_texts() {
    std::minstd_rand random(17);
    std::vector<std::string> texts;
    for (std::size_t size = 0; size < 300; size += 1 + size / 8) {
        std::string text(size, '\0');
        for (char& byte : text) byte = static_cast<char>(random() & 0xFFU);
        texts.push_back(text);
    }
    return texts;
}

/// A redaction beside which the policy is put.
using Other = loccer::KeyRedaction<"zebra">;

}  // namespace redaction_laws

// Sanitizers bring their own operator new, which cannot be replaced in part.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define LOCCER_LAWS_COUNT_ALLOCATIONS 0
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LOCCER_LAWS_COUNT_ALLOCATIONS 0
#endif
#ifndef LOCCER_LAWS_COUNT_ALLOCATIONS
#define LOCCER_LAWS_COUNT_ALLOCATIONS 1
#endif

#if LOCCER_LAWS_COUNT_ALLOCATIONS
// Counted in the calling thread; what a verdict needs may not come from the heap.
void* operator new(std::size_t size) {
    ++redaction_laws::allocations;
    if (void* const block = std::malloc(size == 0 ? 1 : size)) return block;
    std::abort();
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
#endif

template <class Policy>
class RedactionLaws : public testing::Test {
  protected:
    static_assert(loccer::CheckRedaction<Policy>::passed());
};
TYPED_TEST_SUITE_P(RedactionLaws);

TYPED_TEST_P(RedactionLaws, TheVerdictIsTheSameAtCompileTimeAndAtRunTime) {
    redaction_laws::for_each_key<TypeParam>([](std::string_view key, bool verdict) {
        const std::string copy(key);

        EXPECT_EQ(TypeParam::redacts_key(copy), verdict) << key;
    });
}

TYPED_TEST_P(RedactionLaws, TheVerdictDependsOnTheKeyAlone) {
    for (const std::string_view around : {"x", "_", "password", "zebra", "\xFF", "9"}) {
        redaction_laws::for_each_key<TypeParam>([&](std::string_view key, bool verdict) {
            const std::string buffer = std::string(around) + std::string(key) + std::string(around);

            EXPECT_EQ(TypeParam::redacts_key(std::string_view(buffer).substr(around.size(), key.size())), verdict)
                << key << " in " << around;
        });
    }
}

TYPED_TEST_P(RedactionLaws, AKeyOfNothingIsAnEmptyKey) {
    EXPECT_EQ(TypeParam::redacts_key(std::string_view()), TypeParam::redacts_key(""));
}

TYPED_TEST_P(RedactionLaws, NothingBesideTheKeyIsRead) {
    const redaction_laws::Guarded memory;
    redaction_laws::for_each_key<TypeParam>([&](std::string_view key, bool verdict) {
        EXPECT_EQ(TypeParam::redacts_key(memory.at_begin(key)), verdict) << key;
        EXPECT_EQ(TypeParam::redacts_key(memory.at_end(key)), verdict) << key;
    });
}

TYPED_TEST_P(RedactionLaws, NothingIsAllocated) {
    redaction_laws::for_each_key<TypeParam>([](std::string_view key, bool) {
        const std::size_t before = redaction_laws::allocations;
        static_cast<void>(TypeParam::redacts_key(key));
        const std::size_t made = redaction_laws::allocations - before;

        EXPECT_EQ(made, 0U) << key;
    });
}

TYPED_TEST_P(RedactionLaws, NothingIsThrownWhateverTheKeyIs) {
    for (const std::string& key : redaction_laws::random_texts()) {
        EXPECT_NO_THROW(static_cast<void>(TypeParam::redacts_key(key))) << key.size();
    }
    EXPECT_NO_THROW(static_cast<void>(TypeParam::redacts_key(std::string(100'000, 'k'))));
}

TYPED_TEST_P(RedactionLaws, ThereIsNoStateThatThreadsCouldShare) {
    EXPECT_TRUE(std::is_empty_v<TypeParam>);
    std::array<std::size_t, 4> wrong{};
    std::vector<std::thread> threads;
    for (std::size_t& count : wrong) {
        threads.emplace_back([&count] {
            for (int round = 0; round < 20; ++round) {
                redaction_laws::for_each_key<TypeParam>([&](std::string_view key, bool verdict) {
                    if (TypeParam::redacts_key(key) != verdict) ++count;
                });
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(wrong, (std::array<std::size_t, 4>{}));
}

TYPED_TEST_P(RedactionLaws, ALogAsksItAsItIs) {
    using Alone =
        std::conditional_t<std::is_same_v<TypeParam, loccer::NoRedaction>, loccer::redactions::RulesOf<TypeParam>,
                           loccer::redactions::RulesOf<loccer::NoRedaction, TypeParam>>;
    redaction_laws::for_each_key<TypeParam>(
        [](std::string_view key, bool verdict) { EXPECT_EQ(Alone::redacts(key), verdict) << key; });
    for (const std::string& key : redaction_laws::random_texts()) {
        EXPECT_EQ(Alone::redacts(key), TypeParam::redacts_key(key)) << key;
    }
}

TYPED_TEST_P(RedactionLaws, BesideAnotherBothRemoveWhatEachRemoves) {
    using Other = redaction_laws::Other;
    using Both = loccer::redactions::RulesOf<TypeParam, Other>;
    using Turned = loccer::redactions::RulesOf<Other, TypeParam>;
    redaction_laws::for_each_key<TypeParam>([](std::string_view key, bool verdict) {
        EXPECT_EQ(Both::redacts(key), Turned::redacts(key)) << key;
        if (!redaction_laws::may_show_more<TypeParam>) {
            EXPECT_TRUE(Both::redacts(key) || !(verdict || Other::redacts_key(key))) << key;
        }
    });
    EXPECT_TRUE(Both::redacts("zebra"));
}

TYPED_TEST_P(RedactionLaws, ALogWithItShowsNoMoreThanOneWithout) {
    if (redaction_laws::may_show_more<TypeParam>) return;
    using Without = loccer::redactions::RulesOf<redaction_laws::Other>;
    using With = loccer::redactions::RulesOf<redaction_laws::Other, TypeParam>;
    redaction_laws::for_each_key<TypeParam>([](std::string_view key, bool) {
        EXPECT_TRUE(With::redacts(key) || !Without::redacts(key)) << key;
        const bool enters = With::names_what_passes ? !With::redacts_object(key) : !With::redacts(key);
        EXPECT_TRUE(!enters || !Without::redacts(key)) << key;
    });
    EXPECT_TRUE(Without::shows_values || !With::shows_values);
    EXPECT_LE(With::max_text_bytes, Without::max_text_bytes);
}

namespace redaction_laws {

/// Texts for kinds of values: what they usually look for, whole, cut and surrounded.
inline std::vector<std::string> value_texts() {
    std::vector<std::string> texts = random_texts();
    for (const std::string_view text :
         {"", "disk slow", "mail ada@example.org now", "4111 1111 1111 1111", "10.1.2.3 and ::1", "password=hunter2;",
          "Authorization: Bearer abcdefghijklmnop", "https://ada:secret@host/", "DE89370400440532013000",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2ln", "+49 30 1234567",
          "-----BEGIN RSA PRIVATE KEY-----"}) {
        for (const std::string_view around : {"", " ", "x", "\xFF"}) {
            texts.push_back(std::string(around) + std::string(text) + std::string(around) + std::string(text));
        }
    }
    return texts;
}

template <class List>
struct Scanning;
template <class... Kinds>
struct Scanning<loccer::redactions::KindList<Kinds...>> {
    using Scanner = loccer::redactions::TextScanner<Kinds...>;

    /// *Effects* checks that each span lies in the text, behind the one before, and is not empty.
    static void check(const loccer::Text& text) {
        std::size_t at = 0;
        for (std::size_t spans = 0; spans <= text.bytes.size(); ++spans) {
            const loccer::Span found = Scanner::next(text, at);
            if (found.begin == text.bytes.size()) return;
            ASSERT_GE(found.begin, at) << text.bytes;
            ASSERT_GT(found.end, found.begin) << text.bytes;
            ASSERT_LE(found.end, text.bytes.size()) << text.bytes;
            at = found.end;
        }
        FAIL() << "more spans than bytes in " << text.bytes;
    }
};

}  // namespace redaction_laws

/// For redactions that look for kinds of values as well.
TYPED_TEST_P(RedactionLaws, WhatItFindsInATextLiesInTheText) {
    if constexpr (requires { typename TypeParam::kinds; }) {
        const redaction_laws::Guarded memory;
        for (const std::string& text : redaction_laws::value_texts()) {
            for (const bool is_cut : {false, true}) {
                for (const auto kind : {loccer::TextKind::prose, loccer::TextKind::code}) {
                    const std::size_t before = redaction_laws::allocations;
                    redaction_laws::Scanning<typename TypeParam::kinds>::check({memory.at_begin(text), is_cut, kind});
                    redaction_laws::Scanning<typename TypeParam::kinds>::check({memory.at_end(text), is_cut, kind});

                    EXPECT_EQ(redaction_laws::allocations, before) << text;
                }
            }
        }
    }
}

REGISTER_TYPED_TEST_SUITE_P(RedactionLaws, TheVerdictIsTheSameAtCompileTimeAndAtRunTime, TheVerdictDependsOnTheKeyAlone,
                            AKeyOfNothingIsAnEmptyKey, NothingBesideTheKeyIsRead, NothingIsAllocated,
                            NothingIsThrownWhateverTheKeyIs, ThereIsNoStateThatThreadsCouldShare, ALogAsksItAsItIs,
                            BesideAnotherBothRemoveWhatEachRemoves, ALogWithItShowsNoMoreThanOneWithout,
                            WhatItFindsInATextLiesInTheText);

#endif

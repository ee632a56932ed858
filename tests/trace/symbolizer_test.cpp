// SPDX-License-Identifier: MIT
#include <loccer/trace/symbolizer.hpp>

#include "../support/plugin.hpp"

#include <gtest/gtest.h>
#include <loccer/trace/stack.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#if defined(__GLIBC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define LOCCER_TEST_COUNTS_HEAP 1
#else
#define LOCCER_TEST_COUNTS_HEAP 0
#endif

#if LOCCER_TEST_COUNTS_HEAP
namespace {
constinit thread_local std::size_t heap_requests = 0;
}

extern "C" void* __libc_malloc(std::size_t size);

extern "C" void* malloc(std::size_t size) {
    ++heap_requests;
    return __libc_malloc(size);
}
#endif

namespace {

using loccer::trace::FrameKind;
using loccer::trace::ResolvedFrame;
using loccer::trace::Stack;
using loccer::trace::Symbolizer;

constexpr bool has_debug_info = LOCCER_CFG_SYMBOLS;

struct Copy {
    std::string name;
    std::string filename;
    std::string line;
    std::string module;
    std::string build_id;
    std::uintptr_t offset = 0;
    std::uint32_t lineno = 0;
    FrameKind kind = FrameKind::program;
};

Copy copy_of(const ResolvedFrame& frame) {
    return {std::string{frame.name},
            std::string{frame.filename},
            std::string{frame.line},
            std::string{frame.module},
            std::string{frame.build_id},
            frame.offset,
            frame.lineno,
            frame.kind};
}

std::vector<Copy> resolve(Symbolizer& symbolizer, const void* address) {
    std::vector<Copy> frames;
    symbolizer.resolve(address, true, [&](const ResolvedFrame& frame) { frames.push_back(copy_of(frame)); });
    return frames;
}

[[gnu::noinline]] const void* return_address() { return __builtin_return_address(0); }

[[gnu::noinline]] const void* known_function() {
    const void* const address = return_address();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}

[[gnu::always_inline]] inline const void* inlined_function() {
    const void* const address = return_address();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}

[[gnu::noinline]] const void* function_with_inlined_call() {
    const void* const address = inlined_function();
    __asm__ volatile("" : : "r"(address) : "memory");
    return address;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST(Symbolizer, TellsFunctionFileAndLine) {
    if (!has_debug_info) GTEST_SKIP() << "built without a library for symbols";
    Symbolizer symbolizer;

    const auto frames = resolve(symbolizer, known_function());

    ASSERT_EQ(frames.size(), 1U);
    EXPECT_TRUE(contains(frames[0].name, "known_function()"));
    EXPECT_TRUE(contains(frames[0].filename, "/symbolizer_test.cpp"));
    EXPECT_EQ(frames[0].line, "const void* const address = return_address();");
    EXPECT_GT(frames[0].lineno, 0U);
}

TEST(Symbolizer, TellsModuleOffsetAndBuildId) {
    Symbolizer symbolizer;
    const void* const address = known_function();
    Copy raw;
    loccer::trace::resolve_raw(address, true, [&](const ResolvedFrame& frame) { raw = copy_of(frame); });

    const auto frames = resolve(symbolizer, address);

    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames[0].module, raw.module);
    EXPECT_EQ(frames[0].offset, raw.offset);
    EXPECT_EQ(frames[0].build_id, raw.build_id);
}

TEST(Symbolizer, PutsTheOutermostInlinedCallerFirst) {
    if (!has_debug_info) GTEST_SKIP() << "built without a library for symbols";
    Symbolizer symbolizer;

    const auto frames = resolve(symbolizer, function_with_inlined_call());

    ASSERT_EQ(frames.size(), 2U);
    EXPECT_TRUE(contains(frames[0].name, "function_with_inlined_call"));
    EXPECT_EQ(frames[0].line, "const void* const address = inlined_function();");
    EXPECT_TRUE(contains(frames[1].name, "inlined_function"));
    EXPECT_EQ(frames[1].line, "const void* const address = return_address();");
}

TEST(Symbolizer, SaysTheSameWhenAskedAgain) {
    Symbolizer symbolizer;
    const void* const address = function_with_inlined_call();

    const auto first = resolve(symbolizer, address);
    const auto second = resolve(symbolizer, address);

    ASSERT_EQ(first.size(), second.size());
    EXPECT_EQ(first[0].name, second[0].name);
    EXPECT_EQ(first[0].lineno, second[0].lineno);
}

TEST(Symbolizer, NamesExportedFunctionsOfLibraries) {
    Symbolizer symbolizer;
    void* const address = ::dlsym(RTLD_DEFAULT, "strtol");
    ASSERT_NE(address, nullptr);
    std::vector<Copy> frames;

    symbolizer.resolve(address, false, [&](const ResolvedFrame& frame) { frames.push_back(copy_of(frame)); });

    ASSERT_FALSE(frames.empty());
    EXPECT_FALSE(frames[0].name.empty());
    EXPECT_TRUE(contains(frames[0].module, "/"));
}

TEST(Symbolizer, ShowsAnAddressInNoModuleAsItIs) {
    Symbolizer symbolizer;
    void* const page = ::mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(page, MAP_FAILED);

    for (int i = 0; i < 2; ++i) {
        const auto frames = resolve(symbolizer, static_cast<const char*>(page) + 1);

        ASSERT_EQ(frames.size(), 1U);
        EXPECT_EQ(frames[0].offset, reinterpret_cast<std::uintptr_t>(page));
        EXPECT_TRUE(frames[0].module.empty());
    }
    ::munmap(page, 4096);
}

TEST(Symbolizer, SurvivesAddressesThatAreNone) {
    Symbolizer symbolizer;

    for (const std::uintptr_t address : {std::uintptr_t{0}, std::uintptr_t{1}, UINTPTR_MAX, UINTPTR_MAX / 2}) {
        EXPECT_EQ(resolve(symbolizer, reinterpret_cast<const void*>(address)).size(), 1U);
    }
}

TEST(Symbolizer, TakesNoHeapForAnAddressItKnows) {
#if LOCCER_TEST_COUNTS_HEAP
    Symbolizer symbolizer;
    const void* const address = function_with_inlined_call();
    std::size_t visits = 0;
    const auto count = [&](const ResolvedFrame&) { ++visits; };
    symbolizer.resolve(address, true, count);
    const std::size_t before = heap_requests;

    symbolizer.resolve(address, true, count);

    EXPECT_EQ(heap_requests, before);
    EXPECT_GT(visits, 1U);
#else
    GTEST_SKIP() << "the heap belongs to a sanitizer";
#endif
}

TEST(Symbolizer, KeepsErrno) {
    Symbolizer symbolizer;
    errno = ETXTBSY;

    resolve(symbolizer, known_function());

    EXPECT_EQ(errno, ETXTBSY);
}

TEST(Symbolizer, JudgesLoccersFramesAsOwn) {
    if (!has_debug_info) GTEST_SKIP() << "built without a library for symbols";
    Symbolizer symbolizer;
    FrameKind kind = FrameKind::program;
    const auto capture = &Stack::capture;
    std::uintptr_t address = 0;
    std::memcpy(&address, &capture, sizeof(address));

    symbolizer.resolve(reinterpret_cast<const void*>(address), false,
                       [&](const ResolvedFrame& frame) { kind = frame.kind; });

    EXPECT_EQ(kind, FrameKind::own);
}

TEST(Symbolizer, IsStillRightAfterItsCacheWasFull) {
    Symbolizer symbolizer{16 * 1024};
    const auto* const start = static_cast<const char*>(known_function());
    const auto expected = resolve(symbolizer, start);

    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 300; ++i) EXPECT_FALSE(resolve(symbolizer, start + i).empty());
        const auto frames = resolve(symbolizer, start);

        ASSERT_EQ(frames.size(), expected.size());
        EXPECT_EQ(frames[0].name, expected[0].name);
        EXPECT_EQ(frames[0].offset, expected[0].offset);
    }
}

TEST(Symbolizer, KeepsTheTextsOfAViewWhileOthersFillTheCache) {
    Symbolizer symbolizer{16 * 1024};
    const auto* const start = static_cast<const char*>(known_function());
    auto view = symbolizer.pin();
    int visits = 0;

    view.resolve(start, true, [&](const ResolvedFrame& frame) {
        const Copy before = copy_of(frame);
        for (int i = 0; i < 1000; ++i) resolve(symbolizer, start + i);
        ++visits;
        EXPECT_EQ(frame.module, before.module);
        EXPECT_EQ(frame.name, before.name);
    });

    EXPECT_EQ(visits, 1);
}

TEST(Symbolizer, SaysTheSameToManyThreadsAtOnceWhileItsCacheHasRoom) {
    Symbolizer symbolizer;
    const void* const addresses[] = {known_function(), function_with_inlined_call()};
    const std::string expected[] = {resolve(symbolizer, addresses[0])[0].name,
                                    resolve(symbolizer, addresses[1])[0].name};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;

    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&] {
            for (std::size_t i = 0; i < 200; ++i) {
                const auto frames = resolve(symbolizer, addresses[i % 2]);
                if (frames.empty() || frames[0].name != expected[i % 2] || frames[0].module.empty()) ++wrong;
            }
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(wrong, 0);
}

/// The small cache is emptied all the time; a thread that finds no room in it gets a frame without a name.
TEST(Symbolizer, SaysNothingWrongToManyThreadsAtOnce) {
    Symbolizer symbolizer{16 * 1024};
    const void* const addresses[] = {known_function(), function_with_inlined_call()};
    const std::string expected[] = {resolve(symbolizer, addresses[0])[0].name,
                                    resolve(symbolizer, addresses[1])[0].name};
    std::atomic<int> right{0};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;

    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 200; ++i) {
                const std::size_t which = static_cast<std::size_t>(i) % 2;
                resolve(symbolizer, static_cast<const char*>(addresses[0]) + thread * 200 + i);
                const auto frames = resolve(symbolizer, addresses[which]);
                const bool named = !frames.empty() && frames[0].name == expected[which];
                const bool raw = !frames.empty() && frames[0].name.empty();
                if (named) ++right;
                if ((!named && !raw) || frames[0].module.empty()) ++wrong;
            }
        });
    }
    for (auto& thread : threads) thread.join();

    EXPECT_EQ(wrong, 0);
    EXPECT_GT(right, 0);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

using plugin::Plugin;

TEST(SymbolizerView, KnowsAnAddressOnceItWasLookedUp) {
    Symbolizer symbolizer;
    auto opened = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = opened->address();
    EXPECT_FALSE(symbolizer.pin().knows(address, true));

    resolve(symbolizer, address);

    EXPECT_TRUE(symbolizer.pin().knows(address, true));
    EXPECT_FALSE(symbolizer.pin().knows(address, false));
    opened.reset();
    EXPECT_FALSE(symbolizer.pin().knows(address, true));
}

TEST(Symbolizer, KnowsALibraryOpenedAfterTheFirstLookUp) {
    Symbolizer symbolizer;
    resolve(symbolizer, known_function());

    const Plugin plugin{LOCCER_TEST_PLUGIN};
    const auto frames = resolve(symbolizer, plugin.address());

    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames[0].module, LOCCER_TEST_PLUGIN);
    if (has_debug_info) {
        EXPECT_EQ(frames[0].name, "first_plugin()");
        EXPECT_TRUE(contains(frames[0].filename, "/plugin.cpp"));
    }
}

TEST(Symbolizer, ForgetsALibraryThatWasClosed) {
    Symbolizer symbolizer;
    auto plugin = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = plugin->address();
    resolve(symbolizer, address);

    plugin.reset();

    ::Dl_info still_there{};
    if (::dladdr(const_cast<void*>(address), &still_there) != 0) GTEST_SKIP() << "the loader kept the library";
    const auto frames = resolve(symbolizer, address);
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_TRUE(frames[0].name.empty());
    EXPECT_TRUE(frames[0].module.empty());
}

TEST(Symbolizer, TellsALibraryFromTheOneThatWasAtItsAddressBefore) {
    Symbolizer symbolizer;
    auto plugin = std::make_unique<Plugin>(LOCCER_TEST_PLUGIN);
    const void* const address = plugin->address();
    const auto before = resolve(symbolizer, address);
    plugin.reset();

    const Plugin other{LOCCER_TEST_OTHER_PLUGIN};

    if (other.address() != address) GTEST_SKIP() << "the loader chose another address";
    const auto frames = resolve(symbolizer, address);
    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames[0].module, LOCCER_TEST_OTHER_PLUGIN);
    EXPECT_NE(frames[0].build_id, before[0].build_id);
    if (has_debug_info) {
        EXPECT_EQ(frames[0].name, "second_plugin()");
    }
}

TEST(Symbolizer, RenewsItsDebugInformationAFewTimesOnly) {
    Symbolizer symbolizer;
    for (int round = 0; round < 30; ++round) {
        const Plugin plugin{round % 2 == 0 ? LOCCER_TEST_PLUGIN : LOCCER_TEST_OTHER_PLUGIN};
        const auto frames = resolve(symbolizer, plugin.address());

        ASSERT_FALSE(frames.empty());
        EXPECT_FALSE(frames[0].module.empty());
        if (has_debug_info && round < 8) {
            EXPECT_EQ(frames[0].name, round % 2 == 0 ? "first_plugin()" : "second_plugin()");
        }
        EXPECT_NE(frames[0].name, round % 2 == 0 ? "second_plugin()" : "first_plugin()");
    }
}

#endif

/// *Effects* forks while other threads are in the symbolizer. *Returns* how many children failed.
int failed_children(Symbolizer& symbolizer, bool with_name, int children) {
    std::atomic<bool> stop{false};
    const auto* const start = static_cast<const char*>(known_function());
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 2; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; !stop; i = (i + 1) % 4000) resolve(symbolizer, start + i + thread);
        });
    }
    int failed = 0;
    for (int i = 0; i < children; ++i) {
        ::usleep(static_cast<::useconds_t>(i * 100));
        const ::pid_t child = ::fork();
        if (child == 0) {
            ::alarm(20);  // a child that hangs dies and is counted
            const auto frames = resolve(symbolizer, known_function());
            const bool right = !frames.empty() && !frames[0].module.empty() &&
                               (!with_name || contains(frames[0].name, "known_function"));
            ::_exit(right ? 0 : 1);
        }
        int status = 0;
        if (::waitpid(child, &status, 0) != child || status != 0) ++failed;
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    return failed;
}

TEST(Symbolizer, WorksInAForkedChildWhateverTheParentsThreadsDid) {
    Symbolizer symbolizer{16 * 1024};
    resolve(symbolizer, known_function());

    EXPECT_EQ(failed_children(symbolizer, has_debug_info, 40), 0);
}

TEST(Symbolizer, DoesNotHangInAChildForkedDuringTheFirstLookUp) {
    for (int round = 0; round < 10; ++round) {
        Symbolizer symbolizer;

        EXPECT_EQ(failed_children(symbolizer, false, 3), 0);
    }
}

}  // namespace

// SPDX-License-Identifier: MIT
#include <loccer/trace/libdw/libdw_info.hpp>

#include <gtest/gtest.h>
#include <loccer/trace/libbacktrace_info.hpp>

#include "fixture.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <typeinfo>
#include <unistd.h>

namespace {

using libdw_fixture::Told;
using loccer::trace::LibbacktraceInfo;
using loccer::trace::LibdwInfo;
using loccer::trace::Module;

/// Gives back what it has read, so that a leak is seen.
struct Info : LibdwInfo {
    Info() = default;
    Info(const Info&) = delete;
    Info& operator=(const Info&) = delete;
    ~Info() { close(); }
};

template <class Library>
Told told_of(Library& library, std::uintptr_t address) {
    Told told;
    EXPECT_TRUE(library.look_up(libdw_fixture::module_of(address), address, told));
    return told;
}

/// *Returns* the exit status of a child that does this.
template <class Body>
int in_child(Body body) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        ::alarm(20);
        ::_exit(body());
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return status;
}

struct Code {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};

Code code_of_program() {
    Code code;
    ::dl_iterate_phdr(
        [](::dl_phdr_info* program, std::size_t, void* found) {
            for (int i = 0; i < program->dlpi_phnum; ++i) {
                const auto& header = program->dlpi_phdr[i];
                if (header.p_type != PT_LOAD || (header.p_flags & PF_X) == 0) continue;
                const std::uintptr_t begin = program->dlpi_addr + header.p_vaddr;
                *static_cast<Code*>(found) = {begin, begin + header.p_memsz};
            }
            return 1;  // the first is the program
        },
        &code);
    return code;
}

/// libbacktrace tells the compilation's folder once too often, or not at all.
bool is_same_file(std::string_view full, std::string_view other) {
    if (const std::size_t joint = other.rfind("//"); joint != std::string_view::npos) other.remove_prefix(joint + 1);
    return full.ends_with(other);
}

bool are_equal(const Told& by_libdw, const Told& by_libbacktrace) {
    if (by_libdw.frames.size() != by_libbacktrace.frames.size()) return false;
    for (std::size_t i = 0; i < by_libdw.frames.size(); ++i) {
        const Told::Frame& one = by_libdw.frames[i];
        const Told::Frame& other = by_libbacktrace.frames[i];
        if (one.function != other.function || one.line != other.line || !is_same_file(one.file, other.file))
            return false;
    }
    return true;
}

TEST(LibdwInfo, IsPartOfTheAbiNamespace) {
    EXPECT_NE(std::string_view{typeid(LibdwInfo).name()}.find("8v1_libdw"), std::string_view::npos);
}

TEST(LibdwInfo, TellsInlinedFunctionsAsLibbacktraceDoes) {
    if (LOCCER_CFG_LIBBACKTRACE == 0) GTEST_SKIP() << "built without libbacktrace";
    Info libdw;
    LibbacktraceInfo libbacktrace;

    for (const std::uintptr_t address : {libdw_fixture::outer(), libdw_fixture::of_local_class()}) {
        const Told one = told_of(libdw, address);
        const Told other = told_of(libbacktrace, address);

        EXPECT_FALSE(one.frames.empty());
        if (other.frames.empty()) continue;  // it doesn't find the unit of each address
        EXPECT_TRUE(are_equal(one, other)) << one.frames.size() << " and " << other.frames.size();
        EXPECT_EQ(one.last_symbol, other.last_symbol);
    }
}

/// Of code that is inlined in several pieces libbacktrace leaves out a function now and then, and right behind an
/// inlined one it still tells it; never is the innermost line another one, or the real function.
TEST(LibdwInfo, SaysOfThisProgramWhatLibbacktraceSays) {
    if (LOCCER_CFG_LIBBACKTRACE == 0) GTEST_SKIP() << "built without libbacktrace";
    Info libdw;
    LibbacktraceInfo libbacktrace;
    const Code code = code_of_program();
    int known = 0;
    int equal = 0;

    for (std::uintptr_t address = code.begin; address < code.end; address += 61) {
        const Told one = told_of(libdw, address);
        const Told other = told_of(libbacktrace, address);
        if (other.frames.empty() || other.frames.back().function.empty()) continue;
        ++known;
        equal += are_equal(one, other) ? 1 : 0;
        ASSERT_FALSE(one.frames.empty()) << other.frames.back().function;
        EXPECT_EQ(one.frames.front().line, other.frames.front().line);
        EXPECT_EQ(one.frames.back().function, other.frames.back().function);
    }

    EXPECT_GT(known, 100);
    EXPECT_GE(equal, known - known / 100) << "of " << known;
}

TEST(LibdwInfo, AsksNoServerForDebugFiles) {
    const int status = in_child([] {
        ::setenv("DEBUGINFOD_URLS", "http://127.0.0.1:9", 1);
        Info info;
        Told told;
        const auto address = reinterpret_cast<std::uintptr_t>(::dlsym(RTLD_DEFAULT, "strtol"));
        const bool is_lasting = info.look_up(libdw_fixture::module_of(address), address, told);
        const int client_is_loaded =
            ::dl_iterate_phdr([](::dl_phdr_info* module, std::size_t,
                                 void*) { return std::strstr(module->dlpi_name, "debuginfod") != nullptr ? 1 : 0; },
                              nullptr);
        return is_lasting && client_is_loaded == 0 ? 0 : 1;
    });

    EXPECT_EQ(status, 0);
}

TEST(LibdwInfo, KeepsNoDescriptor) {
    const auto count = [] {
        int open = 0;
        for (int descriptor = 0; descriptor < 256; ++descriptor) open += ::fcntl(descriptor, F_GETFD) != -1 ? 1 : 0;
        return open;
    };
    Info info;
    const int before = count();

    ASSERT_FALSE(told_of(info, libdw_fixture::outer()).frames.empty());

    EXPECT_EQ(count(), before);
}

TEST(LibdwInfo, SaysThatItMayKnowMoreLaterWhenDescriptorsRanOut) {
    const int status = in_child([] {
        const ::rlimit none{0, 0};
        Info info;
        Told told;
        const std::uintptr_t address = libdw_fixture::outer();
        if (::setrlimit(RLIMIT_NOFILE, &none) != 0) return 2;
        return info.look_up(libdw_fixture::module_of(address), address, told) ? 1 : 0;
    });

    EXPECT_EQ(status, 0);
}

/// What it does when single requests are refused is in fixtures/scarce_memory.cpp.
TEST(LibdwInfo, OutlivesTheEndOfTheAddressSpace) {
#if LOCCER_CFG_ADDRESS_SANITIZER
    GTEST_SKIP() << "the address space belongs to the sanitizer";
#else
    const std::uintptr_t address = libdw_fixture::outer();
    const Module module = libdw_fixture::module_of(address);
    int refused = 0;
    int right = 0;
    for (::rlim_t left = 0; left <= 40; ++left) {
        const int status = in_child([&] {
            long pages = 0;  // in use; the first number of the file
            std::FILE* const file = std::fopen("/proc/self/statm", "r");
            if (file == nullptr || std::fscanf(file, "%ld", &pages) != 1) return 2;
            std::fclose(file);
            const ::rlim_t most = static_cast<::rlim_t>(pages * ::sysconf(_SC_PAGESIZE)) + left * 1024 * 1024;
            const ::rlimit limit{most, RLIM_INFINITY};
            LibdwInfo info;
            struct Counter {
                int frames = 0;
                void location(const char*, int, const char*) { ++frames; }
                void symbol(const char*) {}
                [[nodiscard]] static bool wants_symbol() { return true; }
            } counter;
            if (::setrlimit(RLIMIT_AS, &limit) != 0) return 2;
            if (!info.look_up(module, address, counter)) return 10;
            return counter.frames == 3 ? 11 : 3;
        });

        ASSERT_TRUE(WIFEXITED(status)) << left << " MiB: " << WTERMSIG(status);
        if (WEXITSTATUS(status) == 10) ++refused;
        if (WEXITSTATUS(status) == 11) ++right;
    }
    EXPECT_GT(refused, 10);
    EXPECT_GT(right, 10);
    EXPECT_EQ(refused + right, 41);
#endif
}

TEST(LibdwInfo, WorksInAChildForkedInTheMiddleOfALookUp) {
    struct Forker {
        LibdwInfo& info;
        std::uintptr_t address;
        int status = -1;
        int status_without_descriptors = -1;

        void location(const char*, int, const char*) {
            if (status != -1) return;
            status = in_child([this] {
                Told told;
                const bool is_lasting = info.look_up(libdw_fixture::module_of(address), address, told);
                return is_lasting && told.frames.size() == 3 ? 0 : 1;
            });
            // It opens the file anew: nobody knows what state the parent's thread was about to leave it in.
            status_without_descriptors = in_child([this] {
                const ::rlimit none{0, 0};
                Told told;
                if (::setrlimit(RLIMIT_NOFILE, &none) != 0) return 2;
                return info.look_up(libdw_fixture::module_of(address), address, told) ? 1 : 0;
            });
        }
        void symbol(const char*) {}
        [[nodiscard]] static bool wants_symbol() { return false; }
    };
    Info info;
    Forker forker{info, libdw_fixture::outer()};

    EXPECT_TRUE(info.look_up(libdw_fixture::module_of(forker.address), forker.address, forker));

    EXPECT_EQ(forker.status, 0);
    EXPECT_EQ(forker.status_without_descriptors, 0);
}

TEST(LibdwInfo, MakesRoomForModulesWithoutEnd) {
    Info info;
    const std::uintptr_t address = libdw_fixture::outer();
    for (std::uintptr_t i = 1; i < 500; ++i) {
        Module other = libdw_fixture::module_of(address);
        other.image.begin += i * 4096;
        other.image.identity ^= i;
        Told told;
        ASSERT_TRUE(info.look_up(other, address, told));
        ASSERT_TRUE(told.frames.empty());
    }

    EXPECT_EQ(told_of(info, address).frames.size(), 3U);
}

#if defined(LOCCER_TEST_PLUGIN) && defined(LOCCER_TEST_OTHER_PLUGIN)

TEST(LibdwInfo, KnowsEachPluginHoweverOftenTheyTakeEachOthersPlace) {
    Info info;
    for (int round = 0; round < 100; ++round) {
        void* const plugin = ::dlopen(round % 2 == 0 ? LOCCER_TEST_PLUGIN : LOCCER_TEST_OTHER_PLUGIN, RTLD_NOW);
        ASSERT_NE(plugin, nullptr) << ::dlerror();
        const auto address_of = reinterpret_cast<const void* (*)()>(::dlsym(plugin, "loccer_test_address"));
        const Told told = told_of(info, reinterpret_cast<std::uintptr_t>(address_of()) - 1);
        ::dlclose(plugin);

        ASSERT_FALSE(told.frames.empty());
        EXPECT_TRUE(
            libdw_fixture::contains(told.frames.back().function, round % 2 == 0 ? "first_plugin" : "second_plugin"));
    }
}

#endif

}  // namespace

// SPDX-License-Identifier: MIT
#include <loccer/trace/libdw/elf_file.hpp>

#include <gtest/gtest.h>
#include <loccer/trace/modules.hpp>

#include <cstdint>
#include <cstdlib>
#include <elf.h>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

extern "C" [[gnu::noinline, gnu::used]] int loccer_test_of_elf_file() { return 17; }

namespace {

using loccer::trace::ElfFile;
using loccer::trace::Module;

constexpr const char* this_file = "/proc/self/exe";

Module module_of(const void* address) {
    Module module;
    EXPECT_TRUE(find_module(reinterpret_cast<std::uintptr_t>(address), module));
    return module;
}

const void* own_function() { return reinterpret_cast<const void*>(&loccer_test_of_elf_file); }

/// Closes a file at the end of a test.
struct Opened {
    ElfFile file;

    explicit Opened(const char* path) : file(ElfFile::open(path)) {}
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() { file.close(); }
};

int open_descriptors() {
    int count = 0;
    for (int descriptor = 0; descriptor < 256; ++descriptor) count += ::fcntl(descriptor, F_GETFD) != -1 ? 1 : 0;
    return count;
}

TEST(ElfFile, IsThatOfTheLoadedModule) {
    Module module = module_of(own_function());
    const Opened opened{this_file};
    ASSERT_TRUE(opened.file.is_open());

    EXPECT_TRUE(opened.file.is_that_of(module.image));
    module.image.identity ^= 1;
    EXPECT_FALSE(opened.file.is_that_of(module.image));
}

TEST(ElfFile, NamesTheFunctionThatHoldsAnAddress) {
    const Module module = module_of(own_function());
    const Opened opened{this_file};
    const std::uint64_t place = reinterpret_cast<std::uintptr_t>(own_function()) - module.base;

    const char* const name = opened.file.find_symbol(place + 1, SHT_SYMTAB);

    ASSERT_NE(name, nullptr);
    EXPECT_EQ(std::string_view{name}, "loccer_test_of_elf_file");
    EXPECT_EQ(opened.file.find_symbol(0, SHT_SYMTAB), nullptr);
}

TEST(ElfFile, KeepsNoDescriptorOnceItIsOpened) {
    const int before = open_descriptors();
    Opened opened{this_file};
    EXPECT_EQ(open_descriptors(), before + 1);

    opened.file.finish_opening();

    EXPECT_EQ(open_descriptors(), before);
    EXPECT_TRUE(opened.file.is_open());
}

TEST(ElfFile, OpensNothingThatIsNoElfFile) {
    const int before = open_descriptors();
    char folder[] = "/tmp/loccer-elf-XXXXXX";
    ASSERT_NE(::mkdtemp(folder), nullptr);
    const std::string pipe = std::string{folder} + "/pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);

    for (const char* path : {"/etc/passwd", "/proc/self/maps", "/dev/zero", "/nowhere", "/tmp", "", pipe.c_str()}) {
        EXPECT_FALSE(ElfFile::open(path).is_open()) << path;
    }

    EXPECT_EQ(open_descriptors(), before);
    ::unlink(pipe.c_str());
    ::rmdir(folder);
}

}  // namespace

// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/mapping.hpp>

#include "../support.hpp"

#include <loccer/outputs/file/posix.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace {

using loccer::ring_file::Mapping;
using outputs_test::Directory;
using outputs_test::in_child;

constexpr std::size_t size = 128 * 1024;

/// *Returns* a new file of the size, open and locked.
int make_file(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    EXPECT_EQ(::ftruncate(number, size), 0);
    EXPECT_EQ(::flock(number, LOCK_EX | LOCK_NB), 0);
    return number;
}

/// *Returns* whether nobody holds the lock of the file.
bool is_free(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    const bool free = ::flock(number, LOCK_EX | LOCK_NB) == 0;
    ::close(number);
    return free;
}

TEST(Mapping, IsNoneAtFirst) { EXPECT_FALSE(Mapping<>()); }

TEST(Mapping, WritesIntoTheFile) {
    const Directory directory;
    const std::string path = directory / "file";
    const int number = make_file(path);
    const Mapping<> mapping(number, size);
    ::close(number);

    ASSERT_TRUE(mapping);
    mapping.data()[4711] = 'x';

    EXPECT_EQ(outputs_test::read_all(path)[4711], 'x');
    EXPECT_EQ(mapping.populate(), 0);
}

TEST(Mapping, HoldsTheLockWithoutADescriptor) {
    const Directory directory;
    const std::string path = directory / "file";
    const int number = make_file(path);
    Mapping<> mapping(number, size);
    ::close(number);

    EXPECT_FALSE(is_free(path));
    mapping.reset();
    EXPECT_TRUE(is_free(path));
}

TEST(Mapping, IsNotInheritedByAChild) {
    const Directory directory;
    const std::string path = directory / "file";
    const int number = make_file(path);
    Mapping<> mapping(number, size);
    ::close(number);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const ::pid_t child = ::fork();
    if (child == 0) {
        char c = 0;
        ::close(ends[1]);
        const bool is_none = !mapping;
        // Something else may lie there by now: the end of the mapping in this process must not touch it.
        void* const mine = ::mmap(mapping.data(), size, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        mapping.reset();
        const bool is_alive = mine != MAP_FAILED && (*static_cast<char*>(mine) = 'x') == 'x';
        (void)!::read(ends[0], &c, 1);
        ::_exit(is_none && is_alive ? 17 : 1);
    }
    ::close(ends[0]);

    mapping.reset();
    EXPECT_TRUE(is_free(path));  // though the child lives

    ::close(ends[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 17);
}

TEST(Mapping, FindsThatTheFileWasCutShort) {
    const Directory directory;
    const std::string path = directory / "file";
    const int number = make_file(path);
    const Mapping<> mapping(number, size);
    ::close(number);
    if (::madvise(mapping.data(), 4096, 23) != 0 && errno == EINVAL) GTEST_SKIP() << "this kernel cannot tell";
    EXPECT_EQ(mapping.find_cut(), 0);

    ASSERT_EQ(::truncate(path.c_str(), size / 2), 0);

    EXPECT_EQ(mapping.find_cut(), EFAULT);
}

/// A system that maps nothing.
struct NoMaps : loccer::file::Posix {
    static void* map(int, std::size_t) noexcept {
        errno = ENODEV;
        return nullptr;
    }
};

TEST(Mapping, IsNoneWhereTheSystemMapsNothing) {
    const Directory directory;
    const int number = make_file(directory / "file");

    const Mapping<NoMaps> mapping(number, size);

    EXPECT_EQ(errno, ENODEV);
    EXPECT_FALSE(mapping);
    ::close(number);
}

TEST(Mapping, MovesToAnotherOwner) {
    const Directory directory;
    const int number = make_file(directory / "file");
    Mapping<> first(number, size);
    ::close(number);

    Mapping<> second(std::move(first));

    EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): what that is, is said
    ASSERT_TRUE(second);
    first = std::move(second);
    EXPECT_TRUE(first);
}

}  // namespace

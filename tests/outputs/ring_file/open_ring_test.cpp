// SPDX-License-Identifier: MIT
#include <loccer/outputs/ring_file/open_ring.hpp>

#include "../kernels.hpp"
#include "../support.hpp"

#include <loccer/outputs/ring_file/layout.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

using namespace loccer::ring_file;
using loccer::file::Location;
using loccer::outputs::Problem;
using outputs_test::Directory;
using outputs_test::read_all;
using outputs_test::Staged;
using outputs_test::write_all;

struct OpenRing : testing::Test {
    Directory directory;
    std::string path = directory / "errors.ring";

    template <class Kernel = loccer::file::Posix>
    [[nodiscard]] OpenedRing<Kernel> open(std::uint64_t area_bytes = least_area) const {
        return open_ring<Kernel>(Location(path), area_bytes, 0);
    }
};

TEST_F(OpenRing, MakesAPrivateFileWithAllOfItsSpace) {
    const OpenedRing<> opened = open();

    ASSERT_FALSE(opened.failure) << opened.failure.what();
    struct ::stat status{};
    ASSERT_EQ(::lstat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    EXPECT_EQ(status.st_size, static_cast<::off_t>(head_bytes + least_area));
    EXPECT_GE(status.st_blocks * 512, static_cast<::off_t>(head_bytes + least_area));
    RingGeometry geometry;
    std::memcpy(static_cast<void*>(&geometry), opened.mapping.data(), sizeof geometry);
    EXPECT_TRUE(geometry.is_whole());
}

TEST_F(OpenRing, KeepsWhatIsThere) {
    const std::string before = [&] {
        const OpenedRing<> opened = open();
        opened.mapping.data()[head_bytes + 17] = 'x';
        return read_all(path);
    }();

    const OpenedRing<> again = open();

    EXPECT_FALSE(again.failure);
    EXPECT_EQ(read_all(path), before);
}

TEST_F(OpenRing, RefusesARingThatIsInUse) {
    const OpenedRing<> first = open();

    EXPECT_EQ(open().failure.problem, Problem::ring_in_use);
    EXPECT_EQ(outputs_test::in_child([&] { return open().failure.problem == Problem::ring_in_use ? 17 : 1; }), 17);
}

TEST_F(OpenRing, SetsARingOfAnotherSizeAside) {
    (void)open();
    const std::string before = read_all(path);

    const OpenedRing<> larger = open(least_area * 2);

    EXPECT_FALSE(larger.failure);
    EXPECT_EQ(larger.set_aside, 1U);
    EXPECT_EQ(read_all(path + ".1"), before);
    EXPECT_EQ(read_all(path).size(), head_bytes + least_area * 2);
}

TEST_F(OpenRing, SetsARingOfAnotherVersionAside) {
    RingGeometry geometry = make_geometry(least_area, 1);
    geometry.version = ring_version + 1;
    std::string other(head_bytes + least_area, '\0');
    std::memcpy(other.data(), &geometry, sizeof geometry);
    write_all(path, other);
    write_all(path + ".7", "a number that is taken");

    const OpenedRing<> opened = open();

    EXPECT_EQ(opened.set_aside, 8U);
    EXPECT_EQ(read_all(path + ".8"), other);
}

TEST_F(OpenRing, SetsARingAsideThatWasCutShort) {
    (void)open();
    ASSERT_EQ(::truncate(path.c_str(), 10'000), 0);

    EXPECT_EQ(open().set_aside, 1U);
}

TEST_F(OpenRing, FinishesARingWhoseMakerHasDied) {
    write_all(path, "");
    EXPECT_FALSE(open().failure);
    ASSERT_EQ(::unlink(path.c_str()), 0);

    std::string begun(head_bytes + least_area, '\0');
    begun[20] = 'x';  // of its geometry, before the magic
    write_all(path, begun);

    EXPECT_FALSE(open().failure);
    EXPECT_EQ(open().set_aside, 0U);
}

TEST_F(OpenRing, LeavesAloneWhatIsNoRing) {
    for (const std::string& text : {std::string("{\"a\":1}\n"), std::string(5000, '\0') + "x",
                                    std::string(head_bytes + least_area, '\0') + "x"}) {
        write_all(path, text);

        EXPECT_EQ(open().failure.problem, Problem::ring_foreign);
        EXPECT_EQ(read_all(path), text);
    }
}

TEST_F(OpenRing, RefusesWhatMayBeATrap) {
    write_all(directory / "other", "");
    ASSERT_EQ(::symlink((directory / "other").c_str(), path.c_str()), 0);
    EXPECT_EQ(open().failure.problem, Problem::symbolic_link);
    ::unlink(path.c_str());
    ASSERT_EQ(::link((directory / "other").c_str(), path.c_str()), 0);
    EXPECT_EQ(open().failure.problem, Problem::hard_link);
    ::unlink(path.c_str());
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(open().failure.problem, Problem::fifo);
    ::unlink(path.c_str());
    ::chmod(directory.path().c_str(), 0777);
    EXPECT_EQ(open().failure.problem, Problem::directory_shared);
}

/// A full disk.
struct FullDisk : loccer::file::Posix {
    static int allocate(int, ::off_t) noexcept {
        errno = ENOSPC;
        return -1;
    }
};

TEST_F(OpenRing, LeavesNothingOnAFullDisk) {
    const OpenedRing<FullDisk> opened = open<FullDisk>();

    EXPECT_EQ(opened.failure, (loccer::OutputFailure{Problem::ring_space, ENOSPC}));
    EXPECT_NE(::access(path.c_str(), F_OK), 0);
}

/// A file system that gives blocks only to what is written.
struct NoAllocation : loccer::file::Posix {
    static int allocate(int, ::off_t) noexcept {
        errno = EOPNOTSUPP;
        return -1;
    }
};

TEST_F(OpenRing, WritesZerosWhereSpaceCannotBeHadOtherwise) {
    EXPECT_FALSE(open<NoAllocation>().failure);

    struct ::stat status{};
    ASSERT_EQ(::lstat(path.c_str(), &status), 0);
    EXPECT_GE(status.st_blocks * 512, static_cast<::off_t>(head_bytes + least_area));
}

/// Pages that have no block when they are asked for it, as on a file system that copies on write and is full.
struct LateFull : loccer::file::Posix {
    static int advise(void* at, std::size_t bytes, int advice) noexcept {
        if (advice != 23) return Posix::advise(at, bytes, advice);
        errno = EFAULT;
        return -1;
    }
};

TEST_F(OpenRing, RefusesPagesThatWouldRaiseSigbus) {
    EXPECT_EQ(open<LateFull>().failure, (loccer::OutputFailure{Problem::ring_space, ENOSPC}));
}

struct NoMaps : loccer::file::Posix {
    static void* map(int, std::size_t) noexcept {
        errno = ENODEV;
        return nullptr;
    }
};

TEST_F(OpenRing, SaysWhereNothingCanBeMapped) {
    EXPECT_EQ(open<NoMaps>().failure, (loccer::OutputFailure{Problem::ring_mapping, ENODEV}));
}

TEST_F(OpenRing, SaysWhereNothingCanBeLocked) {
    EXPECT_EQ(open<outputs_test::NoLocks>().failure.problem, Problem::ring_lock);
}

TEST_F(OpenRing, OpensOrSaysWhyWhicheverCallFails) {
    for (int call = 0; call < 40; ++call) {
        ::unlink(path.c_str());
        Staged::fail_from(call, EIO, 1);
        const OpenedRing<Staged> opened = open<Staged>();
        Staged::never();
        EXPECT_NE(static_cast<bool>(opened.mapping), static_cast<bool>(opened.failure)) << call;
    }

    EXPECT_FALSE(open().failure);
}

TEST_F(OpenRing, IsARingAgainWhereverItsMakerWasKilled) {
    for (int call = 0; call < 20; ++call) {
        ::unlink(path.c_str());
        outputs_test::in_child([&] {
            Staged::kill_at(call);
            return open<Staged>().failure ? 1 : 0;
        });

        const OpenedRing<> opened = open_ring<>(Location(path), least_area, 1000);
        EXPECT_FALSE(opened.failure) << call << ": " << opened.failure.what();
        EXPECT_EQ(opened.set_aside, 0U);
    }
}

}  // namespace
